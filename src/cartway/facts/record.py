"""A patient's record: dated facts and events, what is known to be absent, what is complete."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from cartway.values import PartialDate, Quantity

Value = Quantity | str | bool | PartialDate


class Certainty(StrEnum):
    """How sure the record is of a fact."""

    STATED = "stated"
    DERIVED = "derived"  # computed by cartway from stated facts
    UNCERTAIN = "uncertain"  # the record itself doubts it, or it was hardly legible
    PENDING = "pending"  # asked for, the result is not there yet


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a fact was found.

    Attributes:
        document: name of the file or kind of source.
        place: resource id, field, or heading.
        start, end: offsets into the text of a note, end exclusive.
    """

    document: str = ""
    place: str = ""
    start: int | None = None
    end: int | None = None

    def __str__(self) -> str:
        place = self.place
        if self.start is not None:
            place = f"{place} {self.start}-{self.end}".strip()
        return f"{self.document}: {place}" if self.document and place else self.document or place


@dataclass(frozen=True, slots=True)
class Fact:
    """One recorded value.

    Attributes:
        fact: id in the vocabulary.
        value: Quantity for quantities and scores, concept id for codes and results, True or False
            for presence.
        on: the day it held.
        argument: concept id, for facts such as ``antigen_expression(cd19)``.
        upper_limit, lower_limit: the laboratory's reference limits, in the unit of the value.
        readable: False if the unit could not be made out or does not fit; it then proves nothing.
    """

    fact: str
    value: Value
    on: PartialDate | None = None
    argument: str | None = None
    origin: Origin = field(default_factory=Origin)
    certainty: Certainty = Certainty.STATED
    upper_limit: float | None = None
    lower_limit: float | None = None
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Event:
    """One dated happening of a list: a line of therapy, a drug, a condition.

    Attributes:
        events: id of the list.
        attributes: attribute id to its values; several when several hold.
        start, end: first and last day; equal for what happened on one day; end None if unknown.
        ongoing: goes on at the date of the record.
    """

    events: str
    attributes: Mapping[str, tuple[Value, ...]]
    start: PartialDate | None = None
    end: PartialDate | None = None
    ongoing: bool = False
    origin: Origin = field(default_factory=Origin)
    certainty: Certainty = Certainty.STATED


@dataclass(frozen=True, slots=True)
class Absence:
    """Something the record says did not happen: *no CAR-T so far*, *denies seizures*.

    Attributes:
        concept: nothing at or below it is in the list, by the list's main attribute.
        since: absent from this day on only (*no steroids since 13 September*); None is ever.
        status: when given, absent only with this status (*no active infection*).
    """

    events: str
    concept: str
    since: PartialDate | None = None
    origin: Origin = field(default_factory=Origin)
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What could not be used of the input, and why. Holds codes and places, never values."""

    kind: str
    what: str
    where: str = ""


@dataclass(frozen=True)
class Record:
    """All that is known of one patient.

    Attributes:
        complete: ids of event lists that hold everything there was.
        findings: what was not mapped or not usable.
    """

    facts: tuple[Fact, ...] = ()
    events: tuple[Event, ...] = ()
    absences: tuple[Absence, ...] = ()
    complete: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()

    @cached_property
    def _facts_by_name(self) -> dict[tuple[str, str | None], tuple[Fact, ...]]:
        grouped: dict[tuple[str, str | None], list[Fact]] = {}
        for one in self.facts:
            grouped.setdefault((one.fact, one.argument), []).append(one)
        return {key: tuple(held) for key, held in grouped.items()}

    @cached_property
    def _events_by_list(self) -> dict[str, tuple[Event, ...]]:
        grouped: dict[str, list[Event]] = {}
        for one in self.events:
            grouped.setdefault(one.events, []).append(one)
        return {key: tuple(held) for key, held in grouped.items()}

    def facts_of(self, name: str, argument: str | None = None) -> tuple[Fact, ...]:
        """Every recorded value of a fact, in the order of the record."""
        return self._facts_by_name.get((name, argument), ())

    def events_of(self, name: str) -> tuple[Event, ...]:
        """Every recorded event of a list, in the order of the record."""
        return self._events_by_list.get(name, ())

    def absences_of(self, name: str) -> tuple[Absence, ...]:
        """What is recorded as absent from a list."""
        return tuple(one for one in self.absences if one.events == name)

    def extended(
        self,
        facts: Iterable[Fact] = (),
        events: Iterable[Event] = (),
        absences: Iterable[Absence] = (),
        complete: Iterable[str] = (),
        findings: Iterable[Finding] = (),
    ) -> Record:
        """The record with more in it."""
        return Record(
            (*self.facts, *facts),
            (*self.events, *events),
            (*self.absences, *absences),
            self.complete | frozenset(complete),
            (*self.findings, *findings),
        )
