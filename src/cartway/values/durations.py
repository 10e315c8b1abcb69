"""Lengths of time, in calendar arithmetic: a month is a month, not 30 days."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from cartway.errors import CriterionError

_UNITS = {"a": "a", "mo": "mo", "wk": "wk", "d": "d", "h": "h"}


@dataclass(frozen=True, slots=True)
class Duration:
    """So many hours, days, weeks, months or years (UCUM ``h``, ``d``, ``wk``, ``mo``, ``a``)."""

    value: float
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in _UNITS:
            raise CriterionError(
                f"{self.unit!r} is not a unit of time", expected="h, d, wk, mo or a", code="C003"
            )
        if not 0 <= self.value < 10_000:
            raise CriterionError("a length of time below zero or absurdly long", code="C003")


def subtract_duration(day: date, duration: Duration) -> date:
    """Go back from a day by a length of time; fractions of months and years go by days.

    The 31st minus one month falls on the last day of the shorter month.
    """
    value, unit = duration.value, duration.unit
    if unit == "h":
        return day - timedelta(days=-(-value // 24))
    if unit == "d":
        return day - timedelta(days=value)
    if unit == "wk":
        return day - timedelta(days=7 * value)
    months = value * (12 if unit == "a" else 1)
    whole = int(months)
    index = day.year * 12 + day.month - 1 - whole
    year, month = max(index // 12, 1), index % 12 + 1
    moved = date(year, month, min(day.day, monthrange(year, month)[1]))
    return moved - timedelta(days=round((months - whole) * 30.4375))
