"""One FHIR bundle to one record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from cartway.errors import InputError
from cartway.exchange.codebook import CodeBook, load_codebook
from cartway.exchange.fhir import observations
from cartway.exchange.fhir.allergies import read_allergy
from cartway.exchange.fhir.bundles import is_about, open_bundle
from cartway.exchange.fhir.conditions import read_condition
from cartway.exchange.fhir.findings import Findings
from cartway.exchange.fhir.intake import Intake
from cartway.exchange.fhir.medications import (
    read_immunization,
    read_medication_administration,
    read_medication_dispense,
    read_medication_request,
    read_medication_statement,
)
from cartway.exchange.fhir.patients import read_patient_resource
from cartway.exchange.fhir.procedures import read_procedure
from cartway.exchange.fhir.reports import read_report
from cartway.facts import Fact, Record
from cartway.values import PartialDate

_READERS: dict[str, Callable[[Mapping[str, Any], Intake], None]] = {
    "AllergyIntolerance": read_allergy,
    "Condition": read_condition,
    "DiagnosticReport": read_report,
    "Immunization": read_immunization,
    "MedicationAdministration": read_medication_administration,
    "MedicationDispense": read_medication_dispense,
    "MedicationRequest": read_medication_request,
    "MedicationStatement": read_medication_statement,
    "Observation": observations.read_observation,
    "Procedure": read_procedure,
}
# What a resource raises when its shape is not FHIR's: a text where an object belongs, and so on.
_MISSHAPEN = (AttributeError, TypeError, KeyError, ValueError, IndexError)


def read_bundle(
    bundle: object,
    *,
    document: str = "",
    patient: str | None = None,
    book: CodeBook | None = None,
    today: date | None = None,
) -> Record:
    """Read a FHIR R4 bundle, plain or mCODE.

    Args:
        bundle: as decoded from JSON; a lone resource or a list of them is taken too.
        document: its name, for origins and messages.
        patient: ``Patient/id`` when the bundle holds several patients.
        book: what codes mean; the one installed by default.
        today: when given, a date after it is an error of the record.

    Raises:
        InputError: no patient, or it is not clear which; two resources of one identity; a date
            that has not come yet.
    """
    findings = Findings()
    opened = open_bundle(bundle, findings, document, patient)
    intake = Intake(book or load_codebook(), opened, document, findings)
    _attempt(read_patient_resource, opened.patient, intake)
    known: object = ""  # the form of reference this record uses for its patient
    unread, take = intake.book.unread_resources, intake.facts.append
    for resource in opened.resources:
        kind = resource["resourceType"]
        read = _READERS.get(kind)
        if read is None:
            if kind not in unread:
                findings.add("resource_not_read", kind, _place(resource))
            continue
        subject = resource.get("subject")
        if type(subject) is dict and subject.get("reference") == known:  # nearly always
            measured = _measured(resource, intake) if kind == "Observation" else None
            if measured is None:
                _attempt(read, resource, intake)
            else:
                take(measured)
            continue
        about = is_about(resource, opened)
        if about or (about is None and opened.alone):
            _attempt(read, resource, intake)
            if about:
                known = subject.get("reference") if type(subject) is dict else known
        else:
            findings.add("another_subject", f"{kind} of another subject", _place(resource))
    if today is not None:
        _refuse_dates_to_come(intake, today)
    return Record(
        tuple(intake.facts),
        tuple(intake.events),
        tuple(intake.absences),
        frozenset(intake.complete),
        findings.told(),
    )


def _refuse_dates_to_come(intake: Intake, today: date) -> None:
    """What has happened cannot carry a date to come; a day is allowed for time zones."""
    latest = today + timedelta(days=1)
    dated = [(one.on, one.origin) for one in intake.facts]
    dated += [(one.start, one.origin) for one in intake.events]
    dated += [(one.value, one.origin) for one in intake.facts if type(one.value) is PartialDate]
    for day, origin in dated:
        if isinstance(day, PartialDate) and day.earliest > latest:
            raise InputError(
                "this carries a date that has not come yet",
                where=str(origin),
                expected=f"a date up to {today}",
                code="F007",
            )


def _measured(resource: Mapping[str, Any], intake: Intake) -> Fact | None:
    """What the shortcut gives; where it stumbles, the long way says why."""
    try:
        return observations.plain_measurement(resource, intake)
    except _MISSHAPEN:
        return None


def _attempt(
    read: Callable[[Mapping[str, Any], Intake], None], resource: Mapping[str, Any], intake: Intake
) -> None:
    """Read one resource whole or not at all."""
    marks = len(intake.facts), len(intake.events), len(intake.absences)
    try:
        read(resource, intake)
    except _MISSHAPEN:
        del intake.facts[marks[0] :], intake.events[marks[1] :], intake.absences[marks[2] :]
        intake.findings.add(
            "misshapen", f"{resource.get('resourceType')} not in FHIR's form", _place(resource)
        )


def _place(resource: Mapping[str, Any]) -> str:
    return f"{resource.get('resourceType')}/{resource.get('id', '')}"
