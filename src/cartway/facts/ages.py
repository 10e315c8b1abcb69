"""Age on a date, in completed units, from a birth date or a recorded age."""

from __future__ import annotations

from datetime import date

from cartway.facts.record import Fact, Record
from cartway.values import Duration, Interval, PartialDate, Quantity, subtract_duration

_UNITS = ("a", "mo", "wk", "d")


def completed_age(record: Record, as_of: date, unit: str) -> tuple[Interval, Fact] | None:
    """The completed years (``a``), months, weeks or days that the patient may have on a day.

    A patient recorded as 58 a month ago is 58 or 59 today: the range says so.

    Returns:
        The range and the fact it rests on, or None if neither age nor birth is recorded.
    """
    born = _birth_range(record, as_of)
    if born is None:
        return None
    earliest, latest, fact = born
    low = _completed(min(latest, as_of), as_of, unit)
    high = _completed(min(earliest, as_of), as_of, unit)
    return Interval(low, high), fact


def _birth_range(record: Record, as_of: date) -> tuple[date, date, Fact] | None:
    for fact in record.facts_of("birth_date"):
        if isinstance(fact.value, PartialDate):
            return fact.value.earliest, fact.value.latest, fact
    recorded = [
        one
        for one in record.facts_of("age")
        if isinstance(one.value, Quantity)
        and one.value.unit in _UNITS
        and (one.on is None or one.on.earliest <= as_of)
    ]
    if not recorded:
        return None
    latest = max(recorded, key=lambda one: one.on.earliest if one.on else as_of)
    value = latest.value
    assert isinstance(value, Quantity)
    first = min(latest.on.earliest if latest.on else as_of, as_of)
    last = min(latest.on.latest if latest.on else as_of, as_of)
    # Completed years v on a day: born more than v+1 years before it, at most v years before it.
    oldest = subtract_duration(first, Duration(value.value + 1, value.unit))
    oldest = date.fromordinal(oldest.toordinal() + 1)
    return oldest, subtract_duration(last, Duration(value.value, value.unit)), latest


def _completed(born: date, day: date, unit: str) -> int:
    months = (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)
    if unit == "a":
        return months // 12
    if unit == "mo":
        return months
    days = (day - born).days
    return days // 7 if unit == "wk" else days
