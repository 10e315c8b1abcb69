"""What changed between two days in law, approvals and prices, and for whom it matters?"""

from __future__ import annotations

from datetime import date
from typing import Any

from cartway.access.dates_of_knowledge import dates_of_knowledge
from cartway.access.load_trials import load_trials
from cartway.criteria import Option
from cartway.knowledge.changes import Change, changes
from cartway.knowledge.load import load_vocabulary
from cartway.knowledge.words import LANGUAGES, say

__all__ = ["Change", "new_trials", "new_trials_row", "show_changes"]


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


def new_trials_row(start: date, end: date) -> dict[str, Any]:
    """The trials that started in a period, as a change beside the others."""
    count = new_trials(start, end)
    words = {one: say("match", "new_trials", one, count=count) for one in LANGUAGES}
    return {
        "on": end.isoformat(),
        "kind": "new_trials",
        "title": words,
        "what": words,
        "matters_to": ["patient"],
        "record": "trials",
        "sources": [dates_of_knowledge().snapshot],
        "pending": False,
        "certain": False,
    }


def _trials() -> tuple[Option, ...]:
    return load_trials(load_vocabulary()).options
