"""The stretch of a sentence that belongs to a mention, and the date near it."""

from __future__ import annotations

import re

from cartway.reading.notes.dating import DateMention
from cartway.reading.notes.note import Note

_PART = re.compile(r"(?a)[,;。\n]|\.\s")
# Words farther away than this say nothing of a mention; it also keeps the work linear.
FARTHEST = 240


def part_around(note: Note, start: int, end: int) -> tuple[int, int]:
    """The stretch between commas or points that holds a mention."""
    low, high = note.document.clause_at(start)
    low, high = max(low, start - FARTHEST), min(high, end + FARTHEST)
    part_start = low
    for match in _PART.finditer(note.plain, low, start):
        part_start = match.end()
    after = _PART.search(note.plain, end, high)
    return part_start, after.start() if after else high


def item_around(note: Note, start: int, end: int) -> tuple[int, int]:
    """The item of a list that holds a mention: between commas or points, brackets kept whole."""
    low, high = note.document.clause_at(start)
    low, high = max(low, start - FARTHEST), min(high, end + FARTHEST)
    depth = 0
    for index in range(start - 1, low - 1, -1):
        sign = note.plain[index]
        depth += (sign == ")") - (sign == "(")
        if depth < 0 or (depth == 0 and sign in ",、;。\n"):
            low = index + 1
            break
    depth = 0
    for index in range(end, high):
        sign = note.plain[index]
        depth += (sign == "(") - (sign == ")")
        if depth < 0 or (depth == 0 and sign in ",、;。\n"):
            high = index
            break
    return low, high


def date_near(note: Note, start: int, end: int) -> DateMention | None:
    """The date that belongs to a mention: in its part of the sentence, else just before it."""
    low, high = part_around(note, start, end)
    inside = note.calendar.within(low, high)
    before = [one for one in inside if one.end <= start]
    after = [one for one in inside if one.start >= end]
    if after and before:
        return after[0] if after[0].start - end <= start - before[-1].end else before[-1]
    if after:
        return after[0]
    if before:
        return before[-1]
    # "…, Sept 2020;": the next part is nothing but the date.
    for one in note.calendar.within(high + 1, high + 4):
        behind = note.lower[one.end : one.end + 1]
        if behind in ",;.)。" or not behind:
            return one
    return None
