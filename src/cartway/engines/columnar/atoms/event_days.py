"""How late the events of each recorded word reach, so that a window is one comparison.

An event certainly falls into a window from one day on, and may fall into it from another on. Both
are kept as their place among the first days of all windows that a plan asks: small numbers, of which
a patient's highest counts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from cartway.engines.columnar.atoms.codes import Subsumed
from cartway.engines.columnar.atoms.words import NAMELESS, AttributeItems, matching
from cartway.engines.columnar.bits import Planes, pack
from cartway.engines.columnar.truths import F, T, Truths

Places = NDArray[np.unsignedinteger]
# Fewer events of a word than one in so many patients are added one by one.
_RARE = 32


def places(truths_of: Callable[[int | None], Truths], cutoffs: Sequence[int], size: int) -> Places:
    """For each event, from which window on it may count and from which it certainly does.

    Args:
        truths_of: the truth of each event for a window that begins on a day, or for none.

    **Shape**: (2, events); what may count first. 0 is never, 1 without a window only.
    """
    found = np.zeros((2, size), np.min_scalar_type(len(cutoffs) + 1))
    for cutoff in (None, *cutoffs):
        truths = truths_of(cutoff)
        # The later a window begins the fewer fall into it, so that the windows simply add up.
        found[0] += truths != F
        found[1] += truths == T
    return found


class EventDays:
    """The events of a list by the words of an attribute."""

    def __init__(self, items: AttributeItems, event_places: Places, cutoffs: Sequence[int]) -> None:
        self._items, self._places = items, event_places
        self._cutoffs = list(cutoffs)
        self._of_word: dict[int, Places] = {}
        self._of_words: dict[Subsumed, Places] = {}
        self.words = items.by_word.words
        # Whoever has an event without a word may have any.
        self._unsaid = np.zeros(items.rows, event_places.dtype)
        for events in (items.silent, items.event[items.by_word.items(NAMELESS)]):
            np.maximum.at(self._unsaid, items.row[events], event_places[0, events])

    def planes(self, subsumed: Subsumed, cutoff: int | None) -> Planes:
        """Who certainly has an event of the concept in the window, and who may have."""
        least = 1 if cutoff is None else bisect_left(self._cutoffs, cutoff) + 2
        if subsumed not in self._of_words:
            self._of_words[subsumed] = self._highest(subsumed)
        may, does = self._of_words[subsumed]
        return Planes(pack(does >= least), pack(may >= least))

    def _highest(self, subsumed: Subsumed) -> Places:
        found = np.zeros((2, self._items.rows), self._places.dtype)
        found[0] = self._unsaid
        for word in matching(self.words, subsumed.surely):
            self._add(found, word)
        for word in matching(self.words, subsumed.perhaps):
            self._add(found[:1], word)
        return found

    def _add(self, found: Places, word: int) -> None:
        """Take in the events of a word: all patients at once, or one by one where few have it."""
        events = self._items.event[self._items.by_word.items(word)]
        if len(events) * _RARE < self._items.rows:
            self._raise(found, events)
            return
        if word not in self._of_word:
            self._of_word[word] = np.zeros((2, self._items.rows), self._places.dtype)
            self._raise(self._of_word[word], events)
        np.maximum(found, self._of_word[word][: len(found)], out=found)

    def _raise(self, found: Places, events: NDArray[np.int64]) -> None:
        rows = self._items.row[events]
        for highest, place in zip(found, self._places, strict=False):
            np.maximum.at(highest, rows, place[events])
