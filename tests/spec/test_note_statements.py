"""Every row of the table of statements gives what it says."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from cartway.facts import Certainty, Event, Record
from cartway.knowledge.load import load_vocabulary
from cartway.reading.notes import read_note

ROWS: list[dict[str, Any]] = [
    row
    for path in sorted((Path(__file__).parent / "notes").glob("*.yaml"))
    for row in yaml.safe_load(path.read_text(encoding="utf-8"))
]


def name(fact: Any) -> str:
    """A fact with its argument, as the table writes it."""
    return f"{fact.fact}({fact.argument})" if fact.argument else str(fact.fact)


def is_a(value: object, target: str) -> bool:
    """Whether a concept is the target or below it."""
    return isinstance(value, str) and target in load_vocabulary().hierarchy.ancestors(value)


def holds(event: Event, wanted: list[str]) -> bool:
    """Whether an event is the one a row wants."""
    events, concept, *rest = wanted
    values = [one for held in event.attributes.values() for one in held]
    if event.events != events or not any(is_a(one, concept) for one in values):
        return False
    for part in rest:
        key, _, value = part.partition("=")
        if key in ("start", "end") and str(getattr(event, key)) != value:
            return False
        if part in ("ongoing", "over") and event.ongoing is not (part == "ongoing"):
            return False
        if key == "dose" and not any(
            getattr(one, "value", None) == float(value)
            for one in event.attributes.get("dose_per_day", ())
        ):
            return False
        if part == "undated" and event.start is not None:
            return False
        if key == "status" and event.attributes.get("status") != (value,):
            return False
    return True


@pytest.mark.parametrize("row", ROWS, ids=[row["title"] for row in ROWS])
def test_row_gives_what_it_says(row: dict[str, Any]) -> None:
    record: Record = read_note(row["note"], load_vocabulary(), date(2026, 11, 22)).record
    assert not record.findings
    held = [(name(one), str(one.value)) for one in record.facts]
    for fact, value in row.get("facts", []):
        assert (fact, str(value)) in held
    named = {one for one, _ in held}
    for fact in row.get("absent", []):
        assert fact not in named
    for fact, day in row.get("on", {}).items():
        assert day in {str(one.on) for one in record.facts if name(one) == fact}
    for fact, limit in row.get("upper", {}).items():
        assert limit in {one.upper_limit for one in record.facts if name(one) == fact}
    for fact, certainty in ((f, Certainty.PENDING) for f in row.get("pending", [])):
        assert {one.certainty for one in record.facts if name(one) == fact} == {certainty}
    for fact in row.get("uncertain", []):
        assert {one.certainty for one in record.facts if name(one) == fact} == {Certainty.UNCERTAIN}
    for wanted in row.get("events", []):
        assert any(holds(event, wanted) for event in record.events), wanted
    for wanted in row.get("no_events", []):
        assert not any(holds(event, wanted) for event in record.events), wanted
    for events, concept, *rest in row.get("denied", []):
        since = rest[0].partition("=")[2] if rest else None
        assert any(
            one.events == events
            and one.concept == concept
            and (since is None or str(one.since) == since)
            for one in record.absences
        ), (concept, since)
    for events, concept in row.get("not_denied", []):
        assert not any(
            one.events == events and one.concept == concept for one in record.absences
        ), concept
    assert set(row.get("complete", [])) <= record.complete
    assert not set(row.get("not_complete", [])) & record.complete
