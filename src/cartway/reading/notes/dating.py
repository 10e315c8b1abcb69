"""Dates as notes write them, resolved against the date of the letter and what stands before.

A date without a year is the last such day before the letter, unless the same sentence has just
named a time that it follows (*Oct 2024 - Feb 2025: ... in Jan*).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cartway.errors import InputError
from cartway.reading.notes.date_forms import DATE, Raw, raw_dates
from cartway.reading.notes.document import Document
from cartway.values import PartialDate

_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
            "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12}  # fmt: skip
_TO = re.compile(r"(?a)\s*(?:-|~|至|到|to|until|till|through)\s*")
_BORN = re.compile(r"(?a)(?:born|dob|birth\w*|d\.o\.b\.?|出生\w*|生日)[^.\n]{0,14}$")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date or a span of time in the note; ``first`` and ``last`` are equal for one date."""

    start: int
    end: int
    first: PartialDate
    last: PartialDate
    year_given: bool


def partial(year: int, month: int | None = None, day: int | None = None) -> PartialDate | None:
    """The date, or None if there is no such day."""
    try:
        return PartialDate(year, month, day)
    except InputError:
        return None


def find_dates(document: Document, as_of: date | None) -> tuple[list[DateMention], date | None]:
    """Every date of the note, in order, and the date of the letter.

    Args:
        as_of: taken as the date of the letter where the note itself has none.
    """
    raw = [one for one in raw_dates(document, as_of) if one is not None]
    letter = _letter_date(document, raw) or as_of
    mentions: list[DateMention] = []
    context: PartialDate | None = None
    context_sentence = -1
    index = 0
    while index < len(raw):
        one = raw[index]
        other = raw[index + 1] if index + 1 < len(raw) else None
        sentence = document.sentence_at(one.start)
        if sentence.start != context_sentence:
            context, context_sentence = None, sentence.start
        if other is not None and _TO.fullmatch(document.lower, one.end, other.start):
            first, last = _range(one, other, context, letter)
            index += 2
            end = other.end
        else:
            first = _resolve(one, context, letter)
            last = first
            if first is not None and one.last_day:
                last = partial(first.year, first.month, one.last_day) or first
            if first is not None and one.last_year:
                last = partial(one.last_year) or first
            index += 1
            end = one.end
            opened = _first_month(document.lower, one)
            if first is not None and opened is not None:
                month, begun = opened
                first = partial(first.year, month) or first
                one = replace(one, start=begun)
        if first is None or last is None:
            continue
        given = one.year is not None or (
            other is not None and end == other.end and bool(other.year)
        )
        mentions.append(DateMention(one.start, end, first, last, given))
        if given and first.month is not None and not _in_future(first, letter):
            context = first
    return mentions, letter


_MONTH_BEFORE = re.compile(r"(?a)(?<![\d/.-])(0?[1-9]|1[0-2])\s?[-–~]\s?$")


def _first_month(lower: str, one: Raw) -> tuple[int, int] | None:
    """ "03-08/2024": the month that opens a span within one year, and where it stands."""
    if one.year is None or one.month is None or one.day is not None:
        return None
    found = _MONTH_BEFORE.search(lower, max(0, one.start - 6), one.start)
    if found is None or int(found.group(1)) >= one.month or not lower[one.start].isdigit():
        return None
    return int(found.group(1)), found.start(1)


def _in_future(first: PartialDate, letter: date | None) -> bool:
    return letter is not None and first.earliest > letter


def _range(
    one: Raw, other: Raw, context: PartialDate | None, letter: date | None
) -> tuple[PartialDate | None, PartialDate | None]:
    if one.year is None and other.year is not None:
        year = other.year
        if one.month and other.month and one.month > other.month:
            year -= 1
        return partial(year, one.month, one.day), partial(other.year, other.month, other.day)
    first = _resolve(one, context, letter)
    if other.year is None and first is not None and other.month is not None:
        year = first.year + (1 if first.month and other.month < first.month else 0)
        return first, partial(year, other.month, other.day)
    return first, _resolve(other, first or context, letter)


def _resolve(one: Raw, context: PartialDate | None, letter: date | None) -> PartialDate | None:
    if one.year is not None:
        return partial(one.year, one.month, one.day)
    if one.month is None:
        return None
    if letter is None:
        return partial(context.year, one.month, one.day) if context else None
    latest = partial(letter.year, one.month, one.day)
    if latest is None or latest.earliest > letter:
        latest = partial(letter.year - 1, one.month, one.day) or latest
    if context is None or latest is None:
        return latest
    # The first such day after what the sentence has just named, if that is not after the letter.
    after = partial(context.year, one.month, one.day)
    if after is None or after.latest < context.earliest:
        after = partial(context.year + 1, one.month, one.day)
    if after is None or after.earliest > letter:
        return latest
    return after


_ARRIVED = re.compile(
    r"(?a)(?:\badm(?:it)?|收到|送检|采集|collected|received|sampled|入院|就诊|初诊|采样|申请|admission|admitted(?: on)?|referred on|date of (?:diagnosis|admission))(?:日期|时间|date)?[\s:]{0,3}$"
)
_STAY = re.compile(r"(?a)(?:住院(?:日期|时间)?|admi\w+|hospital stay|inpatient)[^.\n]{0,14}$")


def _letter_date(document: Document, raw: list[Raw]) -> date | None:
    lower = document.lower
    chosen: date | None = None
    for index, one in enumerate(raw):
        if one.start > 260 and document.sentence_at(one.start).line > 3:
            break
        if None in (one.year, one.month, one.day):
            continue
        before = lower[max(0, one.start - 24) : one.start]
        if _BORN.search(before) or _ARRIVED.search(before):
            continue
        if index + 1 < len(raw) and _TO.fullmatch(lower, one.end, raw[index + 1].start):
            continue
        sentence = document.sentence_at(one.start)
        labelled = re.search(
            r"(?a)(?:date|dictated|\bdisch\w*|\bd/c|日期|出院|记录|letter|小结)\W{0,3}$", before
        )
        first_line = lower.find("\n")
        first_line = len(lower) if first_line < 0 else first_line
        short = first_line <= (70 if document.language == "zh" else 130) or one.start < 20
        # A whole letter in one paragraph tells many days, and none of them must be its own.
        opening = (sentence.line == 0 and short) or (
            sentence.line <= 2 and one.end - one.start >= sentence.end - sentence.start - 6
        )
        ranged = (
            index > 0
            and _STAY.search(lower, 0, raw[index - 1].start) is not None
            and _TO.fullmatch(lower, raw[index - 1].end, one.start)
        )
        if labelled or opening or ranged:
            found = partial(one.year or 0, one.month, one.day)
            if found is not None and (chosen is None or labelled):
                chosen = found.earliest
                if labelled or opening:
                    break
    return chosen


class Calendar:
    """The dates of one note and the questions that rules ask of them."""

    def __init__(self, document: Document, as_of: date | None) -> None:
        self.document = document
        self.mentions, self.letter = find_dates(document, as_of)
        self._ago()
        self._starts = [one.start for one in self.mentions]

    def _ago(self) -> None:
        if self.letter is None:
            return
        lower = self.document.lower
        # One of these stands in every such length of time.
        told = any(word in lower for word in ("ago", "earlier", "前"))
        for match in DATE.finditer(lower) if told else ():
            if match.group("ago") is None:
                continue
            count = match.group("ago_n")
            number = int(count) if count.isdigit() else _NUMBERS[count]
            found = back_from(self.letter, number, match.group("ago_u"))
            if found is not None:
                self.mentions.append(DateMention(match.start(), match.end(), found, found, True))
        self.mentions.sort(key=lambda one: one.start)

    def within(self, start: int, end: int) -> list[DateMention]:
        """The dates that begin inside a stretch, in order."""
        low = bisect_right(self._starts, start - 1)
        high = bisect_right(self._starts, end - 1)
        return self.mentions[low:high]


def back_from(day: date, number: int, unit: str) -> PartialDate | None:
    """The date so many days, weeks, months or years before; as exact as the unit is."""
    if unit.startswith(("day", "天", "日")):
        return PartialDate.of(day - timedelta(days=min(number, 30000)))
    if unit.startswith(("week", "wk", "周", "星期")):
        return PartialDate.of(day - timedelta(days=min(number, 3000) * 7))
    if unit.startswith(("year", "yr", "年")):
        return partial(day.year - number)
    months = day.year * 12 + day.month - 1 - number
    return partial(months // 12, months % 12 + 1)
