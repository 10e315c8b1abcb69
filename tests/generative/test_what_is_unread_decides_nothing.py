"""A part that nobody understood: neither it nor what stands beside it may decide against a patient."""

from __future__ import annotations

from typing import Literal

import pytest

from cartway.criteria.nodes import (
    All,
    Always,
    AnyOf,
    AtLeast,
    Implies,
    Judgement,
    Never,
    Node,
    Not,
    Unless,
    Unread,
)
from cartway.knowledge.load import load_vocabulary
from cartway.reading.criteria import read_line

_KNOWN = (
    "ECOG 0-1",
    "platelets ≥ 50 × 10^9/L",
    "measurable disease",
    "HBsAg positive",
    "active tuberculosis",
    "prior CAR-T therapy",
    "uncontrolled hypertension",
    "multiple myeloma",
)
# What a line says of something unknown beside something known, which here does not hold …
_INCLUDES = (
    "{} or wibble wobble",
    "{}, or wibble of the wobble",
    "Wibble wobble or {}",
    "Either {} or wibble wobble",
    "{} unless wibble wobble",
    "Any of the following:\n- {}\n- wibble wobble",
    "One of the following: {}; wibble wobble",
    "Meets either (i) {}, or (ii) wibble wobble",
    "* {} OR\n* wibble wobble",
)
# … and here does.
_EXCLUDES = (
    "{} unless wibble wobble",
    "{}, except for wibble wobble",
    "{}. Patients with wibble wobble are permitted.",
    "{} (patients with wibble wobble are eligible)",
    "{} with the exception of wibble wobble",
    "{}. The following would not exclude the subject:\n- wibble wobble",
)


def _value(node: Node, known: bool) -> bool | None:
    """What a reading gives where all that it asks holds, or none of it does."""
    if isinstance(node, Unread | Judgement):
        return None
    if isinstance(node, Always | Never):
        return isinstance(node, Always)
    if isinstance(node, Not):
        inside = _value(node.child, known)
        return None if inside is None else not inside
    if isinstance(node, Unless):
        return _either([_value(node.child, known), _value(node.exception, known)])
    if isinstance(node, Implies):
        condition = _value(node.condition, known)
        return _either([None if condition is None else not condition, _value(node.child, known)])
    if isinstance(node, AnyOf):
        return _either([_value(one, known) for one in node.children])
    if isinstance(node, All | AtLeast):
        values = [_value(one, known) for one in node.children]
        return False if False in values else (None if None in values else True)
    return known


def _either(values: list[bool | None]) -> bool | None:
    return True if True in values else (None if None in values else False)


@pytest.mark.parametrize("known", _KNOWN)
@pytest.mark.parametrize(
    ("kind", "line"),
    [("inclusion", line) for line in _INCLUDES] + [("exclusion", line) for line in _EXCLUDES],
)
def test_it_decides_nothing(kind: Literal["inclusion", "exclusion"], line: str, known: str) -> None:
    read = read_line(line.format(known), kind, vocabulary=load_vocabulary())
    decided = _value(read.node, kind == "exclusion")
    assert decided is not (kind == "exclusion"), read.node
