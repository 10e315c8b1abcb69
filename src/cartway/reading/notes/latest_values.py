"""The latest of the values that were gathered."""

from __future__ import annotations

from cartway.facts import Fact
from cartway.reading.notes.note import Note
from cartway.values import Quantity


def latest(note: Note, name: str) -> Fact | None:
    """The last readable value of a fact."""
    held = [one for one in note.gathered.facts if one.fact == name and one.readable]
    if not held:
        return None
    return max(held, key=lambda one: (one.on is not None, one.on.earliest if one.on else None))


def number(fact: Fact | None) -> float | None:
    """Its number, where it is exact."""
    if fact is None or not isinstance(fact.value, Quantity) or fact.value.comparator:
        return None
    return fact.value.value
