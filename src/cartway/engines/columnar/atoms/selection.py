"""Which recorded values of a fact count for each patient: the latest, within the window.

Most patients have one such value, which is laid out as one item a patient so that an atom is one
pass over an array. The few whose dates tie or overlap keep all their candidates.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from cartway.engines.columnar.bits import Planes, pack
from cartway.engines.columnar.block import NO_DAY, Bools, Flat
from cartway.engines.columnar.reasons import BIT, NONE, Reasons
from cartway.engines.columnar.truths import Judged, Truths, U

Index = NDArray[np.int64]
Scalar = TypeVar("Scalar", bound=np.generic)
Ask = Callable[[Index], Judged]
_SURE = frozenset({"stated", "derived"})


def unusable(flat: Flat) -> Reasons:
    """Why each value proves nothing; zero where it does."""
    at, words = flat.codes("certainty")
    reasons = np.array([*map(_doubt, words), NONE], np.uint16)[at]
    unclear = (reasons == NONE) & ~flat.flags("readable", True)
    return np.where(unclear, BIT["unit_unclear"], reasons).astype(np.uint16)


def _doubt(certainty: str) -> np.uint16:
    """Why a value of this certainty proves nothing; a word that nobody defined is a doubt."""
    if certainty in _SURE:
        return NONE
    return BIT["result_pending" if certainty == "pending" else "uncertain"]


def all_usable(flat: Flat) -> bool:
    """Whether every value proves something; most columns name no certainty at all."""
    if flat.has("readable") and not np.all(flat.flags("readable", True)):
        return False
    return _SURE.issuperset(flat.codes("certainty").words) or not np.any(unusable(flat))


class Selection:
    """The values that count for a fact, a day and a window.

    Args:
        flat: the recorded values, or None if nobody has any.
        as_of: the day, in days since 1970; later values are not seen.
        cutoff: first day of the window, or None for no window.

    Attributes:
        item: the value that alone counts for each patient, -1 if none or several.
    """

    def __init__(self, flat: Flat | None, rows: int, as_of: int, cutoff: int | None) -> None:
        self.rows = rows
        self.flat = flat
        self.item: Index = np.full(rows, -1, np.int64)
        self.tied: Index = np.empty(0, np.int64)
        self.kept: dict[str, Any] = {}
        if flat is not None and flat.size:
            self._choose(flat, as_of, cutoff)

    @cached_property
    def reasons(self) -> Reasons:
        """Why nothing can be asked of a patient; zero where something can."""
        reasons: Reasons = np.full(self.rows, BIT["not_recorded"], np.uint16)
        if self.flat is not None:
            reasons[self.flat.counts > 0] = NONE
        return reasons

    @cached_property
    def _why(self) -> Reasons:
        assert self.flat is not None
        return unusable(self.flat)

    @cached_property
    def day(self) -> NDArray[np.int32]:
        """The day of each patient's latest value; the earliest day there is for none."""
        assert self.flat is not None
        earliest = self.flat.days("on_earliest")
        day = np.where(self.alone, earliest[self.item], NO_DAY)
        if len(self.tied):
            # Tied values are of one day, so that any of them stands for all.
            day[self.flat.row[self.tied]] = earliest[self.tied]
        return day

    @cached_property
    def plain(self) -> bool:
        """Whether every value is of one known day and usable.

        The latest of all is then the latest of any window, or the window is empty.
        """
        assert self.flat is not None
        earliest, latest = self.flat.days("on_earliest"), self.flat.days("on_latest", "on_earliest")
        one_day = latest is earliest or np.array_equal(earliest, latest)
        return bool(one_day and earliest.min() != NO_DAY and all_usable(self.flat))

    def _choose(self, flat: Flat, as_of: int, cutoff: int | None) -> None:
        earliest = flat.days("on_earliest")
        if cutoff is None and self.plain and earliest.max() <= as_of:
            self._choose_plain(flat, earliest)
            return
        undated = earliest == NO_DAY
        seen = undated | (earliest <= as_of)
        self.reasons = np.full(self.rows, BIT["not_recorded"], np.uint16)
        self.reasons[flat.row[seen]] = NONE
        within = seen
        if cutoff is not None:
            within = seen & ~undated & (earliest >= cutoff)
            inside = np.zeros(self.rows, np.bool_)
            inside[flat.row[within]] = True
            self.reasons[~inside & (self.reasons == NONE)] = BIT["out_of_window"]
        held = np.flatnonzero(within)
        if np.any(np.bincount(flat.row[held], minlength=self.rows) > 1):
            held = self._latest(flat, held, earliest)
        rows = flat.row[held]
        counts = np.bincount(rows, minlength=self.rows)
        alone = counts[rows] == 1
        self._settle_alone(rows[alone], held[alone])
        self._settle_tied(rows[~alone], held[~alone])

    def _choose_plain(self, flat: Flat, days: NDArray[np.int32]) -> None:
        """The same where every value is of one known day, usable and not after the day asked."""
        patients = np.flatnonzero(flat.counts)
        counts = flat.counts[patients]
        ends = np.cumsum(counts)
        starts = ends - counts
        only = _in_order(days, starts, ends)
        if only is not None:
            self.item[patients] = only
            return
        newest = np.repeat(np.maximum.reduceat(days, starts), counts) == days
        candidates = np.add.reduceat(newest.astype(np.int32), starts)
        chosen = np.flatnonzero(newest)
        alone = candidates == 1
        self.item[patients[alone]] = chosen[np.repeat(alone, candidates)]
        self.tied = chosen[np.repeat(~alone, candidates)]

    def _latest(self, flat: Flat, held: Index, earliest: NDArray[np.int32]) -> Index:
        """Keep the values that may be the latest; a pending one gives way to any other."""
        rows = flat.row[held]
        final = self._why[held] != BIT["result_pending"]
        has_final = np.zeros(self.rows, np.bool_)
        has_final[rows[final]] = True
        held = held[final | ~has_final[rows]]
        rows, days = flat.row[held], earliest[held]
        newest = np.full(self.rows, NO_DAY, np.int32)
        starts = np.flatnonzero(np.r_[True, rows[1:] != rows[:-1]])
        newest[rows[starts]] = np.maximum.reduceat(days, starts)
        newest_of = newest[rows]
        latest = flat.days("on_latest", "on_earliest")[held]
        keep = (newest_of == NO_DAY) | ((days != NO_DAY) & (latest >= newest_of))
        kept: Index = held[keep]
        return kept

    def _settle_alone(self, rows: Index, items: Index) -> None:
        why = self._why[items]
        usable = why == NONE
        self.item[rows[usable]] = items[usable]
        self.reasons[rows[~usable]] = why[~usable]

    def _settle_tied(self, rows: Index, items: Index) -> None:
        """Where none of the tied values is usable, nothing is left to ask."""
        if not len(rows):
            return
        any_usable = np.zeros(self.rows, np.bool_)
        any_usable[rows[self._why[items] == NONE]] = True
        lost = ~any_usable[rows]
        np.bitwise_or.at(self.reasons, rows[lost], self._why[items[lost]])
        self.tied = items[~lost]

    @cached_property
    def alone(self) -> Bools:
        """For whom exactly one value counts."""
        return self.item >= 0

    @cached_property
    def unknown(self) -> Planes:
        """The planes of an atom that is unknown wherever no single value answers."""
        waiting = pack(~self.alone)
        return Planes(np.zeros_like(waiting), waiting)

    def taken(self, values: NDArray[Scalar]) -> NDArray[Scalar]:
        """One value a patient; anything where none counts."""
        if len(values) == self.rows and bool(np.all(self.alone)):
            return values
        return values[self.item]

    @cached_property
    def tied_rows(self) -> tuple[Index, Index]:
        """The patients with several candidates, and where the candidates of each start."""
        assert self.flat is not None
        rows = self.flat.row[self.tied]
        starts = np.flatnonzero(np.r_[True, rows[1:] != rows[:-1]])
        return rows[starts], starts

    @property
    def tied_usable(self) -> Bools:
        """Which of the tied values prove something."""
        usable: Bools = self._why[self.tied] == NONE
        return usable

    def tied_answers(self, ask: Ask) -> tuple[Index, Judged]:
        """Ask the patients with several candidates: agreed, or they settle nothing."""
        assert self.flat is not None
        items = self.tied
        judged = ask(items)
        why = self._why[items]
        truths = np.where(why == NONE, judged.truths, U)
        reasons = np.where(why == NONE, judged.reasons, why)
        rows, starts = self.tied_rows
        low = np.minimum.reduceat(truths, starts)
        high = np.maximum.reduceat(truths, starts)
        together = np.bitwise_or.reduceat(reasons, starts)
        agreed: Truths = np.where(low == high, low, U).astype(np.uint8)
        whys = np.where(low == high, together, BIT["sources_disagree"])
        return rows, Judged(agreed, np.where(agreed == U, whys, NONE).astype(np.uint16))

    def answers(self, ask: Ask) -> Judged:
        """Ask everyone, with reasons: the plain way, for small blocks and for reports."""
        truths: Truths = np.full(self.rows, U)
        reasons = self.reasons.copy()
        rows = np.flatnonzero(self.alone)
        if len(rows):
            judged = ask(self.item[rows])
            truths[rows], reasons[rows] = judged
        if len(self.tied):
            rows, judged = self.tied_answers(ask)
            truths[rows], reasons[rows] = judged
        return Judged(truths, np.where(truths == U, reasons, NONE).astype(np.uint16))


def _in_order(days: NDArray[np.int32], starts: Index, ends: Index) -> Index | None:
    """The latest value of each patient where all lists run from new to old, or from old to new.

    Hospitals export in such an order, and then no latest has to be looked for.
    """
    if len(starts) == len(days):
        return starts
    for order, latest in ((np.less, starts), (np.greater, ends - 1)):
        kept = order(days[1:], days[:-1])
        kept[starts[1:] - 1] = True
        if np.all(kept):
            return latest
    return None
