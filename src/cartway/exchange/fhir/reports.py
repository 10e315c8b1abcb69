"""DiagnosticReport: coded conclusions, and observations held inside the report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cartway.exchange.fhir.dates import date_of, read_date_or_none
from cartway.exchange.fhir.intake import Intake
from cartway.exchange.fhir.observations import read_observation
from cartway.facts import Certainty, Event, Fact, Origin

_FINAL = frozenset(("final", "amended", "corrected", "appended"))


def read_report(resource: Mapping[str, Any], intake: Intake) -> None:
    """Take one report."""
    place = f"DiagnosticReport/{resource.get('id', '')}"
    status = resource.get("status")
    if status in ("entered-in-error", "cancelled"):
        return
    for contained in resource.get("contained") or ():
        if contained.get("resourceType") == "Observation":
            read_observation(contained, intake)
    on = date_of(resource, "effective") or read_date_or_none(resource.get("issued"))
    certainty = Certainty.STATED if status in _FINAL else Certainty.UNCERTAIN
    origin = Origin(intake.document, place)
    for conclusion in resource.get("conclusionCode") or ():
        concepts = intake.concepts(conclusion, "disease")
        for concept in concepts:
            event = Event("condition", {"code": (concept,)}, None, None, False, origin, certainty)
            intake.events.append(event)
            if intake.book.is_diagnosis(concept):
                intake.facts.append(Fact("diagnosis", concept, on, None, origin, certainty))
        if not concepts:
            intake.unmapped("unmapped_code", conclusion, place)
