"""Doors that open later: the earliest day on which a closed line would no longer be closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cartway.access.match_options import Match
from cartway.criteria import nodes
from cartway.engines.reference import Evaluator, LineVerdict, judge_line
from cartway.facts import Event, Fact, Vocabulary
from cartway.values import Duration, PartialDate, Quantity

_HORIZON_DAYS = 3 * 366


@dataclass(frozen=True, slots=True)
class Door:
    """An option that is closed today and need not be closed later.

    Attributes:
        on: the first day on which the line that closes it no longer does.
        line: that line.
    """

    option: str
    on: date
    line: LineVerdict


def later_doors(match: Match, vocabulary: Vocabulary) -> list[Door]:
    """The options that time alone opens: one closed line, and a day on which it is not closed.

    Each day is confirmed by judging the line again as of that day; washouts and ages are tried.
    """
    doors = []
    known: dict[int, date | None] = {}
    for option in match.options:
        closed = [one for one in option.lines if one.line.decides and one.verdict == "not_met"]
        if len(closed) != 1 or closed[0].line.about == "option":
            continue
        line = closed[0]
        if id(line) not in known:
            known[id(line)] = _first_day(line, match, vocabulary)
        day = known[id(line)]
        if day is not None:
            doors.append(Door(option.option.id, day, line))
    return sorted(doors, key=lambda one: (one.on, one.option))


def _first_day(line: LineVerdict, match: Match, vocabulary: Vocabulary) -> date | None:
    horizon = match.as_of + timedelta(days=_HORIZON_DAYS)
    candidates = sorted({day for day in _candidates(line) if match.as_of < day <= horizon})
    for day in candidates:
        again = judge_line(line.line, Evaluator(match.record, day, vocabulary))
        if again.verdict != "not_met":
            return day
    return None


def _candidates(line: LineVerdict) -> Iterator[date]:
    """Days on which a window lapses or an age is reached."""
    windows = {
        one.window
        for one in nodes.walk(line.line.node)
        if isinstance(one, (nodes.AnyEvent, nodes.CountEvents)) and one.window is not None
    }
    ages = {
        one.limit
        for one in nodes.walk(line.line.node)
        if isinstance(one, nodes.Compare) and one.subject == nodes.FactRef("age")
    }
    for item in line.outcome.proof:
        if isinstance(item, Event):
            last = item.end or item.start
            if last is not None and not item.ongoing:
                for window in windows:
                    yield after(last.latest, window) + timedelta(days=1)
        elif isinstance(item, Fact) and item.fact == "birth_date":
            if isinstance(item.value, PartialDate):
                for limit in ages:
                    yield after(item.value.latest, Duration(limit.value, limit.unit))
        elif isinstance(item, Fact) and item.fact == "age" and isinstance(item.value, Quantity):
            for limit in ages:
                gap = limit.value - item.value.value
                if item.on is not None and limit.unit == item.value.unit and gap > 0:
                    yield after(item.on.latest, Duration(gap, limit.unit))


def after(day: date, duration: Duration) -> date:
    """Go forward from a day by a length of time, in calendar arithmetic."""
    if duration.unit in ("a", "mo"):
        months = round(duration.value * (12 if duration.unit == "a" else 1))
        index = day.year * 12 + day.month - 1 + months
        year, month = divmod(index, 12)
        following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
        last = (following - timedelta(days=1)).day
        return date(year, month + 1, min(day.day, last))
    per_unit = {"wk": 7.0, "d": 1.0, "h": 1 / 24}[duration.unit]
    return day + timedelta(days=-(-duration.value * per_unit // 1))
