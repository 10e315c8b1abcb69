"""AllergyIntolerance: allergies, refuted ones, and *no known allergies*."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cartway.exchange.fhir.dates import read_date_or_none
from cartway.exchange.fhir.intake import Intake, has_code, names_in
from cartway.exchange.fhir.medications import ingredients_named
from cartway.facts import Absence, Certainty, Event, Origin

_NO_KNOWN_ALLERGY = ("716186003", "no-known-allergies")


def read_allergy(resource: Mapping[str, Any], intake: Intake) -> None:
    """Take one allergy or intolerance."""
    place = f"AllergyIntolerance/{resource.get('id', '')}"
    verification = resource.get("verificationStatus")
    if has_code(verification, "entered-in-error"):
        return
    definition = intake.book.vocabulary.events.get("allergy")
    coded = resource.get("code")
    if definition is None:
        intake.unmapped("unmapped_code", coded, place)
        return
    if has_code(coded, *_NO_KNOWN_ALLERGY):
        intake.complete.add("allergy")
        return
    system = definition.attributes[definition.main].system or "treatment"
    concepts = intake.concepts(coded, system)
    for name in names_in(coded):
        concepts = concepts or ingredients_named(name, intake)
    if not concepts:
        intake.unmapped("unmapped_code", coded, place)
        return
    origin = Origin(intake.document, place)
    if has_code(verification, "refuted"):
        intake.absences.extend(Absence("allergy", one, None, origin) for one in concepts)
        return
    doubted = has_code(verification, "unconfirmed", "presumed")
    intake.events.append(
        Event(
            "allergy",
            {definition.main: concepts},
            read_date_or_none(resource.get("onsetDateTime") or resource.get("recordedDate")),
            None,
            not has_code(resource.get("clinicalStatus"), "resolved", "inactive"),
            origin,
            Certainty.UNCERTAIN if doubted else Certainty.STATED,
        )
    )
