"""What a record rules out about a list: *no CAR-T so far*, *no active infection*."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cartway.engines.columnar.block import NO_DAY, Block, Bools
from cartway.engines.columnar.layout import ABSENCES


class RuledOut:
    """For whom a recorded absence leaves no room for an event: plain data."""

    __slots__ = ()

    def flags(self, block: Block) -> Bools:
        """One flag a patient."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class RuledOutBy(RuledOut):
    """By an absence of one of these concepts.

    Attributes:
        concepts: the concept asked for and all above it.
        statuses: the statuses asked for and all above them.
        cutoff: first day of the window, None for no window.
    """

    events: str
    concepts: frozenset[str]
    statuses: frozenset[str]
    cutoff: int | None

    def flags(self, block: Block) -> Bools:
        """Look through the recorded absences."""
        found = np.zeros(block.rows, np.bool_)
        flat = block.flat(ABSENCES)
        if flat is None or not flat.size:
            return found
        lists, list_words = flat.codes("events")
        concepts, concept_words = flat.codes("concept")
        statuses, status_words = flat.codes("status")
        fits = _within(list_words, frozenset({self.events}), False)[lists]
        fits &= _within(concept_words, self.concepts, False)[concepts]
        fits &= _within(status_words, self.statuses, True)[statuses]
        since = flat.days("since_latest", "since_earliest")
        fits &= since == NO_DAY if self.cutoff is None else since <= self.cutoff
        found[flat.row[fits]] = True
        return found


@dataclass(frozen=True, slots=True)
class RuledOutJoined(RuledOut):
    """By all of several absences (for an *or*), or by any (for an *and*)."""

    every: bool
    parts: tuple[RuledOut, ...]

    def flags(self, block: Block) -> Bools:
        """Join the parts; of none, nobody."""
        found = [one.flags(block) for one in self.parts]
        if not found:
            return np.zeros(block.rows, np.bool_)
        joined: Bools = (np.logical_and if self.every else np.logical_or).reduce(found)
        return joined


def _within(words: tuple[str, ...], wanted: frozenset[str], missing: bool) -> Bools:
    return np.array([*(word in wanted for word in words), missing], np.bool_)
