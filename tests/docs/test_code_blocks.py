"""The documentation does what it says: its blocks run, its links lead somewhere.

A `sh` block runs when it calls cartway, line by line, in one folder per page that holds the examples;
a `python` block runs after those before it. A block that follows a line ending in "`name.ext`:" is a
file of that name. `no-run` behind the language leaves a block out and needs its reason in the text.
"""

import contextlib
import io
import re
import shlex
import shutil
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from cartway.cli import serve
from cartway.cli.main import app
from cartway.errors import CartwayError

ROOT = Path(__file__).parents[2]
# Tried by tests/docs/test_screening_pages.py, which knows how large a cohort they make.
_TRIED_ELSEWHERE = {"screen_a_cohort.md", "screening.md"}
# Files that a page speaks of without showing them.
_FILES = Path(__file__).parent / "files"
_PAGES = sorted(
    path
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "examples/README.md"]
    if "generated" not in path.parts
)
_BLOCK = re.compile(r"^( *)```(\S*)([^\n]*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"`([\w./-]+\.\w+)`:\s*$")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


_OFFERED = set(getattr(typer.main.get_command(app), "commands", {}))
# A command whose module is there before the program offers it; tried as soon as it does.
_NOT_OFFERED_YET = {path.stem for path in (ROOT / "src/cartway/cli").glob("*.py")} - _OFFERED
_NEEDS_A_NETWORK = {"sync"}


def _blocks(page: Path) -> Iterator[tuple[str, str, str]]:
    """Language, name of the file it is (or ''), and text of each block that is to be tried."""
    text = page.read_text(encoding="utf-8")
    for block in _BLOCK.finditer(text):
        before = text[: block.start()].rstrip().rsplit("\n", 1)[-1]
        named = _FILE.search(before)
        if "no-run" not in block[3]:
            yield block[2], named[1] if named else "", textwrap.dedent(block[4])


def _to_try(page: Path) -> list[tuple[str, str, str]]:
    return [
        (language, name, text)
        for language, name, text in _blocks(page)
        if name or language == "python" or (language == "sh" and "cartway " in text)
    ]


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize(
    "page",
    [one for one in _PAGES if one.name not in _TRIED_ELSEWHERE and _to_try(one)],
    ids=_name,
)
def test_the_blocks_of_a_page_run(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    shutil.copytree(_FILES, tmp_path, dirs_exist_ok=True)
    started: list[list[str]] = []
    monkeypatch.setattr(serve.os, "execv", lambda _, words: started.append(words))
    names: dict[str, object] = {}
    for language, name, text in _to_try(page):
        if name:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        elif language == "python":
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(text, _name(page), "exec"), names)
        else:
            for line in text.replace("\\\n", " ").splitlines():
                _run(line)


def _run(line: str) -> None:
    """Run one line: `[NAME=value] cartway …`, perhaps behind `echo … |`; other commands are passed over."""
    given = None
    words = shlex.split(line, comments=True)
    if "|" in words:
        at = words.index("|")
        if words[0] == "echo" and words[at + 1 : at + 2] == ["cartway"]:
            given, words = " ".join(words[1:at]), words[at + 1 :]
        else:
            words = words[:at]
    target = None
    if ">" in words:
        target = Path(words[words.index(">") + 1])
        words = words[: words.index(">")]
    while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
        words = words[1:]
    if (
        len(words) < 2
        or Path(words[0]).name != "cartway"
        or words[1] in _NOT_OFFERED_YET | _NEEDS_A_NETWORK
    ):
        return
    try:
        result = CliRunner().invoke(app, words[1:], input=given, catch_exceptions=False)
    except CartwayError as error:
        raise AssertionError(f"{line}\n{error}") from error
    assert result.exit_code == 0, f"{line}\n{result.output}"
    if target:
        target.write_text(result.stdout, encoding="utf-8")


@pytest.mark.parametrize("page", _PAGES, ids=_name)
def test_links_lead_somewhere(page: Path) -> None:
    text = _BLOCK.sub("", page.read_text(encoding="utf-8"))
    broken = []
    for link in _LINK.findall(text):
        if re.match(r"[a-z]+:", link):
            continue
        place, _, heading = link.partition("#")
        target = (page.parent / place).resolve() if place else page
        if not target.exists() or (heading and heading not in _headings(target)):
            broken.append(link)
    assert broken == []


def _headings(page: Path) -> set[str]:
    words = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one).strip().lower().replace(" ", "-") for one in words}


def test_every_command_that_is_named_exists() -> None:
    unknown = {
        f"{_name(page)}: cartway {word}"
        for page in _PAGES
        for word in re.findall(
            r"(?:^|`|/)cartway ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE
        )
        if word not in _OFFERED | _NOT_OFFERED_YET
    }
    assert unknown == set()
