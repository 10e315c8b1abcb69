"""The numbers of a fact's column, sorted so that an atom is a comparison of whole arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cartway.engines.columnar.atoms.numbers import COMPARATORS, cuts, factor_of, judge_cut
from cartway.engines.columnar.atoms.selection import Index, Selection
from cartway.engines.columnar.bits import Planes, Words, pack
from cartway.engines.columnar.block import Bools, Flat, Floats
from cartway.engines.columnar.truths import F

_COMPARATOR_AT = {word: at for at, word in enumerate(COMPARATORS) if word is not None}
# A sign that is none of these: the number cannot be used.
_ODD = len(COMPARATORS)
# More distinct laboratory limits than this in one block are compared one by one.
_MOST_LIMITS = 16


@dataclass(frozen=True, slots=True)
class Measure:
    """How a fact is measured: what the definition says of its numbers."""

    unit: str
    molar_mass: float | None = None
    plausible: tuple[float, float] | None = None
    usual_upper_limit: tuple[float, float] | None = None


class Numbers:
    """The numbers of a fact's column, in groups of one unit and one comparator."""

    def __init__(self, flat: Flat, measure: Measure) -> None:
        self.flat = flat
        self.number = flat.floats("number")
        units, unit_words = flat.codes("unit")
        comparators, comparator_words = flat.codes("comparator")
        if unit_words or comparator_words:
            known = [_COMPARATOR_AT.get(word, _ODD) for word in comparator_words]
            comparator = np.array([*known, 0], np.int32)[comparators]
            at = np.where(units < 0, len(unit_words), units)
            self.group: NDArray[np.int32] = (at * (_ODD + 1) + comparator).astype(np.int32)
            present = np.flatnonzero(np.bincount(self.group))
        else:
            self.group, present = np.zeros(flat.size, np.int32), np.zeros(1, np.int64)
        words = [*unit_words, measure.unit]
        self.groups = [
            (int(one), words[one // (_ODD + 1)], int(one % (_ODD + 1))) for one in present
        ]
        self.measure = measure

    @cached_property
    def upper(self) -> Floats:
        """The laboratory's upper limit that came with each number, NaN where none did."""
        return self.flat.floats("upper_limit")

    @cached_property
    def lower(self) -> Floats:
        """The laboratory's lower limit that came with each number, NaN where none did."""
        return self.flat.floats("lower_limit")

    def plausible(self, numbers: Floats, unit: str) -> Bools:
        """Which numbers without comparator can be meant so; of an unlike unit none can."""
        factor = factor_of(unit, self.measure.unit, self.measure.molar_mass)
        if factor is None:
            return np.zeros(len(numbers), np.bool_)
        if self.measure.plausible is None:
            return ~np.isnan(numbers)
        low, high = self.measure.plausible
        fits: Bools = numbers >= cuts(factor, low)[0]
        fits &= numbers < cuts(factor, high)[1]
        return fits

    @cached_property
    def usable(self) -> Bools:
        """Whose unit fits and whose number is plausible."""
        usable = np.zeros(len(self.number), np.bool_)
        for group, unit, comparator in self.groups:
            factor = factor_of(unit, self.measure.unit, self.measure.molar_mass)
            if factor is None or comparator == _ODD:
                continue
            numbers = self.number if len(self.groups) == 1 else self.number[self.group == group]
            fits = ~np.isnan(numbers)
            if self.measure.plausible is not None:
                low, high = self.measure.plausible
                fits &= judge_cut(numbers, comparator, ">=", *cuts(factor, low)) != F
                fits &= judge_cut(numbers, comparator, "<=", *cuts(factor, high)) != F
            if len(self.groups) == 1:
                return fits
            usable[self.group == group] = fits
        return usable


@dataclass(frozen=True, slots=True)
class Limits:
    """Patients with one number by the laboratory's limit that came with it."""

    limited: tuple[tuple[float, Words], ...]
    unlimited: Words
    some_unlimited: bool


class Dense:
    """The lowest and the highest number that count for each patient, NaN where there is none.

    They differ only where several numbers tie for the latest.
    """

    def __init__(self, selection: Selection, numbers: Numbers) -> None:
        self.unit = numbers.groups[0][1]
        self._selection, self._numbers = selection, numbers
        self.low = numbers.number[selection.item]
        known = selection.alone & numbers.plausible(self.low, self.unit)
        self.alone: Words = pack(known)
        self.low[~known] = np.nan
        self.high = self.low
        self.tied: Index = np.empty(0, np.int64)
        if len(selection.tied):
            self.tied, starts = selection.tied_rows
            tied = numbers.number[selection.tied]
            self.high = self.low.copy()
            self.low[self.tied] = np.minimum.reduceat(tied, starts)
            self.high[self.tied] = np.maximum.reduceat(tied, starts)
            known[self.tied] = True
        self.known: Words = pack(known)
        self.several: Words = self.known & ~self.alone
        self.waiting: Words = pack(~known)
        self._limits: dict[str, Limits | None] = {}
        self._compared: dict[tuple[str, float, float], Planes] = {}
        self._flags = np.empty(len(self.low), np.bool_)

    def compare(self, operator: str, reach: float, passed: float) -> Planes:
        """For whom all, and for whom some or no numbers stand so; the same is asked once."""
        key = (operator, reach, passed)
        if key not in self._compared:
            every, some = self._compare(operator, reach, passed)
            self._compared[key] = Planes(every, some | self.waiting)
        return self._compared[key]

    def _compare(self, operator: str, reach: float, passed: float) -> Planes:
        if operator in ("=", "!="):
            return self._equal(operator, reach, passed)
        limit = reach if operator in (">=", "<") else passed
        order, worst, best = (
            (np.greater_equal, self.low, self.high)
            if operator in (">=", ">")
            else (np.less, self.high, self.low)
        )
        every = pack(order(worst, limit, out=self._flags))
        if not len(self.tied):
            return Planes(every, every)
        some = order(best[self.tied], limit) & ~order(worst[self.tied], limit)
        return Planes(every, with_rows(every, self.tied[some]))

    def _equal(self, operator: str, reach: float, passed: float) -> Planes:
        equal = pack((self.low >= reach) & (self.high < passed))
        away = pack((self.low >= passed) | (self.high < reach))
        true, false = (equal, away) if operator == "=" else (away, equal)
        return Planes(true, self.known & ~false)

    def limits(self, unit: str) -> Limits | None:
        """The patients by recorded limit, or None if there are too many limits."""
        if unit not in self._limits:
            recorded = self._numbers.upper if unit == "ULN" else self._numbers.lower
            held = self._selection.taken(recorded)
            without = np.isnan(held)
            distinct = np.unique(held[~without])
            self._limits[unit] = None
            if len(distinct) <= _MOST_LIMITS:
                self._limits[unit] = Limits(
                    tuple((float(one), pack(held == one) & self.alone) for one in distinct),
                    pack(without) & self.alone,
                    bool(np.any(without)),
                )
        return self._limits[unit]


def with_rows(words: Words, rows: Index) -> Words:
    """The set with some more patients in it."""
    more = words.copy()
    np.bitwise_or.at(more, rows >> 6, np.uint64(1) << (rows & 63).astype(np.uint64))
    return more


def dense_of(selection: Selection, numbers: Numbers) -> Dense | None:
    """The numbers laid out, where the column is of one unit and has no comparators."""
    if "dense" not in selection.kept:
        selection.kept["dense"] = _laid_out(selection, numbers)
    held: Dense | None = selection.kept["dense"]
    return held


def _laid_out(selection: Selection, numbers: Numbers) -> Dense | None:
    if len(numbers.groups) != 1 or numbers.groups[0][2] != 0:
        return None
    if len(selection.tied) and not np.all(selection.tied_usable & numbers.usable[selection.tied]):
        return None
    return Dense(selection, numbers)
