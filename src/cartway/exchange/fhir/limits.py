"""A laboratory's own reference limits, where the record gives one pair that fits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from cartway.exchange.codebook import CodeBook
from cartway.facts import FactDefinition

_RANGE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:-|–|~|to)\s*(\d+(?:\.\d+)?)\s*(\D.{0,20})?")
_UP_TO = re.compile(r"\s*(?:<|<=|≤)\s*(\d+(?:\.\d+)?)\s*(\D.{0,20})?")

_NUMBERS = frozenset((int, float))
Limits = tuple[float | None, float | None]


def reference_limits(ranges: Any, unit: str, book: CodeBook, definition: FactDefinition) -> Limits:
    """The lower and upper limit in the unit of the value; `ranges` holds at least one.

    Ranges for a sex or an age are taken only when there is no doubt which applies: when one is
    given, or one is the general one.
    """
    one = ranges[0]
    if len(ranges) == 1 and "type" not in one and "high" in one:
        low, high = one.get("low"), one["high"]
        # The usual range: its numbers in just the unit of the value.
        if "code" in high and high["code"] == unit and (low is None or low.get("code") == unit):
            upper, lower = high.get("value"), None if low is None else low.get("value")
            if type(upper) in _NUMBERS and (low is None or type(lower) in _NUMBERS):
                return lower, upper
    given = ranges
    if len(ranges) > 1 or "type" in ranges[0]:
        given = [one for one in ranges if _is_normal(one)]
    if len(given) > 1:
        given = [one for one in given if "appliesTo" not in one and "age" not in one]
    if len(given) != 1:
        return None, None
    low, high = given[0].get("low"), given[0].get("high")
    if low is None and high is None:
        return _printed(given[0].get("text"), unit, book)
    return _limit(low, unit, book, definition), _limit(high, unit, book, definition)


def _is_normal(one: Mapping[str, Any]) -> bool:
    kind = one.get("type")
    codings = kind.get("coding") if isinstance(kind, dict) else None
    return not codings or any(coding.get("code") == "normal" for coding in codings)


def _limit(
    given: Mapping[str, Any] | None, unit: str, book: CodeBook, definition: FactDefinition
) -> float | None:
    if given is None:
        return None
    value: Any = given.get("value")
    if type(value) not in (int, float):
        return None
    code = given.get("code")
    if code == unit:
        return float(value)
    own = book.units.code_of(code, given.get("unit")) or unit
    if own == unit:
        return float(value)
    to_fact, from_value = book.factor(own, definition), book.factor(unit, definition)
    if to_fact is None or not from_value:
        return None
    return float(f"{float(value) * to_fact / from_value:.12g}")


def _printed(text: object, unit: str, book: CodeBook) -> Limits:
    if not isinstance(text, str) or len(text) > 60:
        return None, None
    for pattern in (_RANGE, _UP_TO):
        match = pattern.fullmatch(text)
        if match:
            *numbers, printed = match.groups()
            if printed and book.units.code_of(None, printed.strip()) != unit:
                return None, None
            high = float(numbers[-1])
            return (float(numbers[0]) if len(numbers) > 1 else None), high
    return None, None
