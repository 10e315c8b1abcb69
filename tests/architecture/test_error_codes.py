"""Every error code has a page entry, means one thing, and the page is as the program says."""

import ast
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cartway.cli.main import app
from cartway.criteria import parse
from cartway.errors import CartwayError, InputError
from cartway.knowledge.load import load_vocabulary
from cartway.knowledge.load.problems import HEADINGS
from tools.write_error_pages import OWN_PAGE, PAGE, codes_in_source, explanations, page, refusals

ROOT = Path(__file__).parents[2]
_SPAN = re.compile(r"`([^`]+)`")
_CRITERIA = {
    code: words
    for code, words in explanations().items()
    if code[0] in "CV"
    and _SPAN.fullmatch(words["wrong"])
    and code not in ("C003", "V001", "V002")  # not whole criteria
}
# An option alone stands for the command of its family.
_COMMANDS = {"M": "cartway cost axi-cel --samples 200", "P": "cartway course axi-cel"}


def _command(code: str, words: str) -> str:
    """The command that an example is, or ''."""
    span = _SPAN.fullmatch(words)
    if span and span[1].startswith("cartway ") and "sync" not in span[1]:
        return span[1]
    if span and span[1].startswith("--") and code[0] in _COMMANDS:
        return f"{_COMMANDS[code[0]]} {span[1]}"
    return ""


_RUN = [
    (code, wrong, _command(code, words["right"]))
    for code, words in explanations().items()
    if (wrong := _command(code, words["wrong"]))
]


def test_codes_and_pages_are_equal() -> None:
    in_program = {code for code in codes_in_source() if not OWN_PAGE.fullmatch(code)}
    assert in_program == set(explanations())


def test_codes_with_a_page_of_their_own_have_it() -> None:
    assert {code for code in codes_in_source() if OWN_PAGE.fullmatch(code)} == set(HEADINGS)


def test_every_entry_is_whole() -> None:
    for code, words in explanations().items():
        assert set(words) == {"title", "wrong", "right"}, code
        assert all(words.values()), code


def test_a_title_belongs_to_one_code() -> None:
    titles = [words["title"] for words in explanations().values()]
    assert len(titles) == len(set(titles))


def test_every_mistake_of_a_person_has_a_code() -> None:
    bare = [
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
        for path in (ROOT / "src").glob("cartway*/**/*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in ("InputError", "CriterionError")
        and not any(one.arg == "code" for one in node.keywords)
    ]
    assert bare == []


def test_grading_names_its_reasons_once() -> None:
    assert len(set(refusals().values())) == len(refusals())


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python tools/write_error_pages.py"


@pytest.mark.parametrize("code", sorted(_CRITERIA))
def test_the_wrong_criterion_gives_its_code_and_the_right_one_is_read(code: str) -> None:
    vocabulary = load_vocabulary()
    wrong = _SPAN.fullmatch(_CRITERIA[code]["wrong"])
    assert wrong
    with pytest.raises(InputError) as refused:
        parse(wrong[1], vocabulary)
    assert refused.value.code == code
    right = _SPAN.fullmatch(_CRITERIA[code]["right"])
    if right:
        parse(right[1], vocabulary)


@pytest.mark.parametrize(("code", "wrong", "right"), _RUN, ids=[one[0] for one in _RUN])
def test_the_wrong_command_gives_its_code_and_the_right_one_answers(
    code: str, wrong: str, right: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "records").mkdir()
    (tmp_path / "day.csv").write_text("time,temp_c\n2026-11-01T08:00,38.5\n", encoding="utf-8")
    with pytest.raises(CartwayError) as refused:
        CliRunner().invoke(app, shlex.split(wrong)[1:], catch_exceptions=False)
    assert refused.value.code == code
    if right:
        answered = CliRunner().invoke(app, shlex.split(right)[1:], catch_exceptions=False)
        assert answered.exit_code == 0, right
