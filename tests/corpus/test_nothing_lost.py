"""Real eligibility texts: what stands in a line and not in its reading may become less, never more."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from cartway.knowledge.load import load_vocabulary
from cartway.reading.accounting import Loss, losses
from cartway.reading.criteria import read_criteria, read_line

TEXTS = Path(__file__).parent / "data" / "criteria_texts.jsonl"
# Lines of the corpus that lose something, at most.
CEILINGS = {Loss.NUMBER: 1, Loss.TIME: 42, Loss.DENIAL: 35, Loss.NAME: 430}


@pytest.fixture(scope="module")
def lost() -> Counter[Loss]:
    vocabulary = load_vocabulary()
    rows = [json.loads(line) for line in TEXTS.read_text(encoding="utf-8").splitlines()]
    return Counter(
        kind
        for row in rows
        for line in read_criteria(row["text"], vocabulary=vocabulary)
        for kind, _ in losses(line.text, line.node, vocabulary)
    )


@pytest.mark.parametrize("kind", list(Loss))
def test_no_more_is_lost_than_before(kind: Loss, lost: Counter[Loss]) -> None:
    assert lost[kind] <= CEILINGS[kind]


_LIMITS = ("≥ 25 kg", "> 3.5 mmol/L", "at least 7 cm", "≤ 40 mL", "< 12 points", "2-4 units")


@pytest.mark.parametrize("limit", _LIMITS)
@pytest.mark.parametrize("kind", ["inclusion", "exclusion"])
@pytest.mark.parametrize(
    "line",
    [
        "Able to tolerate leukapheresis, with a wibble of {}",
        "Wibble {}, and adequate venous access",
        "ECOG 0-1 (wibble {})",
        "Inhaled steroids are allowed with a wibble of {}",
        "Pregnant women or women with a wibble {}",
    ],
)
def test_a_limit_of_something_unknown_leaves_the_line_undecided(
    line: str, kind: str, limit: str
) -> None:
    read = read_line(line.format(limit), kind, vocabulary=load_vocabulary())  # type: ignore[arg-type]  # the two kinds
    assert not read.read
