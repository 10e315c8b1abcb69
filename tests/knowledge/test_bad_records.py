"""Every kind of mistake in a knowledge file, with the recorded wording of its error.

`bad/K004/sources/a_page.yaml` is read as a source; `bad/K004/error.txt` is what must be said. When
the wording is changed on purpose, delete the text and run the tests once: it is written anew and
the test fails until the new wording has been looked at.
"""

from pathlib import Path

import pytest

from cartway.knowledge.check_references import check_file
from cartway.knowledge.load import KnowledgeError, load_vocabulary, read_definitions, read_records
from cartway.knowledge.load.problems import HEADINGS
from cartway.knowledge.neighbours import Correction
from cartway.knowledge.regulations import FalseClaim, Regulation
from cartway.knowledge.sources import Source
from cartway.knowledge.warnings import QuotePart, WarningRule

BAD = Path(__file__).parent / "bad"
MODELS = {
    "corrections": Correction,
    "false_claims": FalseClaim,
    "quote_parts": QuotePart,
    "regulations": Regulation,
    "sources": Source,
    "warnings": WarningRule,
}
CASES = sorted(path.name for path in BAD.iterdir() if path.is_dir())


def what_is_said(case: Path) -> str:
    files = sorted(case.rglob("*.yaml"))
    folder = files[0].relative_to(case).parts[0]
    if folder == "pathways":
        problems = [p for path in files for p in check_file(path, {}, load_vocabulary())]
        return str(KnowledgeError(problems))
    with pytest.raises(KnowledgeError) as caught:
        read_definitions(files) if folder == "vocabulary" else read_records(files, MODELS[folder])
    return caught.value.paragraph()


@pytest.mark.parametrize("case", CASES)
def test_the_error_says_what_was_recorded(case: str) -> None:
    recorded = BAD / case / "error.txt"
    said = what_is_said(BAD / case).rstrip() + "\n"
    if not recorded.exists():
        recorded.write_text(said, encoding="utf-8")
        pytest.fail(f"{recorded.name} of {case} was written: look at it")
    assert said == recorded.read_text(encoding="utf-8")
    assert f" {case} " in said


def test_every_code_has_a_bad_file() -> None:
    assert sorted(HEADINGS) == CASES


def test_codes_are_named_in_both_languages() -> None:
    assert all(set(words) == {"en", "zh"} for words in HEADINGS.values())
