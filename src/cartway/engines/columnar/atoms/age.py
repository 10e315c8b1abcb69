"""Age on the day, in completed units: a range where the birth date or a recorded age leaves one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cartway.engines.columnar.atoms.leaf import Leaf
from cartway.engines.columnar.atoms.numbers import OPERATOR_AT
from cartway.engines.columnar.bits import Planes, Words, pack
from cartway.engines.columnar.block import NO_DAY, Block, Flat
from cartway.engines.columnar.layout import fact_column
from cartway.engines.columnar.reasons import BIT, NONE
from cartway.engines.columnar.truths import F, Judged, T, U

Days = NDArray[np.int64]
_BIRTH, _AGE = fact_column("birth_date"), fact_column("age")
_MONTHS = {"a": 12, "mo": 1}
_DAYS = {"wk": 7, "d": 1}
_FIRST_DAY = -60_000  # in 1805: nobody who is screened was born before


@dataclass(frozen=True, slots=True)
class AgeLeaf(Leaf):
    """``age >= 18 'a'``."""

    as_of: int
    operator: str
    limit: float
    unit: str

    @property
    def columns(self) -> tuple[str, ...]:
        """Birth date and recorded age."""
        return (_BIRTH, _AGE)

    @property
    def subject(self) -> tuple[str | None, str | None]:
        """The age."""
        return ("age", None)

    def planes(self, block: Block) -> Planes:
        """Compare the first and the last day of birth with the last that is early enough."""
        born = _births(block, self.as_of)
        passing = self.operator in (">", "<=")
        last_day = _born_by(self.as_of, self.unit, self.limit, passing)
        if self.operator in ("=", "!=") or last_day is None or born.oldest < _FIRST_DAY:
            return Leaf.planes(self, block)
        if self.operator in (">=", ">"):
            true, possible = pack(born.latest <= last_day), pack(born.earliest <= last_day)
        else:
            true, possible = pack(born.earliest > last_day), pack(born.latest > last_day)
        return Planes(true & born.known, possible | born.unknown)

    def judged(self, block: Block) -> Judged:
        """Compare the range of completed units with the limit."""
        known, low, high = self._range(block)
        truths = _compare_range(low, high, self.operator, self.limit)
        truths = np.where(known, truths, U).astype(np.uint8)
        reasons = np.where(known, BIT["borderline"], BIT["not_recorded"])
        return Judged(truths, np.where(truths == U, reasons, NONE).astype(np.uint16))

    def _range(self, block: Block) -> tuple[NDArray[np.bool_], Days, Days]:
        key = ("age", self.as_of, self.unit)
        if key not in block.kept:
            known, earliest, latest = _born(block, self.as_of)
            block.kept[key] = (
                known,
                _completed(np.minimum(latest, self.as_of), self.as_of, self.unit),
                _completed(np.minimum(earliest, self.as_of), self.as_of, self.unit),
            )
        held: tuple[NDArray[np.bool_], Days, Days] = block.kept[key]
        return held


class _Births(NamedTuple):
    """The first and the last day on which each patient may have been born."""

    known: Words
    unknown: Words
    earliest: NDArray[np.int32]
    latest: NDArray[np.int32]
    oldest: int


def _births(block: Block, as_of: int) -> _Births:
    key = ("births", as_of)
    if key not in block.kept:
        known, *days = _born(block, as_of)
        # Whoever is not born yet counts as born today.
        earliest, latest = (np.minimum(one, as_of).astype(np.int32) for one in days)
        someone = pack(known)
        oldest = int(earliest.min(initial=as_of))
        block.kept[key] = _Births(someone, someone ^ block.everyone, earliest, latest, oldest)
    held: _Births = block.kept[key]
    return held


@lru_cache(maxsize=10_000)
def _born_by(as_of: int, unit: str, limit: float, passing: bool) -> int | None:
    """The last day of birth that gives an age of at least (passing: above) a limit.

    Returns:
        None if all or none of the days that are looked through give it.
    """
    ages = _ages(as_of, unit)
    enough = np.flatnonzero(ages > limit if passing else ages >= limit)
    return None if not 0 < len(enough) < len(ages) else _FIRST_DAY + int(enough[-1])


@lru_cache(maxsize=16)
def _ages(as_of: int, unit: str) -> Days:
    """The age of everyone born from the first day that is looked through to today."""
    return _completed(np.arange(_FIRST_DAY, as_of + 1), as_of, unit)


def _compare_range(low: Days, high: Days, operator: str, limit: float) -> NDArray[np.uint8]:
    if operator in ("<", ">="):
        below = np.where(high < limit, T, np.where(low >= limit, F, U))
        return below if operator == "<" else T - below
    if operator in ("<=", ">"):
        within = np.where(high <= limit, T, np.where(low > limit, F, U))
        return within if operator == "<=" else T - within
    assert operator in OPERATOR_AT
    at = np.where((low == limit) & (high == limit), T, U)
    equal = np.where((low > limit) | (high < limit), F, at)
    return equal if operator == "=" else T - equal


def _born(block: Block, as_of: int) -> tuple[NDArray[np.bool_], Days, Days]:
    """Whether anything says, and the first and last day on which the patient may have been born."""
    known = np.zeros(block.rows, np.bool_)
    earliest = np.full(block.rows, as_of, np.int64)
    latest = earliest.copy()
    recorded = block.flat(_AGE)
    if recorded is not None and recorded.size:
        _from_age(recorded, as_of, known, earliest, latest)
    births = block.flat(_BIRTH)
    if births is not None and births.size:
        first, last = births.days("day_earliest"), births.days("day_latest", "day_earliest")
        dated = np.flatnonzero(first != NO_DAY)[::-1]  # reversed: the first of a patient is kept
        rows = births.row[dated]
        known[rows] = True
        earliest[rows], latest[rows] = first[dated], last[dated]
    return known, earliest, latest


def _from_age(
    flat: Flat, as_of: int, known: NDArray[np.bool_], earliest: Days, latest: Days
) -> None:
    first = flat.days("on_earliest").astype(np.int64)
    last = flat.days("on_latest", "on_earliest").astype(np.int64)
    number = flat.floats("number")
    held = np.flatnonzero(~np.isnan(number) & ((first == NO_DAY) | (first <= as_of)))
    if not len(held):
        return
    begun = np.where(first == NO_DAY, as_of, first)
    # The latest wins, the first of equals: sorted by row, then day, then against the order.
    order = held[np.lexsort((-held, begun[held], flat.row[held]))]
    rows = flat.row[order]
    chosen = order[np.r_[rows[1:] != rows[:-1], True]]
    ended = np.minimum(np.where(last == NO_DAY, as_of, last), as_of)
    codes = flat.codes("unit")
    units = np.array([*codes.words, "a"])[codes.at[chosen]]
    for unit in sorted({*np.unique(units).tolist()} & {*_MONTHS, *_DAYS, "h"}):
        at = chosen[units == unit]
        rows = flat.row[at]
        known[rows] = True
        earliest[rows] = _back(np.minimum(begun, as_of)[at], number[at] + 1, unit) + 1
        latest[rows] = _back(ended[at], number[at], unit)


def _back(day: Days, value: NDArray[np.float64], unit: str) -> Days:
    """Go back by a length of time, as `values.subtract_duration` does."""
    if unit in ("h", "d", "wk"):
        # Python dates keep whole days of a fractional timedelta by flooring the subtraction.
        days = np.ceil(value / 24) if unit == "h" else value * (7 if unit == "wk" else 1)
        return day - np.trunc(days).astype(np.int64)
    months = value * _MONTHS.get(unit, 1)
    whole = np.trunc(months)
    month, of_month = _calendar(day)
    moved = np.maximum(month - whole.astype(np.int64), (1 - 1970) * 12)
    start = _month_start(moved)
    length = _month_start(moved + 1) - start
    extra = np.rint((months - whole) * 30.4375).astype(np.int64)
    moved_day: Days = start + np.minimum(of_month, length) - 1 - extra
    return moved_day


def _calendar(day: Days) -> tuple[Days, Days]:
    """Months since January 1970, and the day of the month."""
    month = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return month, day - _month_start(month) + 1


def _month_start(month: Days) -> Days:
    start: Days = month.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return start


def _completed(born: Days, as_of: int, unit: str) -> Days:
    if unit not in _MONTHS:
        return (as_of - born) // _DAYS.get(unit, 1)
    month, of_month = _calendar(born)
    (this_month,), (this_day,) = _calendar(np.array([as_of]))
    months: Days = this_month - month - (this_day < of_month).astype(np.int64)
    completed: Days = months // _MONTHS[unit]
    return completed
