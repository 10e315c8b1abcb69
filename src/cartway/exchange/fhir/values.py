"""The value of an observation as a fact of its kind; None where it says nothing of that kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import isfinite
from typing import Any

from cartway.exchange.fhir.dates import read_date_or_none
from cartway.exchange.fhir.intake import Intake, names_in
from cartway.exchange.fhir.stages import printed_stage
from cartway.facts import FactDefinition, Value
from cartway.values import PartialDate, Quantity

_NUMBER = re.compile(r"([<>]=?|[≤≥])?\s*(-?\d{1,9}(?:\.\d{1,6})?)\s*(\S.{0,24})?")
_LEADING = re.compile(
    r"(?:ECOG|PS|KPS|score|grade)?\s*:?\s*(\d{1,3})(?![\d.]|\s*[-–~/]\s*\d)\b.*", re.I
)
_COMPARATORS = {"<": "<", "<=": "<=", ">": ">", ">=": ">=", "≤": "<=", "≥": ">="}
_YES_NO = {"positive": True, "negative": False}

Part = Mapping[str, Any]


class Unreadable(Exception):  # noqa: N818  # names what the value is; it never leaves this package
    """The value is there but its unit is not one of the fact's; holds the number as recorded."""

    def __init__(self, quantity: Quantity, kind: str, what: str) -> None:
        self.quantity, self.kind, self.what = quantity, kind, what
        super().__init__(kind)


def read_value(part: Part, definition: FactDefinition, intake: Intake) -> Value | None:
    """The value of an observation or component, read as the fact's kind.

    Raises:
        Unreadable: a number whose unit is unknown, or does not measure the fact.
    """
    kind = definition.kind
    if kind == "quantity":
        return _quantity(part, definition, intake)
    if kind == "score":
        return _score(part, definition, intake)
    if kind == "result":
        return _result(part, intake)
    if kind == "presence":
        return _presence(part, definition, intake)
    if kind == "code":
        return _code(part, definition, intake)
    if kind == "date":
        day: PartialDate | None = read_date_or_none(part.get("valueDateTime"))
        return day
    return None


def _number(value: object) -> float | None:
    if type(value) is float or type(value) is int:
        number = float(value) if abs(value) < 1e15 else float("inf")
        return number if isfinite(number) else None
    return None


def _quantity(part: Part, definition: FactDefinition, intake: Intake) -> Quantity | None:
    given = part.get("valueQuantity")
    if given is not None:
        number = _number(given.get("value"))
        if number is None:
            return None
        return in_unit_of(
            number,
            given.get("comparator"),
            given.get("code"),
            given.get("unit"),
            definition,
            intake,
        )
    text = part.get("valueString")
    if isinstance(text, str) and len(text) < 60:
        match = _NUMBER.fullmatch(text.strip())
        if match:
            comparator, digits, unit = match.groups()
            return in_unit_of(float(digits), comparator, None, unit, definition, intake)
    number = _number(part.get("valueInteger", part.get("valueDecimal")))
    return None if number is None else in_unit_of(number, None, None, None, definition, intake)


def in_unit_of(
    number: float,
    comparator: object,
    code: str | None,
    text: str | None,
    definition: FactDefinition,
    intake: Intake,
) -> Quantity:
    """A number with the unit that the record gives it, if that measures the fact."""
    bound = None
    if comparator is not None:
        if comparator not in _COMPARATORS:
            raise Unreadable(Quantity(number), "comparator", "an unknown comparator")
        bound = _COMPARATORS[str(comparator)]
    unit, factor = intake.book.scale(definition, code, text)
    if unit is None:
        raise Unreadable(Quantity(number, "1", bound), "unit_unclear", "a unit that is not known")
    if factor is None:
        if unit == "[degF]" and definition.unit == "Cel":
            return Quantity(round((number - 32) / 1.8, 2), "Cel", bound)
        raise Unreadable(Quantity(number, unit, bound), "unit_unlike", "a unit that does not fit")
    if definition.plausible and bound is None:
        low, high = definition.plausible
        if not low <= number * factor <= high:
            raise Unreadable(
                Quantity(number, unit),
                "implausible",
                "a number that its unit cannot make plausible",
            )
    return Quantity(number, unit, bound)


def _score(part: Part, definition: FactDefinition, intake: Intake) -> Quantity | None:
    number = _number(part.get("valueInteger"))
    if number is None:
        given = part.get("valueQuantity")
        number = _number(given.get("value")) if given else None
    if number is None:
        coded = part.get("valueCodeableConcept")
        if coded is None:
            coded = next(iter(part.get("interpretation") or ()), None)
        number = next((m.score for m in intake.meanings(coded) if m.score is not None), None)
        for text in (*names_in(coded), part.get("valueString")):
            if number is None and isinstance(text, str) and len(text) < 200:
                match = _LEADING.fullmatch(text.strip())
                number = float(match.group(1)) if match else None
    if number is None:
        return None
    low, high = definition.plausible or (0, 10_000)
    if not low <= number <= high or number != int(number):
        raise Unreadable(Quantity(number), "implausible", "a number the scale does not have")
    return Quantity(number)


def _result(part: Part, intake: Intake) -> str | None:
    for concept in _named(part, "result", intake):
        return concept
    if part.get("valueBoolean") is not None:
        return "positive" if part["valueBoolean"] is True else "negative"
    for coded in part.get("interpretation") or ():
        for concept in intake.concepts(coded, "result"):
            return concept
    return None


def _named(part: Part, system: str, intake: Intake) -> tuple[str, ...]:
    coded = part.get("valueCodeableConcept")
    if coded is not None:
        found = intake.concepts(coded, system)
        if found:
            return found
    text = part.get("valueString", part.get("valueCode"))
    concept = intake.book.named_concept(text, system)
    return (concept,) if concept else ()


def _presence(part: Part, definition: FactDefinition, intake: Intake) -> bool | None:
    flag = part.get("valueBoolean")
    if flag is True or flag is False:
        return flag
    for meaning in intake.meanings(part.get("valueCodeableConcept")):
        if any(one.definition.id == definition.id for one in meaning.denies):
            return False
        if any(one.definition.id == definition.id for one in (*meaning.holds, *meaning.facts)):
            return True
    for concept in _named(part, "result", intake):
        return _YES_NO.get(concept)
    return None


def _code(part: Part, definition: FactDefinition, intake: Intake) -> str | None:
    system = definition.system or ""
    found = _named(part, system, intake)
    if not found:
        for coded in part.get("interpretation") or ():
            found = found or intake.concepts(coded, system)
    if not found and definition.id in intake.book.roles.stages:
        return printed_stage(part, definition.id, intake.book)
    return found[0] if len(found) == 1 else None
