"""DiagnosticReport: coded conclusions, observations held inside it, and what cannot be read of it.

The results that a report refers to are resources of their own and are read there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cartway.exchange.fhir.dates import date_of, read_date_or_none
from cartway.exchange.fhir.intake import Intake
from cartway.exchange.fhir.observations import read_observation
from cartway.facts import Certainty, Event, Fact, Origin

_HEAD = (
    "resourceType", "id", "status", "code",
    "effectiveDateTime", "effectivePeriod", "effectiveInstant", "issued",
)  # fmt: skip
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
    for field in ("presentedForm", "conclusion"):
        if resource.get(field):
            intake.findings.add("report_text_not_read", f"DiagnosticReport.{field}", place)
    for result in resource.get("result") or ():
        if result.get("reference") and intake.find(resource, result) is None:
            intake.findings.add("result_not_here", "a result the report refers to", place)
    for conclusion in resource.get("conclusionCode") or ():
        if _is_result(resource, conclusion, intake):
            continue
        concepts = intake.concepts(conclusion, "disease")
        for concept in concepts:
            event = Event("condition", {"code": (concept,)}, None, None, False, origin, certainty)
            intake.events.append(event)
            if intake.book.is_diagnosis(concept):
                intake.facts.append(Fact("diagnosis", concept, on, None, origin, certainty))
        if not concepts:
            intake.unmapped("unmapped_code", conclusion, place)


def _is_result(resource: Mapping[str, Any], conclusion: object, intake: Intake) -> bool:
    """Take *detected* under the code of a test as that test's result."""
    if not intake.concepts(conclusion, "result"):
        return False
    before = len(intake.facts)
    told = {key: resource[key] for key in _HEAD if key in resource}
    read_observation(told | {"valueCodeableConcept": conclusion}, intake)
    return len(intake.facts) > before
