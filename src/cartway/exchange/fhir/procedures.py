"""Procedure: transplants, radiotherapy, cell therapy and surgery."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cartway.exchange.fhir.dates import period_of
from cartway.exchange.fhir.intake import Intake
from cartway.exchange.fhir.medications import record_agents
from cartway.facts import Certainty

_NOT_DONE = frozenset(("not-done", "preparation", "entered-in-error"))


def read_procedure(resource: Mapping[str, Any], intake: Intake) -> None:
    """Take a procedure that was done or is being done."""
    place = f"Procedure/{resource.get('id', '')}"
    status = resource.get("status")
    if status in _NOT_DONE:
        if status == "not-done":
            intake.findings.add("not_given", "a procedure that was not done", place)
        return
    certainty = Certainty.UNCERTAIN if status == "unknown" else Certainty.STATED
    coded = resource.get("code")
    start, end = period_of(resource, "performed")
    ongoing = status == "in-progress" and end is None
    treatments = intake.concepts(coded, "treatment")
    if treatments:
        record_agents(treatments, start, end, ongoing, place, certainty, intake)
    else:
        intake.unmapped("unmapped_procedure", coded, place)
