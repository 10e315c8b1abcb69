"""What changed between two days in law, approvals and prices, and for whom it matters?"""

from __future__ import annotations

from datetime import date

from cartway.access.load_trials import load_trials
from cartway.criteria import Option
from cartway.knowledge.changes import Change, changes
from cartway.knowledge.load import load_vocabulary

__all__ = ["Change", "new_trials", "show_changes"]


def show_changes(start: date, end: date, *, matters_to: str | None = None) -> tuple[Change, ...]:
    """Every change after `start` up to `end`, oldest first, for one role if asked.

    Raises:
        InputError: the days stand in the wrong order.
    """
    found = changes(start, end)
    return tuple(one for one in found if matters_to is None or matters_to in one.matters_to)


def new_trials(start: date, end: date) -> int:
    """How many trials of the snapshot say that they started after `start` up to `end`."""
    days = (str(one.details.get("started_on") or "") for one in _trials())
    return sum(start.isoformat() < day <= end.isoformat() for day in days if len(day) == 10)


def _trials() -> tuple[Option, ...]:
    return load_trials(load_vocabulary()).options
