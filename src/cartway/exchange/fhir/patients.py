"""Patient: birth, sex, country."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cartway.exchange.fhir.dates import read_date_or_none
from cartway.exchange.fhir.intake import Intake
from cartway.facts import Fact, Origin

_BIRTH_SEX = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex"
_SEXES = {"male": "male", "female": "female", "m": "male", "f": "female"}


def read_patient_resource(patient: Mapping[str, Any], intake: Intake) -> None:
    """Take birth date, sex and country."""
    place = f"Patient/{patient.get('id', '')}"
    birth = patient.get("birthDate")
    born = read_date_or_none(birth)
    if born is not None:
        intake.facts.append(
            Fact("birth_date", born, None, None, Origin(intake.document, place + ".birthDate"))
        )
    elif birth is not None:
        intake.findings.add("not_a_date", "birthDate", place)
    sex = _SEXES.get(str(_birth_sex(patient) or patient.get("gender")).casefold())
    if sex and sex in intake.book.vocabulary.concepts:
        intake.facts.append(
            Fact("sex", sex, None, None, Origin(intake.document, place + ".gender"))
        )
    _take_country(patient, place, intake)
    if patient.get("deceasedBoolean") is True or patient.get("deceasedDateTime"):
        intake.findings.add("deceased", "the record says that the patient has died", place)


def _birth_sex(patient: Mapping[str, Any]) -> object:
    for extension in patient.get("extension") or ():
        if isinstance(extension, dict) and extension.get("url") == _BIRTH_SEX:
            code = extension.get("valueCode")
            return code if code in ("M", "F") else None
    return None


def _take_country(patient: Mapping[str, Any], place: str, intake: Intake) -> None:
    found = set()
    for address in patient.get("address") or ():
        country = address.get("country") if isinstance(address, dict) else None
        if isinstance(country, str) and address.get("use") != "old":
            named = intake.book.vocabulary.by_code("iso3166", country.upper())
            concept = named[0] if named else intake.book.named_concept(country, "country")
            if concept:
                found.add(concept)
    if len(found) == 1:
        origin = Origin(intake.document, place + ".address")
        intake.facts.append(Fact("country_of_residence", found.pop(), None, None, origin))
