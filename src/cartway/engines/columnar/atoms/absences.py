"""What a record rules out about a list: *no CAR-T so far*, *no active infection*."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cartway.engines.columnar.block import NO_DAY, Block, Bools, Codes
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
        held = _recorded(block, self.events, self.cutoff)
        if held is not None:
            fits = _within(held.concepts.words, self.concepts, False)[held.concepts.at]
            fits &= _within(held.statuses.words, self.statuses, True)[held.statuses.at]
            found[held.row[fits]] = True
        return found


class _Recorded(NamedTuple):
    """The absences of a list that hold for a window."""

    row: NDArray[np.int64]
    concepts: Codes
    statuses: Codes


def _recorded(block: Block, events: str, cutoff: int | None) -> _Recorded | None:
    key = ("absences", events, cutoff)
    if key not in block.kept:
        block.kept[key] = _look_up(block, events, cutoff)
    held: _Recorded | None = block.kept[key]
    return held


def _look_up(block: Block, events: str, cutoff: int | None) -> _Recorded | None:
    flat = block.flat(ABSENCES)
    if flat is None or not flat.size:
        return None
    lists, words = flat.codes("events")
    since = flat.days("since_latest", "since_earliest")
    fits = _within(words, frozenset({events}), False)[lists]
    fits &= since == NO_DAY if cutoff is None else since <= cutoff
    concepts, statuses = flat.codes("concept"), flat.codes("status")
    return _Recorded(
        flat.row[fits],
        Codes(concepts.at[fits], concepts.words),
        Codes(statuses.at[fits], statuses.words),
    )


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
