"""What follows from two values told together: counts from shares, pressure that is held."""

from __future__ import annotations

from dataclasses import replace

from cartway.facts import Absence, Certainty, Fact
from cartway.reading.notes.note import Note
from cartway.values import Quantity

_SHARES = (
    ("neutrophil_percent", "absolute_neutrophil_count"),
    ("lymphocyte_percent", "absolute_lymphocyte_count"),
)
_HELD = {"systolic_blood_pressure": 140.0, "diastolic_blood_pressure": 90.0}


def derive_counts(note: Note) -> None:
    """*WBC 5.2 × 10^9/L, N 62 %*: the count of a kind of cell, where only its share is told."""
    told = {one.fact for one in note.gathered.facts}
    whites = {
        one.on: one.value
        for one in note.gathered.facts
        if one.fact == "white_blood_cell_count" and one.readable and isinstance(one.value, Quantity)
    }
    for share, count in _SHARES:
        if count in told or count not in note.vocabulary.facts:
            continue
        for one in [f for f in note.gathered.facts if f.fact == share and f.readable]:
            white, part = whites.get(one.on), one.value
            if white is None or not isinstance(part, Quantity) or part.comparator:
                continue
            if white.comparator or part.unit != "%" or not 0 <= part.value <= 100:
                continue
            number = Quantity(round(white.value * part.value / 100, 4), white.unit)
            note.gathered.facts.append(
                replace(one, fact=count, value=number, upper_limit=None, lower_limit=None,
                        certainty=Certainty.DERIVED)
            )  # fmt: skip


def settle_pressure(note: Note) -> None:
    """*Hypertension on lisinopril, BP 132/78*: a raised pressure that is held below its limits."""
    values = [_latest(note, name) for name in _HELD]
    if any(
        value is None or value.comparator or value.value >= limit
        for value, limit in zip(values, _HELD.values(), strict=True)
    ):
        return
    held = ("condition_controlled",)
    note.gathered.events[:] = [
        replace(one, attributes={**one.attributes, "status": held})
        if one.events == "condition"
        and "hypertension" in one.attributes.get("code", ())
        and one.attributes.get("status", ("condition_active",)) == ("condition_active",)
        else one
        for one in note.gathered.events
    ]


def close_controlled(note: Note) -> None:
    """*Hypertension, well controlled*: of that illness there is none that is not."""
    conditions = [one for one in note.gathered.events if one.events == "condition"]
    loose = {
        code
        for one in conditions
        if one.attributes.get("status") != ("condition_controlled",)
        for code in one.attributes.get("code", ())
    }
    for one in conditions:
        if one.attributes.get("status") != ("condition_controlled",):
            continue
        for code in one.attributes.get("code", ()):
            if isinstance(code, str) and code not in loose:
                note.gathered.absences.append(
                    Absence("condition", code, None, one.origin, "condition_uncontrolled")
                )


def _latest(note: Note, name: str) -> Quantity | None:
    found: list[Fact] = [one for one in note.gathered.facts if one.fact == name and one.readable]
    if not found:
        return None
    last = max(found, key=lambda one: (one.on is not None, one.on.earliest if one.on else None))
    return last.value if isinstance(last.value, Quantity) else None
