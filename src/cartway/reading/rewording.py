"""Odd wordings of protocols put into plain ones, before a line is read.

The wordings are data: a pattern and the words that say the same. What is shown of a line stays as
its source words it; only what is read changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cartway.reading.data import reading_data
from cartway.reading.lexicon import Sought
from cartway.reading.spreading import spreads

FILES = (
    "rewordings",
    "rewordings_of_disease",
    "rewordings_of_findings",
    "rewordings_of_organs",
    "rewordings_zh",
)


@dataclass(frozen=True, slots=True)
class Rewording:
    """One way of saying something otherwise.

    Attributes:
        words: one of them stands in the text, in small letters.
        odd: the odd wording.
        to: the plain one; groups of the pattern may stand in it.
    """

    words: tuple[str, ...]
    odd: Sought
    to: str | Callable[[re.Match[str]], str]


@lru_cache(maxsize=1)
def rewordings() -> tuple[Rewording, ...]:
    """All rewordings, in order."""
    found = []
    entries = [e for file in FILES for e in reading_data(file)["rewordings"]]
    for entry in entries:
        data: dict[str, Any] = entry
        for source in data["match"]:
            found.append(Rewording(tuple(data["words"]), Sought((source,)), data["to"]))
    found += [Rewording(*one) for one in spreads()]
    return tuple(found)


def rewording_words() -> list[tuple[str, ...]]:
    """For each rewording, the words of which one stands in what it rewords."""
    return [one.words for one in rewordings()]


def rewording_sources() -> list[str]:
    """The patterns of all rewordings."""
    return [source for one in rewordings() for source in one.odd.sources]


def reworded(text: str, seen: int, look: Callable[[str], int]) -> str:
    """Give a plain text in plain words.

    Args:
        seen: the rewordings of which the text holds a word, as bits.
        look: gives the same of another text: later rewordings see what earlier ones wrote.
    """
    known = rewordings()
    small = text.lower()
    while seen:
        lowest = seen & -seen
        one = known[lowest.bit_length() - 1]
        odd = one.odd.fitting(small)
        if odd is not None:
            changed = odd.sub(one.to, text)
            if changed != text:
                text, small = changed, changed.lower()
                seen = look(text)
        seen &= -(lowest << 1)
    return text
