"""Units of values: shared by neighbours, standing behind the limits, or left out."""

from __future__ import annotations

import re
from dataclasses import replace

from cartway.facts import FactDefinition
from cartway.reading.lexicon import Match
from cartway.reading.notes.note import Note
from cartway.reading.notes.values import Number
from cartway.reading.units import unit_at
from cartway.values.units import convert_factor, is_unit


def with_shared_units(
    note: Note, found: list[tuple[Match, FactDefinition, Number]]
) -> list[tuple[Match, FactDefinition, Number]]:
    """Give a unit or limit that stands once for several values to each of them."""
    shared: list[tuple[Match, FactDefinition, Number]] = []
    for index, (match, definition, number) in enumerate(found):
        if index + 1 < len(found):
            _, other_definition, other = found[index + 1]
            gap = note.plain[number.end : found[index + 1][0].start]
            adjacent = len(gap) <= 4 and not any(c in gap for c in "。.;\n")
            if adjacent and other_definition.unit == definition.unit:
                if number.unit is None and other.unit is not None and definition.kind == "quantity":
                    number = replace(number, unit=other.unit)
                if other.both and number.upper is None:
                    number = replace(number, upper=other.upper, lower=other.lower)
            # A unit that stands behind its limits: "ALT 88 (9-50), AST 104 (15-40) U/L".
        if number.unit is None and definition.kind == "quantity":
            trailing = number_unit_behind(note.plain, number.end, definition)
            if trailing is not None:
                number = replace(number, unit=trailing)
        if number.unit is None and definition.unit == "10*9/L":
            sentence = note.sentence(match.start)
            group = _GROUP_UNIT.search(note.plain, number.end, sentence.end)
            if group is not None and number.value < 5000:
                number = replace(number, unit="10*9/L" if group.group("power") == "9" else "10*6/L")
        shared.append((match, definition, number))
    for index in range(len(shared) - 2, -1, -1):
        match, definition, number = shared[index]
        _, following_definition, following = shared[index + 1]
        gap = note.plain[number.end : shared[index + 1][0].start]
        if (
            number.unit is None
            and definition.kind == "quantity"
            and following.unit is not None
            and len(gap) <= 4
            and following_definition.unit == definition.unit
            and not any(c in gap for c in "。.;\n")
        ):
            shared[index] = (match, definition, replace(number, unit=following.unit))
    return shared


_GROUP_UNIT = re.compile(
    r"(?a)\(\s?(?:all|each|均)?\s?[x×*]?\s?10\^?\*?(?P<power>[69])\s?/\s?[lL]\b"
)


def number_unit_behind(plain: str, end: int, definition: FactDefinition) -> str | None:
    """The unit that stands right behind the limits of a value."""
    if plain[end - 1 : end] not in ")]":
        return None
    unit = unit_at(plain, end)
    if unit is None or not fits(unit.code, definition):
        return None
    return unit.code


STRANGE_UNIT = re.compile(r"(?a)\s?/\s?(?:ml|m3|hpf|dl)\b")


def fits(unit: str, definition: FactDefinition) -> bool:
    """Whether a unit can be that of a value."""
    if not is_unit(unit) or not is_unit(definition.unit):
        return unit == definition.unit
    # Any molar mass: whether mass and amount can be compared at all, not by which factor.
    return convert_factor(unit, definition.unit, definition.molar_mass or 100.0) is not None


def looks_per_volume(unit: str, definition: FactDefinition) -> bool:
    """Units that differ only in what they count: U/L and IU/L, mg/24 h and mg/d."""
    return {unit, definition.unit} <= {"U/L", "[IU]/L", "{copies}/mL", "[IU]/mL"} and unit[
        -2:
    ] == definition.unit[-2:]


def unwritten_unit(note: Note, definition: FactDefinition, number: Number) -> str | None:
    """The unit of a bare number, by where it lies; None if no habit holds it."""
    for habit in note.habits.unwritten_units.get(definition.id, ()):
        if habit.low <= number.value <= habit.high:
            return habit.unit
    return "1" if definition.unit == "1" else None
