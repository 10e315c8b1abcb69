"""Real eligibility texts: the share of lines read may rise and may not fall."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from cartway.criteria.nodes import Unread, children_of, walk
from cartway.knowledge.load import load_vocabulary
from cartway.reading.criteria import ReadLine, read_criteria

TEXTS = Path(__file__).parent / "data" / "criteria_texts.jsonl"
# Floors: what the reader reached when this was last raised, less a margin for new words.
FULLY = 0.60
FULLY_OR_PARTLY = 0.91


def _state(line: ReadLine) -> str:
    if line.read:
        return "fully"
    leaves = [one for one in walk(line.node) if not children_of(one)]
    return "not" if all(isinstance(one, Unread) for one in leaves) else "partly"


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, list[ReadLine]]]:
    vocabulary = load_vocabulary()
    rows = [json.loads(line) for line in TEXTS.read_text(encoding="utf-8").splitlines()]
    return [(row["text"], read_criteria(row["text"], vocabulary=vocabulary)) for row in rows]


def test_coverage_does_not_fall(texts: list[tuple[str, list[ReadLine]]]) -> None:
    states = Counter(_state(line) for _, lines in texts for line in lines)
    total = states.total()
    assert total > 1000
    assert states["fully"] / total >= FULLY
    assert (states["fully"] + states["partly"]) / total >= FULLY_OR_PARTLY


def test_every_line_is_a_stretch_of_its_text(texts: list[tuple[str, list[ReadLine]]]) -> None:
    for text, lines in texts:
        for line in lines:
            assert 0 <= line.start < line.end <= len(text)
            assert text[line.start : line.end] == line.text


def test_both_kinds_are_found_where_both_headings_stand(
    texts: list[tuple[str, list[ReadLine]]],
) -> None:
    for text, lines in texts:
        if "Exclusion Criteria:" in text and "Inclusion Criteria:" in text:
            assert {line.kind for line in lines} == {"inclusion", "exclusion"}
