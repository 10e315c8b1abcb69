"""What a record rules out about a list: *no CAR-T so far*, *no active infection*."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cartway.engines.columnar.atoms.words import matching
from cartway.engines.columnar.bits import Words, pack, unpack
from cartway.engines.columnar.block import NO_DAY, Block, Bools, Codes
from cartway.engines.columnar.layout import ABSENCES


class RuledOut:
    """For whom a recorded absence leaves no room for an event: plain data."""

    __slots__ = ()

    def whom(self, block: Block) -> Words | None:
        """The set of those patients, None if it is empty; not to be written into."""
        raise NotImplementedError

    def flags(self, block: Block) -> Bools:
        """One flag a patient."""
        found = self.whom(block)
        return np.zeros(block.rows, np.bool_) if found is None else unpack(found, block.rows)


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

    def whom(self, block: Block) -> Words | None:
        """Look through the recorded absences."""
        held = _recorded(block, self.events)
        if held is None:
            return None
        named = matching(held.concepts.words, self.concepts)
        if not named:
            return None
        statuses = matching(held.statuses.words, self.statuses)
        key = ("absent", self.events, named, statuses, self.cutoff)
        if key not in block.kept:
            fits = _among(held.concepts, named, False) & _among(held.statuses, statuses, True)
            since = held.since
            fits &= since == NO_DAY if self.cutoff is None else since <= self.cutoff
            flags = np.zeros(block.rows, np.bool_)
            flags[held.row[fits]] = True
            block.kept[key] = pack(flags)
        found: Words = block.kept[key]
        return found


class _Recorded(NamedTuple):
    """The absences of a list."""

    row: NDArray[np.int64]
    concepts: Codes
    statuses: Codes
    since: NDArray[np.int32]


def _recorded(block: Block, events: str) -> _Recorded | None:
    key = ("absences", events)
    if key not in block.kept:
        block.kept[key] = _look_up(block, events)
    held: _Recorded | None = block.kept[key]
    return held


def _look_up(block: Block, events: str) -> _Recorded | None:
    flat = block.flat(ABSENCES)
    if flat is None or not flat.size:
        return None
    lists = flat.codes("events")
    fits = _among(lists, matching(lists.words, frozenset({events})), False)
    if not np.any(fits):
        return None
    concepts, statuses = flat.codes("concept"), flat.codes("status")
    return _Recorded(
        flat.row[fits],
        Codes(concepts.at[fits], concepts.words),
        Codes(statuses.at[fits], statuses.words),
        flat.days("since_latest", "since_earliest")[fits],
    )


@dataclass(frozen=True, slots=True)
class RuledOutJoined(RuledOut):
    """By all of several absences (for an *or*), or by any (for an *and*)."""

    every: bool
    parts: tuple[RuledOut, ...]

    def whom(self, block: Block) -> Words | None:
        """Join the parts; of none, nobody."""
        parts = [one.whom(block) for one in self.parts]
        found = [one for one in parts if one is not None]
        if not found or (self.every and len(found) < len(parts)):
            return None
        return reduce(np.bitwise_and if self.every else np.bitwise_or, found)


def _among(codes: Codes, chosen: tuple[int, ...], missing: bool) -> Bools:
    """Which items have one of the words; where there is none, as told."""
    table = np.zeros(len(codes.words) + 1, np.bool_)
    table[list(chosen)] = True
    table[-1] = missing
    return table[codes.at]
