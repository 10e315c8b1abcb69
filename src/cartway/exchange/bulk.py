"""FHIR Bulk Data: whose a resource is, and a patient's record from all of them."""

from __future__ import annotations

from typing import Any

from cartway.exchange.fhir.reader import read_bundle
from cartway.facts import Record

_FIELDS = ("subject", "patient", "beneficiary")
# What belongs to no one patient, and is referred to by what does.
_SHARED = ("Medication", "Organization", "Practitioner", "Location", "Group", "Device")


def patient_of(resource: dict[str, Any]) -> str | None:
    """The id of the patient that a resource is about."""
    if resource.get("resourceType") == "Patient":
        return _text(resource.get("id"))
    for field in _FIELDS:
        held = resource.get(field)
        reference = held.get("reference") if isinstance(held, dict) else None
        if isinstance(reference, str) and "Patient/" in reference:
            return _text(reference.rsplit("Patient/", 1)[1].split("/", 1)[0])
    return None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def read_resources(patient: str, resources: list[Any]) -> Record:
    """Read one patient from resources in any order.

    Raises:
        InputError: the patient's own resource is missing or there are two.
    """
    return read_bundle(resources, document="bulk", patient=patient)
