"""Sets of patients by recorded word: made once for a word, joined for every atom that asks it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cartway.engines.columnar.bits import Words, no_one, pack
from cartway.engines.columnar.block import Codes, Flat

Index = NDArray[np.int64]


# A value without a word proves nothing: it may be anything.
NAMELESS = -1


@lru_cache(maxsize=100_000)
def matching(words: tuple[str, ...], wanted: frozenset[str]) -> tuple[int, ...]:
    """The numbers of the words that are wanted."""
    return tuple(number for number, word in enumerate(words) if word in wanted)


class ByWord:
    """The items of a column sorted by their word."""

    def __init__(self, codes: Codes) -> None:
        self.words = codes.words
        narrow = codes.at.astype(np.int16) if len(codes.words) < 32_000 else codes.at
        self._order = np.argsort(narrow, kind="stable")
        counts = np.bincount(codes.at + 1, minlength=len(codes.words) + 1)
        self._starts = np.concatenate([[0], np.cumsum(counts)])

    def items(self, word: int) -> Index:
        """The items that have the word of this number; those without a word for `NAMELESS`."""
        chosen: Index = self._order[self._starts[word + 1] : self._starts[word + 2]]
        return chosen


class WordPlanes:
    """For every word, the set of patients who have it; made when first asked.

    Args:
        row: the patient of each item.
    """

    def __init__(self, rows: int, row: Index, codes: Codes) -> None:
        self.rows, self.row = rows, row
        self.by_word = ByWord(codes)
        self._kept: dict[int, Words] = {}
        self._unions: dict[tuple[int, ...], Words] = {}

    def _rows(self, word: int) -> Index:
        rows: Index = self.row[self.by_word.items(word)]
        return rows

    def plane(self, word: int) -> Words:
        """Who has the word of this number."""
        if word not in self._kept:
            flags = np.zeros(self.rows, np.bool_)
            flags[self._rows(word)] = True
            self._kept[word] = pack(flags)
        return self._kept[word]

    def union(self, words: frozenset[str]) -> Words:
        """Who has any of the words; not to be written into."""
        numbers = matching(self.by_word.words, words)
        if numbers not in self._unions:
            found = no_one(self.rows)
            for number in numbers:
                np.bitwise_or(found, self.plane(number), out=found)
            self._unions[numbers] = found
        return self._unions[numbers]


class AttributeItems:
    """The values of an attribute of the events of a list, end to end."""

    def __init__(self, events: Flat, values: Flat) -> None:
        self.rows = events.rows
        self.by_word = ByWord(values.named(None))
        self.event = values.row
        self.row = events.row
        self.silent: Index = np.flatnonzero(values.counts == 0)


def attribute_items(events: Flat, attribute: str) -> AttributeItems | None:
    """The values of an attribute, sorted once a block; None if no event has the attribute."""
    key = ("items", attribute)
    if key not in events.kept:
        values = events.lists(attribute)
        events.kept[key] = None if values is None else AttributeItems(events, values)
    held: AttributeItems | None = events.kept[key]
    return held
