"""Words for numbers and for comparing them, from the knowledge folder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cartway.reading.data import reading_data
from cartway.reading.lexicon.tokens import tokens

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NumberWords:
    """What the texts of numbers are made of.

    Attributes:
        before, after: the comparison that the words before or behind a number stand for.
        ending, beginning: how long the phrases before a number are, by their last word, and those
            behind it by their first; longest first.
        between: what opens a range.
        ranges: what stands between the two numbers of a range.
        passed_over: what may stand between a comparison and its number.
        numbers: the value of a number word.
        counted: the characters before which a Chinese number word counts.
    """

    before: dict[Key, str]
    after: dict[Key, str]
    ending: dict[str, tuple[int, ...]]
    beginning: dict[str, tuple[int, ...]]
    between: frozenset[Key]
    ranges: frozenset[str]
    passed_over: frozenset[str]
    numbers: dict[str, float]
    counted: frozenset[str]


@lru_cache(maxsize=1)
def number_words() -> NumberWords:
    """Give the words, read once."""
    data: Any = reading_data("numbers")
    before: dict[Key, str] = {}
    after: dict[Key, str] = {}
    for op, places in data["comparators"].items():
        for table, key in ((before, "before"), (after, "after")):
            for phrase in places[key]:
                table[_key(phrase)] = op
    numbers = {
        **{w: float(v) for w, v in data["words"]["en"].items()},
        **{w: float(v) for w, v in data["words"]["zh"].items()},
    }
    return NumberWords(
        before,
        after,
        _lengths(before, -1),
        _lengths(after, 0),
        frozenset(_key(phrase) for phrase in data["between"]),
        frozenset(data["ranges"]),
        frozenset(data["passed_over"]),
        numbers,
        frozenset(data["counted"]),
    )


def _key(phrase: str) -> Key:
    return tuple(tokens(phrase).folded)


def _lengths(phrases: Iterable[Key], at: int) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for phrase in phrases:
        found.setdefault(phrase[at], set()).add(len(phrase))
    return {word: tuple(sorted(lengths, reverse=True)) for word, lengths in found.items()}
