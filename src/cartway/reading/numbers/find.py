"""Finds the numbers of a plain text, each with what belongs to it."""

from __future__ import annotations

import re
from dataclasses import replace

from cartway.reading.lexicon.tokens import Tokens, tokens
from cartway.reading.numbers.comparing import (
    comparison_before,
    comparison_behind,
    comparison_far_before,
)
from cartway.reading.numbers.measure import Measure
from cartway.reading.numbers.ranges import upper_number
from cartway.reading.numbers.values import ROMAN, Value, read_value, token_behind
from cartway.reading.numbers.words import number_words
from cartway.reading.units import UnitFound

_TIMES_LIMIT = re.compile(r"(?:正常值?上限|上限值?|ULN)\)?\s?的?$")
# A comparison behind a number is one of what stands behind it: "3 ≤ ECOG".
_FLIPPED = {
    "<": ">",
    "<=": ">=",
    "≤": ">=",
    ">": "<",
    ">=": "<=",
    "≥": "<=",
    "=<": ">=",
    "=>": "<=",
}
_ROMAN_FOLDED = frozenset(numeral.lower() for numeral in ROMAN)
# Words that may be glued to a number without making it a name: "x10^9", "ULN3", "ECOG1".
_GLUED = frozenset({"x", "of", "than", "to", "least", "score", "ecog", "kps", "uln"})
# Capitals with a hyphen and a number behind them that are no name: "ECOG-1".
_HYPHENED = frozenset({"ECOG", "KPS", "AGE", "AGED", "PS"})
_LONGEST_NAME = 6


def find_measures(text: str, found: Tokens | None = None) -> list[Measure]:
    """Give the numbers in a plain text, each with its comparison, range and unit.

    Args:
        text: plain text (see `plain_text`).
        found: its tokens, when already made.
    """
    if found is None:
        found = tokens(text)
    numbers = number_words().numbers
    measures: list[Measure] = []
    done = 0
    for index, (kind, folded) in enumerate(zip(found.kinds, found.folded, strict=True)):
        if kind == "number":
            if index < done or _inside_name(text, found, index):
                continue
        elif (
            (folded not in numbers and folded not in _ROMAN_FOLDED)
            or kind == "sign"
            or index < done
        ):
            continue
        value = read_value(text, found, index)
        if value is None:
            continue
        measure = _measure(text, found, index, value)
        if measures and measure.first < measures[-1].after:
            measure = _starting(measure, measures[-1].after, found)
        measures.append(measure)
        done = measure.after
    return measures


def _starting(measure: Measure, first: int, found: Tokens) -> Measure:
    first = min(first, measure.after - 1)
    return replace(measure, first=first, start=found.starts[first])


def _inside_name(text: str, found: Tokens, index: int) -> bool:
    """Whether a number belongs to a name such as CD19, C3 or B7-H3, or is an item's number."""
    start = found.starts[index]
    before = text[start - 1 : start]
    if before.isalpha() and before.isascii():
        return index == 0 or found.folded[index - 1] not in _GLUED
    return before == "-" and index >= 2 and _hyphened_name(text, found, index)


def _hyphened_name(text: str, found: Tokens, index: int) -> bool:
    # "IL-6", "PD-1", "COVID-19": capitals, a hyphen and a number without a space.
    word = index - 2
    raw = text[found.starts[word] : found.ends[word]]
    return (
        found.kinds[word] == "word"
        and found.ends[word] == found.starts[index - 1]
        and raw.isupper()
        and len(raw) <= _LONGEST_NAME
        and raw not in _HYPHENED
    )


_MONTHS = {"mo": 1.0, "a": 12.0, "wk": 12 / 52, "d": 12 / 365.25}


def _in_months(low: UnitFound | None, high: UnitFound | None) -> float:
    """ "18 months to 18 years": by what the lower number is multiplied to have the unit of the upper."""
    if low is None or high is None or low.code == high.code:
        return 1.0
    if low.code not in _MONTHS or high.code not in _MONTHS:
        return 1.0
    return _MONTHS[low.code] / _MONTHS[high.code]


def _measure(text: str, found: Tokens, index: int, low: Value) -> Measure:
    kinds, folded, starts, ends, _ = found
    count = len(folded)
    op, first = comparison_before(found, index)
    after, end, unit = low.after, low.end, low.unit
    high, listed = upper_number(text, found, low, op, first)
    value = low.value
    if high is not None:
        value *= _in_months(unit, high.unit)
        end, after = high.end, high.after
        unit = high.unit or unit
        op = None
    elif op is None and after < count:
        op, behind = comparison_behind(found, after)
        if op is not None:
            after = behind
            end = ends[after - 1]
        elif folded[after] in _FLIPPED and (after + 1 >= count or kinds[after + 1] != "number"):
            op = _FLIPPED[folded[after]]
            end = ends[after]
            after += 1
    following = text[end : end + 1] if unit is None else ""
    if following == "倍" and _TIMES_LIMIT.search(text[max(0, starts[index] - 14) : starts[index]]):
        # "≤正常值上限的5倍": the comparison stands before the limit's name.
        unit = UnitFound("ULN", end + 1)
        end += 1
        after = token_behind(found, after, end)
        if op is None:
            op, first = comparison_far_before(found, first)
    plus = following == "+"
    if plus:
        end += 1
        after = token_behind(found, after, end)
    return Measure(
        starts[first],
        end,
        first,
        after,
        op,
        value,
        unit.code if unit else None,
        high.value if high is not None else None,
        plus,
        starts[index],
        low.worded,
        listed,
    )
