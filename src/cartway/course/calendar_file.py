"""The forecast as an iCalendar file: whole-day entries on the middle dates, ranges in the text."""

from __future__ import annotations

import datetime as dt

from cartway.course.forecast import Forecast, Range
from cartway.course.words import say
from cartway.errors import InputError

OPEN_STAGES = ("bridging_therapy", "caregiver")
"""Left out of the calendar: they repeat the dates of another entry."""


def to_icalendar(forecast: Forecast, language: str) -> str:
    """RFC 5545 text with CRLF lines folded at 75 octets.

    Raises:
        InputError: without a first day, a calendar has no dates.
    """
    if forecast.start is None:
        raise InputError(
            "A calendar needs the first day of leukapheresis.",
            where="start",
            expected="a date as 2026-12-01",
            code="P004",
        )
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//cartway//course//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escape(forecast.label[language])}",
    ]
    note = say("informs", language)
    for one in forecast.phases:
        if one.id in OPEN_STAGES or one.share < 0.005:
            continue
        end = one.end or one.start
        words = [f"{say('begins', language)}: {_dates(one.start, forecast.start, language)}"]
        if one.end is not None:
            words.append(f"{say('ends', language)}: {_dates(one.end, forecast.start, language)}")
        if one.share < 0.9995:
            words.append(say("share", language, percent=f"{100 * one.share:.0f}%"))
        lines += _event(
            forecast, one.id, one.label[language], one.start, end, "\n".join([*words, note])
        )
    for visit in forecast.visits:
        text = f"{_dates(visit.when, forecast.start, language)}\n{note}"
        lines += _event(forecast, visit.id, visit.label[language], visit.when, visit.when, text)
    lines.append("END:VCALENDAR")
    return "".join(_fold(line) + "\r\n" for line in lines)


def _event(
    forecast: Forecast, name: str, title: str, begins: Range, ends: Range, text: str
) -> list[str]:
    start = forecast.start or dt.date(1970, 1, 1)
    first = start + dt.timedelta(days=int(begins.middle))
    last = start + dt.timedelta(days=max(int(ends.middle), int(begins.middle)) + 1)
    return [
        "BEGIN:VEVENT",
        f"UID:{forecast.product}-{start:%Y%m%d}-{name}-{forecast.seed}@cartway",
        # The library has no clock: the stamp is the first day, so equal input gives equal bytes.
        f"DTSTAMP:{start:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{last:%Y%m%d}",
        f"SUMMARY:{_escape(title)}",
        f"DESCRIPTION:{_escape(text)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _dates(span: Range, start: dt.date, language: str) -> str:
    dates = span.on(start)
    return say("date_range", language, low=dates["p10"], high=dates["p90"], middle=dates["p50"])


def _escape(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, "\\" + mark)
    return text.replace("\n", "\\n")


def _fold(line: str) -> str:
    """Fold at 75 octets without cutting a character."""
    parts: list[str] = []
    part, size = "", 0
    for character in line:
        width = len(character.encode())
        if size + width > (75 if not parts else 74):
            parts.append(part)
            part, size = "", 0
        part += character
        size += width
    return "\r\n ".join([*parts, part])
