"""Observation: laboratory values, scores, stages, markers, with their components."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cartway.exchange.codebook import FactTarget
from cartway.exchange.fhir.dates import date_of, read_date, read_date_or_none
from cartway.exchange.fhir.intake import Intake, code_shown, names_in
from cartway.exchange.fhir.limits import reference_limits
from cartway.exchange.fhir.measurements import plain_measurement
from cartway.exchange.fhir.values import Unreadable, read_value
from cartway.facts import Absence, Certainty, Fact, Origin
from cartway.values import PartialDate, Quantity

__all__ = ["plain_measurement", "read_observation"]

_SKIPPED = frozenset(("entered-in-error", "cancelled"))
_CERTAINTIES = {
    "final": Certainty.STATED,
    "amended": Certainty.STATED,
    "corrected": Certainty.STATED,
    "registered": Certainty.PENDING,
    "preliminary": Certainty.PENDING,
}
AWAITED = ""  # a result that was asked for and is not there yet
_ROOM_AIR = "oxygen_saturation_room_air"
_OF_OTHERS = ("Patient/", "RelatedPerson/", "Group/", "Device/")


def read_observation(resource: Mapping[str, Any], intake: Intake) -> None:
    """Take one observation and its components."""
    status = resource.get("status")
    certainty = _CERTAINTIES.get(status)  # type: ignore[arg-type]  # whatever the record holds
    if certainty is None:
        if status in _SKIPPED:
            return
        certainty = Certainty.UNCERTAIN
    place = f"{resource.get('resourceType', 'Observation')}/{resource.get('id', '')}"
    if "focus" in resource and _focus_is_another(resource, intake):
        intake.findings.add("another_subject", "an observation about another person", place)
        return
    given = resource.get("effectiveDateTime")
    on = read_date(given) if given is not None else None
    if on is None:
        on = date_of(resource, "effective") or read_date_or_none(resource.get("issued"))
    origin = Origin(intake.document, place)
    components = resource.get("component") or ()
    if "extension" in resource:
        _take_absent_comorbidities(resource, origin, intake)
    taken = _take(resource, resource, on, origin, certainty, intake)
    for component in components:
        _take(component, resource, on, origin, certainty, intake, owner=taken)
    if not taken and not components and not resource.get("hasMember"):
        _tell_untaken(resource, place, intake)


def _take_absent_comorbidities(resource: Mapping[str, Any], origin: Origin, intake: Intake) -> None:
    """mCODE's comorbidities name conditions that are looked for and not there now."""
    for extension in resource["extension"]:
        if str(extension.get("url", "")).endswith("/mcode-related-condition-absent"):
            for concept in intake.concepts(extension.get("valueCodeableConcept"), "disease"):
                intake.absences.append(
                    Absence("condition", concept, None, origin, "condition_active")
                )


def _focus_is_another(resource: Mapping[str, Any], intake: Intake) -> bool:
    for focus in resource.get("focus") or ():
        reference = focus.get("reference")
        if isinstance(reference, str) and reference not in intake.opened.names:
            found = intake.opened.find(reference)
            kind = f"{found.get('resourceType')}/" if found else reference
            if kind.startswith(_OF_OTHERS):
                return True
    return False


def _tell_untaken(resource: Mapping[str, Any], place: str, intake: Intake) -> None:
    coded = resource.get("code")
    known = any(one.facts for one in intake.meanings(coded))
    if not known:
        intake.findings.add("unmapped_code", code_shown(coded), place)
    elif "dataAbsentReason" in resource:
        intake.findings.add("no_value", code_shown(coded), place)


def _take(
    part: Mapping[str, Any],
    whole: Mapping[str, Any],
    on: PartialDate | None,
    origin: Origin,
    certainty: Certainty,
    intake: Intake,
    owner: Sequence[FactTarget] = (),
) -> list[FactTarget]:
    """Record what one observation or component says; the facts it was read as."""
    taken: list[FactTarget] = []
    for target in _targets(part, intake):
        if any(target.definition is one.definition for one in owner):
            continue
        if target.definition.id == _ROOM_AIR and _with_oxygen(whole, intake):
            intake.findings.add("not_on_room_air", target.definition.id, origin.place)
            continue
        argument = target.argument
        if target.definition.argument is not None and argument is None:
            argument = _argument(target.definition.argument, whole, intake)
            if argument is None:
                intake.findings.add("argument_unclear", target.definition.id, origin.place)
                continue
        fact = _fact(part, target, argument, on, origin, certainty, intake)
        if fact is not None:
            intake.facts.append(fact)
            taken.append(target)
    if not taken and "valueCodeableConcept" in part:
        taken += _said_by_value(part, on, origin, certainty, intake)
    return taken


def _with_oxygen(whole: Mapping[str, Any], intake: Intake) -> bool:
    """Whether the oxygen saturation was measured while oxygen was given."""
    for component in whole.get("component") or ():
        for coding in (component.get("code") or {}).get("coding") or ():
            limit = intake.book.roles.added_oxygen.get(str(coding.get("code")))
            given = (component.get("valueQuantity") or {}).get("value")
            if limit is not None and isinstance(given, (int, float)) and given > limit:
                return True
    return False


def _targets(part: Mapping[str, Any], intake: Intake) -> tuple[FactTarget, ...]:
    """The facts that a code stands for, or that its name is."""
    coded = part.get("code")
    if type(coded) is not dict:
        return ()
    codings: Any = coded.get("coding")
    if not codings or len(codings) > 1:
        return _look_up(coded, intake)
    one = codings[0]  # nearly always the only one
    key = (one.get("system"), one.get("code"), one.get("display"), coded.get("text"))
    known = intake.book.targets.get(key)
    if known is None:
        known = _look_up(coded, intake)
        intake.book.remember_targets(key, known)
    return known


def _look_up(coded: Mapping[str, Any], intake: Intake) -> tuple[FactTarget, ...]:
    found = {
        (target.definition.id, target.argument): target
        for meaning in intake.meanings(coded)
        for target in meaning.facts
    }
    if not found:
        for text in names_in(coded):
            named = intake.book.named_fact(text)
            if named:
                return (named,)
    return tuple(found.values())


def _argument(system: str, whole: Mapping[str, Any], intake: Intake) -> str | None:
    """The antigen or gene of an observation, from its components or its own code."""
    found: dict[str, None] = {}
    for component in whole.get("component") or ():
        found.update(dict.fromkeys(intake.concepts(component.get("valueCodeableConcept"), system)))
    if not found:
        found.update(dict.fromkeys(intake.concepts(whole.get("code"), system)))
    return next(iter(found)) if len(found) == 1 else None


def _fact(
    part: Mapping[str, Any],
    target: FactTarget,
    argument: str | None,
    on: PartialDate | None,
    origin: Origin,
    certainty: Certainty,
    intake: Intake,
) -> Fact | None:
    definition = target.definition
    try:
        value = read_value(part, definition, intake)
    except Unreadable as given:
        intake.findings.add(given.kind, f"{definition.id}: {given.what}", origin.place)
        return Fact(definition.id, given.quantity, on, argument, origin, certainty, readable=False)
    if value is None:
        if certainty is Certainty.PENDING:
            return Fact(definition.id, AWAITED, on, argument, origin, certainty)
        if any(key.startswith("value") for key in part):
            intake.findings.add("value_not_read", definition.id, origin.place)
        return None
    low = high = None
    if type(value) is Quantity and part.get("referenceRange"):
        low, high = reference_limits(part["referenceRange"], value.unit, intake.book, definition)
    return Fact(definition.id, value, on, argument, origin, certainty, high, low)


def _said_by_value(
    part: Mapping[str, Any],
    on: PartialDate | None,
    origin: Origin,
    certainty: Certainty,
    intake: Intake,
) -> list[FactTarget]:
    """Yes-or-no facts that the value's own code says, such as *pregnant*."""
    said: list[FactTarget] = []
    for meaning in intake.meanings(part.get("valueCodeableConcept")):
        for targets, value in ((meaning.holds, True), (meaning.denies, False)):
            for target in targets:
                intake.say(target, value, on, origin, certainty)
                said.append(target)
    return said
