"""Statements of letters against the questions they answer, by the tables beside this file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from cartway.criteria.notation import parse
from cartway.engines.reference import Evaluator
from cartway.facts.normalise import normalise
from cartway.knowledge.load import load_vocabulary
from cartway.reading.notes import read_note
from cartway.truth import Truth

AS_OF = date(2026, 11, 10)
TRUTHS = {"holds": Truth.TRUE, "fails": Truth.FALSE, "open": Truth.UNKNOWN}
ROWS = [
    (row["asks"], note, truth)
    for path in sorted((Path(__file__).parent / "answers").glob("*.yaml"))
    for row in yaml.safe_load(path.read_text(encoding="utf-8"))
    for key, truth in TRUTHS.items()
    for note in row.get(key, ())
]


@pytest.mark.parametrize(
    ("asks", "note", "truth"), ROWS, ids=[f"{a[:40]}|{n[-50:]}" for a, n, _ in ROWS]
)
def test_a_statement_answers_what_the_table_says(asks: str, note: str, truth: Truth) -> None:
    vocabulary = load_vocabulary()
    record = normalise(read_note(note, vocabulary, AS_OF).record, vocabulary)
    assert Evaluator(record, AS_OF, vocabulary).evaluate(parse(asks, vocabulary)).truth is truth
