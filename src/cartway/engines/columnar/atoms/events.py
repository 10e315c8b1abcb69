"""Whether, and how often, something is in a list of dated events."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cartway.engines.columnar.atoms.absences import RuledOut
from cartway.engines.columnar.atoms.age import _compare_range
from cartway.engines.columnar.atoms.event_days import EventDays, Places, places
from cartway.engines.columnar.atoms.leaf import Leaf
from cartway.engines.columnar.atoms.where import IsAttribute, Where
from cartway.engines.columnar.atoms.words import attribute_items
from cartway.engines.columnar.bits import Planes, Words, no_one, pack
from cartway.engines.columnar.block import NO_DAY, Block, Bools, Flat
from cartway.engines.columnar.layout import ABSENCES, COMPLETE, events_column
from cartway.engines.columnar.reasons import BIT, NONE, Reasons
from cartway.engines.columnar.truths import F, Judged, T, Truths, U, both, unknown_where

Counts = NDArray[np.int64]


class Looked(NamedTuple):
    """How many events satisfy and how many may, for each patient, and why they only may."""

    satisfying: Counts
    open: Counts
    reasons: Reasons


@dataclass(frozen=True, slots=True)
class EventsLeaf(Leaf):
    """An atom about a list of events.

    Attributes:
        as_of: the day, in days since 1970; events begun later are not seen.
        cutoff: first day of the window.
        absent: what recorded absence rules such events out.
    """

    events: str
    where: Where | None
    as_of: int
    cutoff: int | None
    absent: RuledOut | None

    @property
    def columns(self) -> tuple[str, ...]:
        """The list, what is absent of it, and whether it is complete."""
        return (events_column(self.events), ABSENCES, COMPLETE)

    @property
    def subject(self) -> tuple[str | None, str | None]:
        """The list."""
        return (self.events, None)

    def _look(self, block: Block) -> Looked:
        key = ("looked", self.events, self.where, self.as_of, self.cutoff)
        if key not in block.kept:
            block.kept[key] = self._count(block)
        held: Looked = block.kept[key]
        return held

    def _count(self, block: Block) -> Looked:
        nothing = np.zeros(block.rows, np.int64)
        flat = block.flat(events_column(self.events))
        reasons = np.zeros(block.rows, np.uint16)
        if flat is None or not flat.size:
            return Looked(nothing, nothing, reasons)
        judged = self._events(flat)
        satisfying = _how_many(flat, judged.truths == T)
        at = np.flatnonzero(judged.truths == U)
        np.bitwise_or.at(reasons, flat.row[at], judged.reasons[at])
        return Looked(satisfying, np.bincount(flat.row[at], minlength=block.rows), reasons)

    def _events(self, flat: Flat) -> Judged:
        """The truth of each event; one that had not begun is none."""
        base = _base(flat, self.as_of, self.cutoff)
        return base if self.where is None else both([base, self.where.judge(flat)])

    def _absent(self, block: Block) -> Bools:
        if self.absent is None:
            return np.zeros(block.rows, np.bool_)
        return self.absent.flags(block)


@dataclass(frozen=True, slots=True)
class AnyEventLeaf(EventsLeaf):
    """``any(prior_therapy where agent is anthracycline)``."""

    def planes(self, block: Block) -> Planes:
        """The sets of those with an event that satisfies, and with one that may."""
        flat = block.flat(events_column(self.events))
        if flat is None or not flat.size:
            true = open_ = no_one(block.rows)
        elif isinstance(self.where, IsAttribute) and attribute_items(flat, self.where.attribute):
            days = self._days(block, flat, self.where.attribute)
            true, open_ = days.planes(self.where.subsumed, self.cutoff)
        else:
            truths = self._base(block, flat)
            if self.where is not None:
                truths = np.minimum(truths, self.where.truths(flat))
            true, open_ = _whose(flat, truths == T), _whose(flat, truths == U)
        none = block.complete_set(self.events) & ~open_
        ruled_out = None if self.absent is None else self.absent.whom(block)
        if ruled_out is not None:
            none |= ruled_out
        none ^= block.everyone
        none |= true
        return Planes(true, none)

    def _base(self, block: Block, flat: Flat) -> Truths:
        key = ("base", self.events, self.as_of, self.cutoff)
        if key not in block.kept:
            block.kept[key] = base_truths(flat, self.as_of, self.cutoff)
        held: Truths = block.kept[key]
        return held

    def _days(self, block: Block, flat: Flat, attribute: str) -> EventDays:
        """The events by word, with their places among the windows of the whole plan."""
        cutoffs = block.cutoffs.get(self.events, ())
        if self.cutoff is not None and self.cutoff not in cutoffs:
            cutoffs = (self.cutoff,)
        key = ("event days", self.events, attribute, self.as_of, cutoffs)
        if key not in block.kept:
            items = attribute_items(flat, attribute)
            assert items is not None
            held = self._places(block, flat, cutoffs)
            block.kept[key] = EventDays(items, held, cutoffs)
        found: EventDays = block.kept[key]
        return found

    def _places(self, block: Block, flat: Flat, cutoffs: tuple[int, ...]) -> Places:
        key = ("places", self.events, self.as_of, cutoffs)
        if key not in block.kept:
            truths_of = partial(base_truths, flat, self.as_of)
            block.kept[key] = places(truths_of, cutoffs, flat.size)
        held: Places = block.kept[key]
        return held

    def judged(self, block: Block) -> Judged:
        """True if one event satisfies; false if what else there may be is ruled out."""
        looked = self._look(block)
        open_ = looked.open > 0
        none = self._absent(block) | (block.complete(self.events) & ~open_)
        truths = np.where(looked.satisfying > 0, T, np.where(none, F, U)).astype(np.uint8)
        return _with_reasons(truths, open_, looked)


@dataclass(frozen=True, slots=True)
class CountEventsLeaf(EventsLeaf):
    """``count(prior_therapy where …) >= 2``."""

    operator: str
    number: int

    def planes(self, block: Block) -> Planes:
        """The same without reasons."""
        flat = block.flat(events_column(self.events))
        if flat is None or not flat.size:
            return Leaf.planes(self, block)
        truths = base_truths(flat, self.as_of, self.cutoff)
        if self.where is not None:
            truths = np.minimum(truths, self.where.truths(flat))
        compared = self._compared(block, _how_many(flat, truths == T), _how_many(flat, truths == U))
        return Planes(pack(compared == T), pack(compared != F))

    def judged(self, block: Block) -> Judged:
        """Compare the range of counts that the record leaves."""
        looked = self._look(block)
        truths = self._compared(block, looked.satisfying, looked.open)
        return _with_reasons(truths, looked.open > 0, looked)

    def _compared(self, block: Block, low: Counts, open_: Counts) -> Truths:
        absent, complete = self._absent(block), block.complete(self.events)
        # A count that nothing bounds is taken as larger than any number a criterion can name.
        high = np.where(absent | complete, low + open_, np.iinfo(np.int64).max)
        high = np.where((absent | (complete & (open_ == 0))) & (low == 0), 0, high)
        return _compare_range(low, high, self.operator, self.number).astype(np.uint8)


def _how_many(flat: Flat, chosen: Bools) -> Counts:
    return np.bincount(flat.row[np.flatnonzero(chosen)], minlength=flat.rows)


def _whose(flat: Flat, chosen: Bools) -> Words:
    flags = np.zeros(flat.rows, np.bool_)
    flags[flat.row[np.flatnonzero(chosen)]] = True
    return pack(flags)


def _with_reasons(truths: Truths, open_: Bools, looked: Looked) -> Judged:
    why = np.where(open_, looked.reasons, BIT["list_not_complete"])
    return Judged(truths, np.where(truths == U, why, NONE).astype(np.uint16))


def _base(flat: Flat, as_of: int, cutoff: int | None) -> Judged:
    """Begun, within the window, and certain."""
    begun = (flat.days("start_earliest") <= as_of).view(np.uint8) * T  # undated is before any day
    parts = [Judged(begun, np.zeros(flat.size, np.uint16))]
    if cutoff is not None:
        parts.append(unknown_where(_in_window(flat, cutoff), BIT["out_of_window"]))
    sure = _sure(flat)
    if sure is not None:
        parts.append(unknown_where(sure, BIT["uncertain"]))
    return both(parts)


def base_truths(flat: Flat, as_of: int, cutoff: int | None) -> Truths:
    """The same without reasons."""
    truths: Truths = (flat.days("start_earliest") <= as_of).view(np.uint8) * T
    if cutoff is not None:
        truths = np.minimum(truths, _in_window(flat, cutoff))
    sure = _sure(flat)
    return truths if sure is None else np.minimum(truths, sure)


def _sure(flat: Flat) -> Truths | None:
    at, words = flat.codes("certainty")
    if not words:
        return None
    table = [T if word in ("stated", "derived") else U for word in words]
    return np.array([*table, T], np.uint8)[at]


def _in_window(flat: Flat, cutoff: int) -> Truths:
    """Whether the last day is on or after the first of the window."""
    end, end_latest = flat.days("end_earliest"), flat.days("end_latest", "end_earliest")
    # The earliest end is never after the latest: neither, one or both reach the window.
    within: Truths = (end >= cutoff).view(np.uint8) + (end_latest >= cutoff).view(np.uint8)
    open_ = np.flatnonzero(end == NO_DAY)
    if len(open_):
        within[open_] = 1 + (flat.days("start_earliest")[open_] >= cutoff)
    within[flat.flags("ongoing", False)] = T
    return within
