"""Medication resources: what was given, ordered or said to be taken, as events with an agent.

A plan, a draft or a cancelled order is not a treatment; a single dose that was left out says
nothing of the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cartway.exchange.codebook import CodeBook
from cartway.exchange.fhir.blanks import treatment_event
from cartway.exchange.fhir.dates import date_of, period_of, read_date_or_none
from cartway.exchange.fhir.drug_names import ingredients
from cartway.exchange.fhir.intake import Intake, names_in
from cartway.facts import Absence, Certainty, Origin
from cartway.values import PartialDate

_PLANNED = frozenset(("proposal", "plan", "option"))
_NOT_GIVEN = frozenset(
    ("draft", "cancelled", "entered-in-error", "not-done", "intended", "declined", "preparation")
)
_GOING_ON = frozenset(("active", "in-progress"))  # what is on hold is not being taken
Days = tuple[PartialDate | None, PartialDate | None]


def read_medication_request(resource: Mapping[str, Any], intake: Intake) -> None:
    """Take an order that was carried out or is being carried out."""
    place = f"MedicationRequest/{resource.get('id', '')}"
    if resource.get("intent") in _PLANNED or resource.get("doNotPerform") is True:
        intake.findings.add("planned_only", "a treatment that is only planned", place)
        return
    start = read_date_or_none(resource.get("authoredOn"))
    end: PartialDate | None = None
    for dosage in resource.get("dosageInstruction") or ():
        repeat = (dosage.get("timing") or {}).get("repeat") or {}
        bounds = repeat.get("boundsPeriod") or {}
        start = read_date_or_none(bounds.get("start")) or start
        end = read_date_or_none(bounds.get("end")) or end
    _take(resource, place, (start, end), intake)


def read_medication_administration(resource: Mapping[str, Any], intake: Intake) -> None:
    """Take a dose or course that was given."""
    place = f"MedicationAdministration/{resource.get('id', '')}"
    _take(resource, place, period_of(resource, "effective"), intake)


def read_medication_dispense(resource: Mapping[str, Any], intake: Intake) -> None:
    """Take what was handed over."""
    day = read_date_or_none(resource.get("whenHandedOver") or resource.get("whenPrepared"))
    _take(resource, f"MedicationDispense/{resource.get('id', '')}", (day, None), intake)


def read_medication_statement(resource: Mapping[str, Any], intake: Intake) -> None:
    """Take what is said to be taken, or said not to be."""
    place = f"MedicationStatement/{resource.get('id', '')}"
    if resource.get("status") == "not-taken":
        _take_absence(resource, place, intake)
    else:
        start, end = period_of(resource, "effective")
        if "effectiveDateTime" in resource:
            end = None  # a moment in a course; when it ended is not said
        _take(resource, place, (start, end), intake)


def _take_absence(resource: Mapping[str, Any], place: str, intake: Intake) -> None:
    """*Not taken* holds from the day it speaks of; without one it proves nothing."""
    start, _ = period_of(resource, "effective")
    since = start or read_date_or_none(resource.get("dateAsserted"))
    if since is None:
        intake.findings.add("undated_absence", "a drug not taken, without a date", place)
        return
    origin = Origin(intake.document, place)
    for agent in agents_of(resource, intake):
        for events in lists_of(agent, intake.book):
            intake.absences.append(Absence(events, agent, since, origin))


def _take(resource: Mapping[str, Any], place: str, days: Days, intake: Intake) -> None:
    status = resource.get("status")
    if status in _NOT_GIVEN:
        if status != "entered-in-error":
            intake.findings.add("not_given", "a treatment that was not given", place)
        return
    coded = _coded(resource, intake)
    agents = intake.concepts(coded, "treatment") or _agents_of(coded, resource, intake)
    if not agents:
        intake.unmapped("unmapped_medication", coded, place)
        return
    start, end = days
    ongoing = status in _GOING_ON and end is None
    certainty = Certainty.UNCERTAIN if status == "unknown" else Certainty.STATED
    record_agents(agents, start, None if ongoing else end, ongoing, place, certainty, intake)


def record_agents(
    agents: tuple[str, ...],
    start: PartialDate | None,
    end: PartialDate | None,
    ongoing: bool,
    place: str,
    certainty: Certainty,
    intake: Intake,
) -> None:
    """Record a treatment in the list that its kind belongs to, or in both."""
    origin = Origin(intake.document, place)
    for events, held in _by_list(agents, intake.book):
        intake.events.append(treatment_event(events, held, start, end, ongoing, origin, certainty))


@lru_cache(maxsize=16384)
def _by_list(agents: tuple[str, ...], book: CodeBook) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The lists that treatments belong to, each with those of them that it takes."""
    found: dict[str, list[str]] = {}
    for agent in agents:
        for events in lists_of(agent, book):
            found.setdefault(events, []).append(agent)
    return tuple((events, tuple(held)) for events, held in found.items())


def lists_of(agent: str, book: CodeBook) -> tuple[str, ...]:
    """The event lists that a treatment belongs to."""
    if book.is_both(agent):
        return ("prior_therapy", "medication")
    therapy = ("prior_therapy",) if book.is_therapy(agent) else ()
    procedure = ("procedure",) if book.is_procedure(agent) else ()
    return (*therapy, *procedure) or ("medication",)


def _coded(resource: Mapping[str, Any], intake: Intake) -> object:
    coded = resource.get("medicationCodeableConcept")
    if coded is None:
        medication = intake.find(resource, resource.get("medicationReference"))
        coded = medication.get("code") if medication else None
    return coded


def agents_of(resource: Mapping[str, Any], intake: Intake) -> tuple[str, ...]:
    """The treatments that a medication resource names: by code, name, or ingredients."""
    coded = _coded(resource, intake)
    return intake.concepts(coded, "treatment") or _agents_of(coded, resource, intake)


def _agents_of(coded: object, resource: Mapping[str, Any], intake: Intake) -> tuple[str, ...]:
    """The treatments in a product's name, else those among its ingredients."""
    for name in names_in(coded):
        named = ingredients_named(name, intake)
        if named:
            return named
    medication = intake.find(resource, resource.get("medicationReference"))
    held: dict[str, None] = {}
    for one in (medication or {}).get("ingredient") or ():
        item = one.get("itemCodeableConcept")
        for concept in intake.concepts(item, "treatment"):
            held[concept] = None
    return tuple(held)


def ingredients_named(name: str, intake: Intake) -> tuple[str, ...]:
    """The treatments in a product's name, those that are known."""
    return _ingredients_named(name, intake.book)


@lru_cache(maxsize=16384)
def _ingredients_named(name: str, book: CodeBook) -> tuple[str, ...]:
    held: dict[str, None] = {}
    for tries in ingredients(name, book.roles.salts):
        for one in tries:
            concept = book.named_concept(one, "treatment")
            if concept:
                held[concept] = None
                break
    return tuple(held)


def read_immunization(resource: Mapping[str, Any], intake: Intake) -> None:
    """Take a vaccine that was given."""
    place = f"Immunization/{resource.get('id', '')}"
    if resource.get("status") != "completed":
        return
    agents = intake.concepts(resource.get("vaccineCode"), "treatment")
    if not agents:
        agents = ("vaccine",) if "vaccine" in intake.book.vocabulary.concepts else ()
    if not agents:
        intake.unmapped("unmapped_code", resource.get("vaccineCode"), place)
        return
    day = date_of(resource, "occurrence")
    record_agents(agents, day, day, False, place, Certainty.STATED, intake)
