"""How the rules came about, which claims about them are false, and what took whose place."""

from __future__ import annotations

from datetime import date
from typing import Any

from cartway.access.plain_data import as_plain
from cartway.knowledge.pathways import pathway, pathways_in_force
from cartway.knowledge.regulations import (
    false_claims,
    regulation,
    regulations,
    successors,
    timeline,
)

Row = dict[str, Any]


def rules_timeline(as_of: date) -> list[Row]:
    """The turns in the history of the rules up to a day, oldest first."""
    return [as_plain(one) for one in timeline() if one.on.earliest <= as_of]


def show_false_claims() -> list[Row]:
    """Claims about the rules that are seen and wrong, each with the rules against it."""
    return [{**as_plain(one), "pending": one.pending} for one in false_claims().values()]


def show_rule(name: str, as_of: date) -> Row:
    """One rule as of a day, with what it took the place of and what took its place.

    Raises:
        InputError: no such rule; names the nearest.
    """
    one = regulation(name)
    known = regulations()
    return {
        **as_plain(one),
        "state": one.state(as_of),
        "pending": one.pending,
        "after": [_named(each) for each in successors(name)],
        "before": [_named(each) for each in one.supersedes if each in known],
        "pathways": [
            {"id": way.id, "name": way.name.model_dump()}
            for way in pathways_in_force(as_of)
            if name in way.legal_basis
        ],
    }


def rule_stages() -> tuple[str, ...]:
    """Every stage that a rule can touch."""
    return tuple(sorted({stage for one in regulations().values() for stage in one.stages}))


def rule_roles() -> tuple[str, ...]:
    """Every role that a rule can bind."""
    return ("patient", "hospital", "sponsor", "other")


def key_days() -> tuple[date, ...]:
    """The days on which the law turned, oldest first: the first day each turn allows."""
    return tuple(sorted({one.on.earliest for one in timeline()}))


def show_pathway(name: str) -> Row:
    """One pathway with everything recorded of it.

    Raises:
        InputError: no such pathway; names the nearest.
    """
    one = pathway(name)
    known = regulations()
    return {
        **as_plain(one),
        "legal_basis": [_named(each) for each in one.legal_basis if each in known],
        "lines": [{**as_plain(line), "pending": line.pending} for line in one.eligibility],
    }


def _named(name: str) -> Row:
    return {"id": name, "title": regulations()[name].title.model_dump()}
