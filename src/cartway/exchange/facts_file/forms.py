"""The form of a facts file: what its entries hold before any name in them is looked up."""

from __future__ import annotations

from typing import Any

from cartway.facts import Certainty
from cartway.knowledge.load import Record as FileRecord


class FactEntry(FileRecord):
    """One fact."""

    fact: str
    value: str
    unit: str | None = None
    on: str | None = None
    argument: str | None = None
    certainty: Certainty = Certainty.STATED
    upper_limit: float | None = None
    lower_limit: float | None = None


class AbsenceEntry(FileRecord):
    """Something that did not happen."""

    events: str
    concept: str
    since: str | None = None
    status: str | None = None


class FactsFile(FileRecord):
    """The whole file; the attributes of an event depend on its list and are checked later."""

    facts: tuple[FactEntry, ...] = ()
    events: tuple[dict[str, Any], ...] = ()
    absences: tuple[AbsenceEntry, ...] = ()
    complete: tuple[str, ...] = ()
    note: str | None = None
