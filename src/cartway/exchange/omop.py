"""A person of the OMOP Common Data Model as a record, by way of the FHIR reader.

Each row comes with the vocabulary and code of its concept, as `cohort.omop_source` joins them.

Source: OHDSI, OMOP Common Data Model 5.4; vocabulary ids as Athena gives them.
"""

from __future__ import annotations

from typing import Any

from cartway.exchange.fhir.reader import read_bundle
from cartway.facts import Record

_ADDRESSES = {
    "LOINC": "http://loinc.org",
    "SNOMED": "http://snomed.info/sct",
    "ICD10": "http://hl7.org/fhir/sid/icd-10",
    "ICD10CM": "http://hl7.org/fhir/sid/icd-10-cm",
    "ICD10CN": "http://hl7.org/fhir/sid/icd-10",
    "RxNorm": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "ATC": "http://www.whocc.no/atc",
    "NCIt": "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl",
}
_SEXES = {"M": "male", "F": "female"}
_KINDS = {
    "condition_occurrence": "Condition",
    "drug_exposure": "MedicationStatement",
    "procedure_occurrence": "Procedure",
    "measurement": "Observation",
    "observation": "Observation",
}
_SIGNS = ("<=", ">=", "<", ">")


def read_person(person: str, rows: list[Any]) -> Record:
    """Read one person.

    Raises:
        InputError: there is no row of the table person, or more than one.
    """
    resources = [_resource(row, at, person) for at, row in enumerate(rows)]
    return read_bundle(resources, document="omop", patient=person)


def _resource(row: dict[str, Any], at: int, person: str) -> dict[str, Any]:
    if row["table"] == "person":
        patient: dict[str, Any] = {"resourceType": "Patient", "id": person}
        if row.get("born"):
            patient["birthDate"] = row["born"]
        if row.get("sex") in _SEXES:
            patient["gender"] = _SEXES[row["sex"]]
        return patient
    kind = _KINDS[row["table"]]
    resource: dict[str, Any] = {
        "resourceType": kind,
        "id": f"{row['table']}-{row.get('id', at)}".replace("_", "-"),
        "subject": {"reference": f"Patient/{person}"},
    }
    coded = _coded(row)
    start, end = row.get("start"), row.get("end")
    if kind == "Condition":
        resource.update(code=coded, onsetDateTime=start, abatementDateTime=end)
    elif kind == "MedicationStatement":
        period = {"start": start, "end": end}
        resource.update(
            medicationCodeableConcept=coded,
            status="completed",
            effectivePeriod={name: day for name, day in period.items() if day},
        )
    elif kind == "Procedure":
        resource.update(code=coded, status="completed", performedDateTime=start)
    else:
        resource.update(code=coded, status="final", effectiveDateTime=start, **_value(row))
    return {name: held for name, held in resource.items() if held is not None}


def _coded(row: dict[str, Any]) -> dict[str, Any]:
    pairs = (
        (row.get("system"), row.get("code")),
        (row.get("source_system"), row.get("source_code")),
    )
    codings = [
        {"system": _ADDRESSES.get(str(system), str(system)), "code": code}
        for system, code in pairs
        if system and code
    ]
    return {"coding": codings, **({"text": row["name"]} if row.get("name") else {})}


def _value(row: dict[str, Any]) -> dict[str, Any]:
    if row.get("number") is not None:
        unit = row.get("unit") or row.get("unit_text")
        quantity: dict[str, Any] = {"value": float(row["number"])}
        if unit:
            quantity.update(unit=unit, code=unit, system="http://unitsofmeasure.org")
        if row.get("sign") in _SIGNS:
            quantity["comparator"] = row["sign"]
        value: dict[str, Any] = {"valueQuantity": quantity}
        if row.get("upper_limit") is not None:
            high = {name: held for name, held in quantity.items() if name != "comparator"}
            value["referenceRange"] = [{"high": {**high, "value": float(row["upper_limit"])}}]
        return value
    if row.get("answer_code"):
        system = str(row.get("answer_system"))
        coding = {"system": _ADDRESSES.get(system, system), "code": row["answer_code"]}
        return {"valueCodeableConcept": {"coding": [coding]}}
    return {}
