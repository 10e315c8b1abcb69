"""Recorded numbers against a limit, exactly as the reference engine rounds them.

A record's number is turned into the criterion's unit and rounded to twelve digits before it is
compared. That rounding never decreases as the number grows, so two cuts in the record's own unit
decide the same: the least number that reaches the limit and the least that passes it.
"""

from __future__ import annotations

from functools import lru_cache
from math import inf, nextafter

import numpy as np
from numpy.typing import NDArray

from cartway.engines.columnar.block import Floats
from cartway.engines.columnar.truths import OF_TRUTH, Truths
from cartway.errors import CriterionError
from cartway.values import Interval, convert_factor

COMPARATORS = (None, "<", "<=", ">", ">=")


def rounded(number: float) -> float:
    """Twelve digits, as `values` rounds."""
    return float(f"{number:.12g}")


@lru_cache(maxsize=100_000)
def factor_of(source: str, target: str, molar_mass: float | None) -> float | None:
    """The factor between two units, None where they are unlike or not units at all."""
    if source == target:
        return 1.0
    try:
        return convert_factor(source, target, molar_mass)
    except CriterionError:
        return None


@lru_cache(maxsize=100_000)
def cuts(factor: float, limit: float) -> tuple[float, float]:
    """The least numbers that reach and that pass a limit once scaled and rounded."""
    if factor == 1.0:
        return limit, nextafter(limit, inf)
    return _least(factor, limit, passing=False), _least(factor, limit, passing=True)


def _least(factor: float, limit: float, passing: bool) -> float:
    def holds(number: float) -> bool:
        scaled = rounded(number * factor)
        return scaled > limit if passing else scaled >= limit

    low = high = limit / factor
    step = max(abs(low), 1e-300) * 1e-11
    while holds(low):
        low, step = low - step, step * 2
    step = max(abs(high), 1e-300) * 1e-11
    while not holds(high):
        high, step = high + step, step * 2
    while nextafter(low, inf) < high:
        middle = low + (high - low) / 2
        if middle in (low, high):
            break
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


@lru_cache(maxsize=1)
def _tables() -> NDArray[np.uint8]:
    """Truth by operator, comparator, and where the number stands to the limit (below, at, above)."""
    operators = OPERATOR_AT
    table = np.zeros((len(operators), len(COMPARATORS), 3), np.uint8)
    for operator, at in operators.items():
        for index, comparator in enumerate(COMPARATORS):
            for place, number in enumerate((-1.0, 0.0, 1.0)):
                truth = Interval.of(number, comparator).compare(operator, 0.0)
                table[at, index, place] = OF_TRUTH[truth]
    return table


OPERATOR_AT = {"<": 0, "<=": 1, ">": 2, ">=": 3, "=": 4, "!=": 5}


def judge_cut(
    numbers: Floats, comparator: int, operator: str, reach: float | Floats, passed: float | Floats
) -> Truths:
    """Compare numbers of one comparator with two cuts (numbers, or one a number)."""
    place = (numbers >= reach).astype(np.uint8) + (numbers >= passed)
    truths: Truths = _tables()[OPERATOR_AT[operator], comparator][place]
    return truths
