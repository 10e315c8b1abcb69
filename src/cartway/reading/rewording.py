"""Odd wordings of protocols put into plain ones, before a line is read.

The wordings are data: a pattern and the words that say the same. What is shown of a line stays as
its source words it; only what is read changes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cartway.reading.data import reading_data

_FILES = ("rewordings", "rewordings_of_findings", "rewordings_zh")


@dataclass(frozen=True, slots=True)
class Rewording:
    """One way of saying something otherwise.

    Attributes:
        words: one of them stands in the text, in small letters.
        match: the odd wording.
        to: the plain one; groups of the pattern may stand in it.
    """

    words: tuple[str, ...]
    match: re.Pattern[str]
    to: str


@lru_cache(maxsize=1)
def rewordings() -> tuple[Rewording, ...]:
    """All rewordings, in order."""
    found = []
    entries = [e for file in _FILES for e in reading_data(file)["rewordings"]]
    for entry in entries:
        data: dict[str, Any] = entry
        for source in data["match"]:
            pattern = re.compile(source, re.IGNORECASE)
            found.append(Rewording(tuple(data["words"]), pattern, data["to"]))
    return tuple(found)


def rewording_words() -> list[tuple[str, ...]]:
    """For each rewording, the words of which one stands in what it rewords."""
    return [one.words for one in rewordings()]


def reworded(text: str, seen: int) -> str:
    """Give a plain text in plain words.

    Args:
        seen: the rewordings of which the text holds a word, as bits.
    """
    known = rewordings()
    number = 0
    while seen >> number:
        one = known[number]
        number += 1
        if seen >> number - 1 & 1:
            changed = one.match.sub(one.to, text)
            if changed != text:
                text = changed
                small = text.lower()
                # Later ones see what earlier ones wrote.
                seen = sum(
                    1 << index
                    for index, later in enumerate(known)
                    if any(word in small for word in later.words)
                )
    return text
