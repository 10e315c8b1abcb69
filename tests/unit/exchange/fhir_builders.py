"""Small FHIR resources, valid by default."""

from __future__ import annotations

from typing import Any

from cartway.exchange.fhir import read_bundle
from cartway.facts import Fact, Record

LOINC, SNOMED = "http://loinc.org", "http://snomed.info/sct"
ICD10 = "http://hl7.org/fhir/sid/icd-10-cm"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"


def coded(system: str, code: str, display: str | None = None) -> dict[str, Any]:
    coding = {"system": system, "code": code} | ({"display": display} if display else {})
    return {"coding": [coding]}


def patient(**more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Patient", "id": "p1", "gender": "female", "birthDate": "1970-05-01"
    } | more  # fmt: skip


def observation(code: object = None, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "id": "o1",
        "status": "final",
        "subject": {"reference": "Patient/p1"},
        "code": code or coded(LOINC, "777-3"),
        "effectiveDateTime": "2026-11-01",
    } | more


def quantity(value: object, unit: str, comparator: str | None = None) -> dict[str, Any]:
    given: dict[str, Any] = {"value": value, "unit": unit, "code": unit}
    if comparator:
        given["comparator"] = comparator
    return {"valueQuantity": given}


def condition(code: object = None, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Condition",
        "id": "c1",
        "subject": {"reference": "Patient/p1"},
        "code": code or coded(ICD10, "C83.38"),
    } | more


def clinical(code: str) -> dict[str, Any]:
    return coded("http://terminology.hl7.org/CodeSystem/condition-clinical", code)


def verification(code: str) -> dict[str, Any]:
    return coded("http://terminology.hl7.org/CodeSystem/condition-ver-status", code)


def statement(name: str = "rituximab", **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationStatement",
        "id": "m1",
        "status": "completed",
        "subject": {"reference": "Patient/p1"},
        "medicationCodeableConcept": {"text": name},
        "effectivePeriod": {"start": "2025-01-10", "end": "2025-05-20"},
    } | more


def bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": one} for one in resources],
    }


def record_of(*resources: dict[str, Any], **more: Any) -> Record:
    return read_bundle(bundle(patient(), *resources), document="test.json", **more)


def only_fact(record: Record, name: str, argument: str | None = None) -> Fact:
    facts = record.facts_of(name, argument)
    assert len(facts) == 1, (name, record.facts, record.findings)
    return facts[0]


def kinds(record: Record) -> set[str]:
    return {one.kind for one in record.findings}
