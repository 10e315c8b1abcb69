"""Dates and spans of time in text, English and Chinese, whole or partial."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from cartway.errors import InputError
from cartway.values.dates import PartialDate

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june",
            "jul july", "aug august", "sep sept september", "oct october", "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")(?![a-z])\.?"
_YEAR = r"(?:19|20)\d{2}"
_DATE = re.compile(
    rf"(?P<iso>(?<![\d.])(?P<y1>{_YEAR})(?P<s1>[-/.])(?P<m1>0?[1-9]|1[0-2])"
    r"(?:(?P=s1)(?P<d1>3[01]|[12]\d|0?[1-9]))?(?!\d|[-/.]\d))"
    rf"|(?P<zh>(?P<y2>{_YEAR}|(?<!\d)\d{{2}})\s?年\s?(?:(?P<m2>1[0-2]|0?[1-9])\s?月(?:份)?\s?(?:(?P<d2>3[01]|[12]\d|0?[1-9])\s?[日号])?)?)"
    r"|(?P<zhmd>(?<![\d.])(?P<m3>1[0-2]|0?[1-9])\s?月\s?(?P<d3>3[01]|[12]\d|0?[1-9])\s?[日号])"
    rf"|(?P<dmy>(?<![\d.])(?P<d4>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?[ -]?(?:of )?(?P<m4>{_MONTH})(?:[ ,'-]{{1,2}}(?P<y4>{_YEAR}|(?<=['-])\d{{2}}(?!\d)))?)"
    rf"|(?P<mdy>(?<![a-z])(?P<m5>{_MONTH})[ -](?P<d5>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d/])(?:,? ?(?P<y5>{_YEAR}))?)"
    rf"|(?P<my>(?<![a-z])(?P<m6>{_MONTH})[ ,/-]{{0,2}}(?:of )?(?P<y6>{_YEAR})(?!\d))"
    rf"|(?P<num>(?<![\d./])(?P<a7>[0-3]?\d)(?P<s7>[/.-])(?P<b7>[0-3]?\d)(?P=s7)(?P<y7>{_YEAR}|\d{{2}})(?![\d./]))"
    rf"|(?P<mynum>(?<![\d./])(?P<m8>0?[1-9]|1[0-2])/(?P<y8>{_YEAR})(?![\d/]))"
    rf"|(?P<year>(?<![\d.,/×^-])(?P<y9>{_YEAR})(?![\d.,%]\d|\d|%|\s?(?:mg|g|ml|u|iu|cells|/|×)))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date in a text.

    Attributes:
        start, end: place in the plain text.
        year, month, day: what was written; None where it was not.
        ambiguous: day and month could be either way round ("03/04/2025").
    """

    start: int
    end: int
    year: int | None
    month: int | None = None
    day: int | None = None
    ambiguous: bool = False

    def resolve(self, reference: date) -> PartialDate | None:
        """Give the date, the year filled in where none was written.

        Args:
            reference: the day the text was written; a date without a year is the last such day
                that is not after it.
        """
        try:
            if self.year is not None:
                if self.ambiguous:
                    return PartialDate(self.year)
                return PartialDate(self.year, self.month, self.day)
            if self.month is None:
                return None
            found = PartialDate(reference.year, self.month, self.day)
            if found.earliest > reference:
                found = PartialDate(reference.year - 1, self.month, self.day)
        except InputError:
            return None
        return found


def find_dates(text: str, *, day_first: bool | None = None) -> list[DateFound]:
    """Give the dates in a plain text.

    Args:
        text: plain text (see `plain_text`).
        day_first: how "03/04/2025" is meant, where the writer's habit is known.
    """
    return [
        found for match in _DATE.finditer(text) if (found := _read(match, day_first)) is not None
    ]


def _read(match: re.Match[str], day_first: bool | None) -> DateFound | None:
    start, end = match.span()
    part = match.groupdict()
    if part["iso"]:
        return DateFound(start, end, int(part["y1"]), int(part["m1"]), _number(part["d1"]))
    if part["zh"]:
        year = _full_year(part["y2"])
        return DateFound(start, end, year, _number(part["m2"]), _number(part["d2"]))
    if part["zhmd"]:
        return DateFound(start, end, None, int(part["m3"]), int(part["d3"]))
    if part["dmy"]:
        return DateFound(start, end, _full_year(part["y4"]), _month(part["m4"]), int(part["d4"]))
    if part["mdy"]:
        return DateFound(start, end, _full_year(part["y5"]), _month(part["m5"]), int(part["d5"]))
    if part["my"]:
        return DateFound(start, end, int(part["y6"]), _month(part["m6"]))
    if part["mynum"]:
        return DateFound(start, end, int(part["y8"]), int(part["m8"]))
    if part["year"]:
        return DateFound(start, end, int(part["y9"]))
    return _numeric(match, start, end, day_first)


def _numeric(
    match: re.Match[str], start: int, end: int, day_first: bool | None
) -> DateFound | None:
    first, second = int(match["a7"]), int(match["b7"])
    year = _full_year(match["y7"])
    if match["s7"] == "." and day_first is None:
        day_first = True  # dotted dates are written day first wherever they are in use
    if first > 12 >= second >= 1 and first <= 31:
        return DateFound(start, end, year, second, first)
    if second > 12 >= first >= 1 and second <= 31:
        return DateFound(start, end, year, first, second)
    if not (1 <= first <= 12 and 1 <= second <= 12):
        return None
    if first == second:
        return DateFound(start, end, year, first, second)
    if day_first is None:
        return DateFound(start, end, year, second, first, ambiguous=True)
    month, day = (second, first) if day_first else (first, second)
    return DateFound(start, end, year, month, day)


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _full_year(text: str | None) -> int | None:
    if not text:
        return None
    year = int(text)
    if year >= 100:
        return year
    return 2000 + year if year < 70 else 1900 + year


def _month(text: str) -> int:
    return _MONTHS[text.rstrip(".").lower()]
