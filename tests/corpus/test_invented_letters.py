"""Letters of invented patients: what each proves, denies and leaves open is read so."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from cartway.criteria.notation import parse
from cartway.engines.reference import Evaluator
from cartway.facts.normalise import normalise
from cartway.knowledge.load import load_vocabulary
from cartway.reading.notes import read_note
from cartway.truth import Truth

DATA = Path(__file__).parent / "data"
LETTERS: list[dict[str, Any]] = [
    letter
    for name in sorted(DATA.glob("invented_letters_*.yaml"))
    for letter in yaml.safe_load(name.read_text(encoding="utf-8"))
]
WANTED = {"holds": Truth.TRUE, "fails": Truth.FALSE, "open": Truth.UNKNOWN}
# The share of statements read rightly may rise and never fall.
FLOOR = {"holds": 0.92, "fails": 0.85, "open": 1.0}


@lru_cache(maxsize=1)
def judged() -> list[tuple[str, str, str, Truth]]:
    """Letter, statement, what it should be and the truth that was read."""
    vocabulary = load_vocabulary()
    found = []
    for letter in LETTERS:
        day = date.fromisoformat(letter["as_of"])
        record = read_note(letter["note"], vocabulary, day).record
        evaluator = Evaluator(normalise(record, vocabulary), day, vocabulary)
        for wanted in WANTED:
            for text in letter.get(wanted, ()):
                truth = evaluator.evaluate(parse(text, vocabulary)).truth
                found.append((letter["id"], text, wanted, truth))
    return found


def test_no_statement_is_read_as_its_opposite_or_out_of_nothing() -> None:
    wrong = [
        (letter, text, wanted, truth)
        for letter, text, wanted, truth in judged()
        if truth not in (WANTED[wanted], Truth.UNKNOWN)
    ]
    assert wrong == []


@pytest.mark.parametrize("wanted", WANTED)
@pytest.mark.parametrize("language", ["E", "Z"])
def test_enough_statements_are_read(wanted: str, language: str) -> None:
    held = [one for one in judged() if one[0].startswith(language) and one[2] == wanted]
    right = sum(truth is WANTED[wanted] for _, _, _, truth in held)
    assert right / len(held) >= FLOOR[wanted]
