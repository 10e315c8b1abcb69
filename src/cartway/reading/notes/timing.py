"""When what a mention speaks of happened: the dates near it and what they mark."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cartway.reading.notes.dating import DateMention
from cartway.reading.notes.note import Note
from cartway.values import PartialDate

_PART = re.compile(r"(?a)[,;。\n]|\.\s")
_STOP_BEFORE = re.compile(
    r"(?a)(?:stopped|until|till|to|finish\w*|completed|ended|last|last dose|off since|discontinued|末次|停|停用|至|止|停药|结束)\W{0,3}(?:in|on|dose)?\s?$"
)
_START_BEFORE = re.compile(
    r"(?a)(?:from|since|started|starting|begun|began|commenced|initiated|added|自|从|于)\W{0,2}(?:in|on)?\s?$"
)
_START_AFTER = re.compile(r"(?a)\s?\)?(?:起|开始|始|onwards?|加用|改用|换)")
_STOP_AFTER = re.compile(r"(?a)\s?\)?(?:停|止|结束)")
_NO_LONGER = re.compile(
    r"(?a)\b(?:stopped|discontinued|ceased|withdrawn|finished|completed)\b|停药|停用|停服|已停"
)
_ONGOING = re.compile(
    r"(?a)\b(?:ongoing|continues|continuing|goes on|current(?:ly)?|at present|now|still|unchanged|to date|daily)\b|至今|治疗中|维持中|口服中|服用中|现服|长期|继续|目前|现予|仍"
)


# Words farther away than this say nothing of a mention; it also keeps the work linear.
FARTHEST = 240


@dataclass(frozen=True, slots=True)
class Timing:
    """First and last day as far as known, and whether it goes on."""

    first: PartialDate | None = None
    last: PartialDate | None = None
    ongoing: bool = False


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


def timing_of(note: Note, start: int, end: int) -> Timing:
    """What the dates near a mention say of its first and last day."""
    low, high = part_around(note, start, end)
    inside = note.calendar.within(low, high)
    text = note.lower[low:high]
    ongoing = _ONGOING.search(text) is not None
    stopped = _NO_LONGER.search(text) is not None
    first = last = None
    for mention in inside:
        before = note.lower[max(low, mention.start - 16) : mention.start]
        if mention.first != mention.last:
            first, last = mention.first, mention.last
        elif _STOP_BEFORE.search(before) or _STOP_AFTER.match(note.lower, mention.end):
            last = mention.first
        elif (
            _START_BEFORE.search(before)
            or _START_AFTER.match(note.lower, mention.end)
            or first is None
        ):
            first = mention.first
    return Timing(first, last, ongoing and not stopped and last is None)
