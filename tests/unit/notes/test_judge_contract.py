"""The yardstick keeps its contract: form in, form out, and eligibility both ways round."""

from __future__ import annotations

from typing import Any

import pytest

from cartway.access.judge_pairs import judge
from cartway.errors import InputError

NOTE = "58-year-old man, ECOG 1. No CAR-T so far. HIV negative. ANC 1.42 x10^9/L."


def pair(criterion: str, kind: str, **more: Any) -> dict[str, Any]:
    return {
        "id": "p1",
        "patient": {"note": NOTE},
        "as_of": "2026-11-22",
        "criterion": criterion,
        "kind": kind,
        "language": "en",
        **more,
    }


def verdict(criterion: str, kind: str, **more: Any) -> str:
    (answer,) = judge([pair(criterion, kind, **more)])
    assert set(answer) == {"id", "verdict", "read", "why"}
    assert answer["why"]
    return str(answer["verdict"])


@pytest.mark.parametrize(
    ("criterion", "kind", "wanted"),
    [
        ("Age >= 18 years", "inclusion", "met"),
        ("Age > 70 years", "inclusion", "not_met"),
        ("Age > 70 years", "exclusion", "met"),
        ("Prior CAR-T cell therapy", "exclusion", "met"),
        ("HIV positive", "exclusion", "met"),
        ("Hepatitis B surface antigen positive", "exclusion", "unknown"),
        ("Platelet count >= 50 x10^9/L", "inclusion", "unknown"),
    ],
)
def test_eligibility_is_judged_both_ways(criterion: str, kind: str, wanted: str) -> None:
    assert verdict(criterion, kind) == wanted


def test_a_record_of_facts_is_judged_like_a_note() -> None:
    facts = {"facts": [{"fact": "age", "value": 58, "unit": "a"}]}
    assert verdict("Age >= 18 years", "inclusion", patient={"facts": facts}) == "met"


def test_answers_come_in_the_order_of_the_pairs() -> None:
    pairs = [pair("Age >= 18 years", "inclusion") | {"id": str(number)} for number in range(4)]
    assert [one["id"] for one in judge(pairs)] == ["0", "1", "2", "3"]


@pytest.mark.parametrize(
    "broken", [{"as_of": "soon"}, {"kind": "both"}, {"criterion": 7}, {"patient": None}]
)
def test_a_malformed_pair_is_named(broken: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="pair 1"):
        list(judge([pair("Age >= 18 years", "inclusion") | broken]))
