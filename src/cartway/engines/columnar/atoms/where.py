"""The condition inside ``where``: asked of every event of a list at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np

from cartway.engines.columnar import truths as three_valued
from cartway.engines.columnar.atoms.codes import Subsumed
from cartway.engines.columnar.atoms.numbers import COMPARATORS, cuts, factor_of, judge_cut
from cartway.engines.columnar.atoms.words import NAMELESS, attribute_items, matching
from cartway.engines.columnar.block import Flat
from cartway.engines.columnar.reasons import BIT, NONE
from cartway.engines.columnar.truths import F, Judged, T, Truths, U, constant

_NOT_RECORDED = BIT["not_recorded"]


class Where:
    """A condition on one event: plain data."""

    __slots__ = ()

    def judge(self, events: Flat) -> Judged:
        """The truth and the reasons for each event."""
        raise NotImplementedError

    def truths(self, events: Flat) -> Truths:
        """The truth alone; a condition with a quicker way has its own."""
        return self.judge(events).truths


def asked_once(where: Where, events: Flat) -> Truths:
    """The truth for each event, remembered: protocols ask the same of a list again and again."""
    key = ("where", where)
    if key not in events.kept:
        events.kept[key] = where.truths(events)
    held: Truths = events.kept[key]
    return held


@dataclass(frozen=True, slots=True)
class Joined(Where):
    """*and*, *or*, *not*, *at least* of conditions."""

    operator: str
    parts: tuple[Where, ...]
    count: int = 0

    def truths(self, events: Flat) -> Truths:
        """Join the parts."""
        if self.operator == "at_least":
            return Where.truths(self, events)
        parts = [asked_once(one, events) for one in self.parts]
        if self.operator == "not":
            return np.subtract(T, parts[0])
        return reduce(np.minimum if self.operator == "and" else np.maximum, parts)

    def judge(self, events: Flat) -> Judged:
        """Join the parts."""
        parts = [one.judge(events) for one in self.parts]
        if self.operator == "and":
            return three_valued.both(parts)
        if self.operator == "or":
            return three_valued.either(parts)
        if self.operator == "not":
            return three_valued.negated(parts[0])
        return three_valued.several(self.count, parts)


@dataclass(frozen=True, slots=True)
class Always(Where):
    """The same for every event."""

    truth: int
    reason: str | None = None

    def judge(self, events: Flat) -> Judged:
        """The one truth."""
        reason = NONE if self.reason is None else BIT[self.reason]
        return constant(events.size, (F, U, T)[self.truth], reason)


@dataclass(frozen=True, slots=True)
class IsAttribute(Where):
    """``agent is anthracycline``: true if one of the values is."""

    attribute: str
    subsumed: Subsumed

    def truths(self, events: Flat) -> Truths:
        """Mark the events of each word that is, or may be, the concept."""
        items = attribute_items(events, self.attribute)
        if items is None:
            return np.full(events.size, U)
        found = np.zeros(events.size, np.uint8)
        found[items.silent] = U
        found[items.event[items.by_word.items(NAMELESS)]] = U
        words = items.by_word.words
        for truth, wanted in ((U, self.subsumed.perhaps), (T, self.subsumed.surely)):
            for number in matching(words, wanted):
                found[items.event[items.by_word.items(number)]] = truth
        return found

    def judge(self, events: Flat) -> Judged:
        """The same with reasons."""
        found = self.truths(events)
        items = attribute_items(events, self.attribute)
        reasons = np.full(events.size, BIT["too_general"] if items else _NOT_RECORDED)
        if items is not None:
            reasons[items.silent] = _NOT_RECORDED
        return Judged(found, np.where(found == U, reasons, NONE).astype(np.uint16))


@dataclass(frozen=True, slots=True)
class HasAttribute(Where):
    """``has(refractory)``: true if one of the values is yes."""

    attribute: str

    def judge(self, events: Flat) -> Judged:
        """Look for a yes."""
        held = events.lists(self.attribute)
        if held is None:
            return constant(events.size, U, _NOT_RECORDED)
        yes, perhaps = (
            held.items.fill_null(missing).to_numpy(zero_copy_only=False)
            for missing in (False, True)
        )
        found, _ = _most(held, np.where(yes, T, np.where(perhaps, U, F)).astype(np.uint8))
        return three_valued.unknown_where(found, _NOT_RECORDED)


@dataclass(frozen=True, slots=True)
class CompareAttribute(Where):
    """``line >= 2``: true if one of the values stands so to the limit."""

    attribute: str
    operator: str
    limit: float
    unit: str

    def judge(self, events: Flat) -> Judged:
        """Compare every value, each in its own unit."""
        held = events.lists(self.attribute)
        if held is None:
            return constant(events.size, U, _NOT_RECORDED)
        judged, reasons = self._values(held)
        found, some = _most(held, judged)
        why = np.zeros(events.size, np.uint16)
        np.bitwise_or.at(why, held.row, reasons)
        why[~some] = _NOT_RECORDED
        return Judged(found, np.where(found == U, why, NONE).astype(np.uint16))

    def _values(self, held: Flat) -> Judged:
        number = held.floats("number")
        units, unit_words = held.codes("unit")
        comparators, comparator_words = held.codes("comparator")
        judged = np.full(held.size, U)
        reasons = np.full(held.size, BIT["unit_unclear"])
        known = ~np.isnan(number)
        reasons[~known] = _NOT_RECORDED
        for unit in np.unique(units).tolist():
            factor = factor_of(unit_words[unit] if unit >= 0 else "1", self.unit, None)
            if factor is None:
                continue
            for comparator in np.unique(comparators).tolist():
                word = None if comparator < 0 else comparator_words[comparator]
                if word not in COMPARATORS:
                    continue
                chosen = np.flatnonzero(known & (units == unit) & (comparators == comparator))
                judged[chosen] = judge_cut(
                    number[chosen],
                    COMPARATORS.index(word),
                    self.operator,
                    *cuts(factor, self.limit),
                )
                reasons[chosen] = BIT["borderline"]
        return Judged(judged, np.where(judged == U, reasons, NONE).astype(np.uint16))


def _most(held: Flat, judged: Truths) -> tuple[Truths, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """The truest value of each event, unknown where it has none; and where it has some."""
    some = held.counts > 0
    if bool(np.all(held.counts == 1)):
        return judged, some
    found = np.full(held.rows, U)
    found[some] = np.maximum.reduceat(judged, _starts(held)[some]) if held.size else found[some]
    return found, some


def _starts(held: Flat) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    ends: np.ndarray[tuple[int], np.dtype[np.int64]] = np.cumsum(held.counts)
    return ends - held.counts
