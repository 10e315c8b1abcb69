"""Days as numbers since 1970, as Arrow holds them."""

from __future__ import annotations

from datetime import date

from cartway.values import Duration, subtract_duration

_START = date(1970, 1, 1).toordinal()


def day_number(day: date) -> int:
    """The number of a day."""
    return day.toordinal() - _START


def first_day(as_of: date, window: Duration | None) -> int | None:
    """The first day of a window that ends on a day; None for no window."""
    return None if window is None else day_number(subtract_duration(as_of, window))
