"""Three-valued truth in arrays: 0 false, 1 unknown, 2 true; *and* is the least, *or* the most."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cartway.engines.columnar.reasons import NONE, Reasons
from cartway.truth import FALSE, TRUE, UNKNOWN, Truth

F, U, T = np.uint8(0), np.uint8(1), np.uint8(2)
OF_TRUTH: dict[Truth, np.uint8] = {FALSE: F, UNKNOWN: U, TRUE: T}
Truths = NDArray[np.uint8]


class Judged(NamedTuple):
    """Truths with their reasons; a reason stands only where the truth is unknown."""

    truths: Truths
    reasons: Reasons


def constant(size: int, truth: np.uint8, reason: np.uint16 = NONE) -> Judged:
    """The same truth for all."""
    return Judged(np.full(size, truth), np.full(size, reason))


def unknown_where(truths: Truths, reason: np.uint16) -> Judged:
    """Give one reason wherever the truth is unknown."""
    return Judged(truths, np.where(truths == U, reason, NONE).astype(np.uint16))


def both(parts: list[Judged]) -> Judged:
    """Join by *and*."""
    return _joined(np.minimum.reduce([one.truths for one in parts]), parts)


def either(parts: list[Judged]) -> Judged:
    """Join by *or*."""
    return _joined(np.maximum.reduce([one.truths for one in parts]), parts)


def several(count: int, parts: list[Judged]) -> Judged:
    """At least so many."""
    certain = np.add.reduce([(one.truths == T).astype(np.int16) for one in parts])
    possible = np.add.reduce([(one.truths != F).astype(np.int16) for one in parts])
    truths = np.where(certain >= count, T, np.where(possible >= count, U, F)).astype(np.uint8)
    return _joined(truths, parts)


def negated(part: Judged) -> Judged:
    """Join by *not*."""
    return Judged((T - part.truths).astype(np.uint8), part.reasons)


def _joined(truths: Truths, parts: list[Judged]) -> Judged:
    reasons = np.bitwise_or.reduce([one.reasons for one in parts])
    return Judged(truths, np.where(truths == U, reasons, NONE).astype(np.uint16))
