"""A fact and a measure into a comparison, units fitted to the fact."""

from __future__ import annotations

from cartway.criteria.nodes import All, Compare, FactRef, Node, all_nodes
from cartway.errors import CartwayError
from cartway.facts.vocabulary import FactDefinition
from cartway.reading.numbers import Measure
from cartway.reading.units import DURATIONS
from cartway.values import Quantity, convert_factor

# Facts that a lower number makes better: a range "0-2" is an upper limit.
_FROM_ZERO = frozenset({"ecog_performance_status"})
_AT_LEAST = frozenset(
    {
        "oxygen_saturation_room_air",
        "left_ventricular_ejection_fraction",
        "karnofsky_performance_status",
    }
)
_MOST_GRAMS = 20  # a ratio of protein to creatinine below this, without a unit, counts grams


def fits(definition: FactDefinition, measure: Measure) -> bool:
    """Whether a measure can be a value of a fact."""
    if definition.kind not in ("quantity", "score"):
        return False
    if definition.id == "age":
        return measure.unit in DURATIONS or measure.unit is None
    if measure.unit is None:
        if definition.kind == "score" and definition.plausible is not None:
            return measure.value <= definition.plausible[1]
        return definition.unit not in DURATIONS
    if measure.unit in ("ULN", "LLN"):
        return definition.kind == "quantity" and definition.unit not in DURATIONS
    if definition.kind == "score":
        if definition.plausible is not None and measure.value > definition.plausible[1]:
            return False
        return measure.unit in ("1", "%")
    if _is_giga(definition, measure.unit):
        return True
    if measure.unit == "1":
        return definition.unit == "1"
    return _factor(measure.unit, definition) is not None


def _is_giga(definition: FactDefinition, unit: str | None) -> bool:
    """ "75 G/L" of cells is so many times ten to the ninth, not grams."""
    return unit == "g/L" and definition.unit == "10*9/L"


def _factor(unit: str, definition: FactDefinition) -> float | None:
    try:
        return convert_factor(unit, definition.unit, definition.molar_mass)
    except CartwayError:
        return None


def limit(definition: FactDefinition, value: float, unit: str | None) -> Quantity | None:
    """Give a limit in a unit that the fact can be compared with, or None."""
    if unit in ("ULN", "LLN"):
        return Quantity(value, unit)
    if definition.kind == "score":
        return Quantity(value, "1")
    if unit is None or (unit == "1" and definition.unit != "1"):
        if definition.unit in ("10*9/L",) and value >= 200:
            return Quantity(value, "/uL")
        if definition.id == "age":
            return Quantity(value, "a")
        if definition.id in _AT_LEAST and definition.unit == "%" and value <= 1:
            return Quantity(round(value * 100, 4), "%")  # "LVEF ≥ 0.5"
        if definition.id == "urine_protein_creatinine_ratio" and value < _MOST_GRAMS:
            return Quantity(value, "mg/mg")
        if definition.unit == "g/L" and definition.id == "haemoglobin" and value < 25:
            return Quantity(value, "g/dL")
        return Quantity(value, definition.unit)
    if definition.id == "age":
        return Quantity(value, unit)
    if _is_giga(definition, unit):
        return Quantity(value, definition.unit)
    factor = _factor(unit, definition)
    return None if factor is None else Quantity(value, unit)


def comparison(
    definition: FactDefinition, measure: Measure, argument: str | None = None
) -> Node | None:
    """Give what a measure says of a fact; None where the comparison itself is missing."""
    subject = FactRef(definition.id, argument)
    low = limit(definition, measure.value, measure.unit)
    if low is None:
        return None
    if measure.high is not None:
        high = limit(definition, measure.high, measure.unit)
        if high is None:
            return None
        upper = Compare(subject, "<=", high)
        if definition.id in _FROM_ZERO and measure.value == 0:
            return upper
        if (
            definition.id in ("karnofsky_performance_status", "lansky_performance_status")
            and measure.high == 100
        ):
            return Compare(subject, ">=", low)
        return All((Compare(subject, ">=", low), upper))
    op = measure.op
    if op is None:
        if definition.id in _AT_LEAST:
            op = ">="  # "SpO2 92 %", "LVEF 50 %": the sign was left out, and there is only one meaning
        elif definition.kind != "score":
            return None
        else:
            op = "="
    return Compare(subject, op, low)


def both(nodes: list[Node]) -> Node:
    """Join by *and*."""
    return all_nodes(nodes)
