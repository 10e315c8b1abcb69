"""Condition: diagnoses and other conditions, with what the record doubts or refutes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cartway.exchange.fhir.dates import read_date_or_none
from cartway.exchange.fhir.intake import Intake, has_code, names_in
from cartway.facts import Absence, Certainty, Event, Fact, Origin
from cartway.values import PartialDate

_DOUBTED = ("unconfirmed", "provisional", "differential")
_ACTIVE = ("active", "recurrence", "relapse")
_OVER = ("resolved", "inactive", "remission")
_STATUSES = (
    ("active", "condition_active"),
    ("recurrence", "condition_active"),
    ("relapse", "condition_active"),
    ("remission", "condition_in_remission"),
    ("resolved", "condition_resolved"),
)
_ASSERTED = "http://hl7.org/fhir/StructureDefinition/condition-assertedDate"
_MORPHOLOGY = "/mcode-histology-morphology-behavior"


def read_condition(resource: Mapping[str, Any], intake: Intake) -> None:
    """Take one condition."""
    place = f"Condition/{resource.get('id', '')}"
    verification = resource.get("verificationStatus")
    if has_code(verification, "entered-in-error"):
        return
    coded = resource.get("code")
    concepts = _with_morphology(resource, intake.concepts(coded, "disease"), intake)
    origin = Origin(intake.document, place)
    if has_code(verification, "refuted"):
        intake.absences.extend(Absence("condition", concept, None, origin) for concept in concepts)
        said = _take_said(
            resource, intake, _asserted(resource), origin, Certainty.STATED, refuted=True
        )
        if not concepts and not said:
            intake.unmapped("unmapped_code", coded, place)
        return
    certainty = Certainty.UNCERTAIN if has_code(verification, *_DOUBTED) else Certainty.STATED
    start, said_on, end = _onset(resource), _asserted(resource), _abatement(resource)
    clinical = resource.get("clinicalStatus")
    over = end is not None or "abatementBoolean" in resource or has_code(clinical, *_OVER)
    active = has_code(clinical, *_ACTIVE) or (not over and clinical is None)
    on = start or said_on
    said = _take_said(resource, intake, on, origin, certainty, over=over)
    if not concepts:
        if not said:
            intake.unmapped("unmapped_code", coded, place)
        return
    remission = has_code(clinical, "remission")
    status = _status(clinical, active, over, intake)
    for concept in concepts:
        attributes: dict[str, tuple[str, ...]] = {"code": (concept,)}
        if status:
            attributes["status"] = (status,)
        intake.events.append(
            Event(
                "condition", attributes, start or (said_on if active else None), end,
                active and not over, origin, certainty,
            )
        )  # fmt: skip
        if intake.book.is_diagnosis(concept) and (remission or not over):
            intake.facts.append(Fact("diagnosis", concept, on, None, origin, certainty))
            _take_course(clinical, said_on, origin, certainty, intake)
    _take_stages(resource, intake, said_on or on, origin)


def _with_morphology(
    resource: Mapping[str, Any], concepts: tuple[str, ...], intake: Intake
) -> tuple[str, ...]:
    """Let mCODE's histology narrow the diagnosis; *adenocarcinoma* beside *lung cancer* adds none."""
    ancestors = intake.book.vocabulary.hierarchy.ancestors
    for extension in resource.get("extension") or ():
        if str(extension.get("url", "")).endswith(_MORPHOLOGY):
            histology = intake.concepts(extension.get("valueCodeableConcept"), "disease")
            if histology and all(set(concepts) <= ancestors(one) for one in histology):
                return histology
    return concepts


def _status(clinical: object, active: bool, over: bool, intake: Intake) -> str | None:
    for code, concept in _STATUSES:
        if has_code(clinical, code):
            return concept if concept in intake.book.vocabulary.concepts else None
    wanted = "condition_resolved" if over else "condition_active" if active else None
    return wanted if wanted in intake.book.vocabulary.concepts else None


def _take_course(
    clinical: object,
    said_on: PartialDate | None,
    origin: Origin,
    certainty: Certainty,
    intake: Intake,
) -> None:
    """FHIR's *relapse*, *recurrence* and *remission* say the state of the disease."""
    for codes, concept in (
        (("relapse", "recurrence"), "relapsed"),
        (("remission",), "in_remission"),
    ):
        if has_code(clinical, *codes) and concept in intake.book.vocabulary.concepts:
            intake.facts.append(Fact("disease_status", concept, said_on, None, origin, certainty))


def _take_said(
    resource: Mapping[str, Any],
    intake: Intake,
    on: PartialDate | None,
    origin: Origin,
    certainty: Certainty,
    *,
    refuted: bool = False,
    over: bool = False,
) -> bool:
    """Record the yes-or-no facts that the code says besides naming a disease."""
    said = False
    for meaning in intake.meanings(resource.get("code")):
        for target in (*meaning.holds, *meaning.facts):
            if target.definition.kind == "presence":
                said = True
                if not over:  # what is over does not say that it never was
                    intake.say(target, not refuted, on, origin, certainty)
        if not refuted:
            for target in meaning.denies:
                intake.say(target, False, on, origin, certainty)
                said = True
    for text in () if said else names_in(resource.get("code")):
        named = intake.book.named_fact(text)
        if named is not None and named.definition.kind == "presence":
            if not over:
                intake.say(named, not refuted, on, origin, certainty)
            return True
    return said


def _take_stages(
    resource: Mapping[str, Any], intake: Intake, on: PartialDate | None, origin: Origin
) -> None:
    for stage in resource.get("stage") or ():
        for meaning in intake.meanings(stage.get("type")):
            for definition, argument in meaning.facts:
                if definition.kind == "code" and definition.system:
                    for value in intake.concepts(stage.get("summary"), definition.system):
                        intake.facts.append(Fact(definition.id, value, on, argument, origin))


def _onset(resource: Mapping[str, Any]) -> PartialDate | None:
    period = resource.get("onsetPeriod")
    start = period.get("start") if isinstance(period, dict) else None
    return read_date_or_none(resource.get("onsetDateTime") or start)


def _abatement(resource: Mapping[str, Any]) -> PartialDate | None:
    period = resource.get("abatementPeriod")
    end = period.get("end") if isinstance(period, dict) else None
    return read_date_or_none(resource.get("abatementDateTime") or end)


def _asserted(resource: Mapping[str, Any]) -> PartialDate | None:
    for extension in resource.get("extension") or ():
        if extension.get("url") == _ASSERTED:
            return read_date_or_none(extension.get("valueDateTime"))
    return read_date_or_none(resource.get("recordedDate"))
