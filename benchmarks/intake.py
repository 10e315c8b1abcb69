"""How fast FHIR bundles become records, against a plain pass over the same bundles.

Prints bundles a second on one core, and ratios measured in this run: against decoding the JSON
alone, and against building pydantic models of the same fields, which keeps no meaning yet.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict

from cartway.exchange.fhir import load_codebook, read_bundle

_LABS = (
    ("751-8", "10*9/L", 0.1, 8.0),
    ("777-3", "10*9/L", 5, 400),
    ("718-7", "g/dL", 6, 16),
    ("731-0", "10*9/L", 0.1, 4),
    ("1742-6", "U/L", 5, 200),
    ("1920-8", "U/L", 5, 200),
    ("14804-9", "U/L", 100, 900),
    ("14682-9", "umol/L", 40, 200),
    ("10230-1", "%", 30, 70),
    ("29463-7", "kg", 40, 100),
    ("6690-2", "10*9/L", 0.5, 20),
    ("786-4", "g/dL", 30, 36),
)
_ROUNDS = 12
_DRUGS = (("121191", "rituximab"), ("3002", "cyclophosphamide"), ("3639", "doxorubicin"))


def make_bundle(seed: int) -> bytes:
    """A bundle of fifty resources: laboratory values, treatments, conditions, visits."""
    dice = random.Random(seed)
    subject = {"reference": f"Patient/p{seed}"}
    resources: list[dict[str, Any]] = [
        {
            "resourceType": "Patient",
            "id": f"p{seed}",
            "gender": "female",
            "birthDate": "1970-05-01",
        },
        {
            "resourceType": "Condition",
            "id": "dx",
            "subject": subject,
            "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "C83.38"}]},
            "onsetDateTime": "2024-02-01",
        },
    ]
    for number in range(36):
        code, unit, low, high = _LABS[number % len(_LABS)]
        resources.append(
            {
                "resourceType": "Observation",
                "id": f"o{number}",
                "status": "final",
                "subject": subject,
                "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
                "effectiveDateTime": f"2026-{1 + number % 9:02d}-{1 + number % 28:02d}",
                "valueQuantity": {
                    "value": round(dice.uniform(low, high), 2),
                    "unit": unit,
                    "system": "http://unitsofmeasure.org",
                    "code": unit,
                },
                "referenceRange": [{"high": {"value": high, "unit": unit, "code": unit}}],
            }
        )
    for number in range(6):
        code, name = _DRUGS[number % 3]
        system = "http://www.nlm.nih.gov/research/umls/rxnorm"
        resources.append(
            {
                "resourceType": "MedicationStatement",
                "id": f"m{number}",
                "status": "completed",
                "subject": subject,
                "medicationCodeableConcept": {
                    "coding": [{"system": system, "code": code, "display": name}]
                },
                "effectivePeriod": {"start": "2024-03-01", "end": "2024-08-01"},
            }
        )
    for number in range(6):
        resources.append(
            {
                "resourceType": "Encounter",
                "id": f"e{number}",
                "status": "finished",
                "subject": subject,
            }
        )
    entries = [
        {"fullUrl": f"urn:uuid:{one['resourceType']}-{one['id']}", "resource": one}
        for one in resources
    ]
    return orjson.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries})


class _Loose(BaseModel):
    model_config = ConfigDict(extra="allow")


class _Coding(_Loose):
    system: str | None = None
    code: str | None = None
    display: str | None = None


class _Concept(_Loose):
    coding: list[_Coding] = []
    text: str | None = None


class _Quantity(_Loose):
    value: float | None = None
    unit: str | None = None
    code: str | None = None
    comparator: str | None = None


class _Range(_Loose):
    low: _Quantity | None = None
    high: _Quantity | None = None


class _Reference(_Loose):
    reference: str | None = None


class _Period(_Loose):
    start: date | None = None
    end: date | None = None


class _Resource(_Loose):
    resourceType: str  # noqa: N815  # FHIR's own name
    id: str | None = None
    status: str | None = None
    subject: _Reference | None = None
    code: _Concept | None = None
    medicationCodeableConcept: _Concept | None = None  # noqa: N815  # FHIR's own name
    valueQuantity: _Quantity | None = None  # noqa: N815  # FHIR's own name
    referenceRange: list[_Range] = []  # noqa: N815  # FHIR's own name
    effectiveDateTime: date | None = None  # noqa: N815  # FHIR's own name
    effectivePeriod: _Period | None = None  # noqa: N815  # FHIR's own name


class _Entry(_Loose):
    fullUrl: str | None = None  # noqa: N815  # FHIR's own name
    resource: _Resource


class _Bundle(_Loose):
    entry: list[_Entry]


def validated_pass(content: bytes) -> int:
    """What a validating reader does before it knows any meaning: models of the same fields."""
    return len(_Bundle.model_validate_json(content).entry)


def rates(works: Mapping[str, Callable[[bytes], object]], bundles: list[bytes]) -> dict[str, float]:
    """Bundles a second of processor time: the best of rounds in which each has its turn."""
    best = dict.fromkeys(works, 0.0)
    for _ in range(_ROUNDS):
        for name, work in works.items():
            started = time.process_time()
            for one in bundles:
                work(one)
            spent = time.process_time() - started
            best[name] = max(best[name], len(bundles) / spent)
    return best


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer bundles")
    count = 200 if parser.parse_args().quick else 1000
    bundles = [make_bundle(seed) for seed in range(count)]
    book = load_codebook()
    works: dict[str, Callable[[bytes], object]] = {
        "read": lambda one: read_bundle(orjson.loads(one), book=book),
        "decoded": orjson.loads,
        "validated": validated_pass,
    }
    found = rates(works, bundles)
    read, decoded, validated = found["read"], found["decoded"], found["validated"]
    print(f"bundles of 50 resources, {len(bundles[0]) / 1000:.0f} kB each, one core")
    print(f"read to a record      {read:8,.0f} a second")
    print(f"JSON decoded only     {decoded:8,.0f} a second ({decoded / read:.1f} × the above)")
    print(f"pydantic models only  {validated:8,.0f} a second")
    print(f"reading is {read / validated:.1f} × as fast as building pydantic models of the same")


if __name__ == "__main__":
    main()
