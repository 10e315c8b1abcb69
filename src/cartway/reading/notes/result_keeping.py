"""A result kept, with the bound that a negative virus load stands for."""

from __future__ import annotations

import re

from cartway.facts import Certainty, FactDefinition
from cartway.reading.notes.note import Note
from cartway.reading.notes.values import number_at
from cartway.values import Quantity

_DETECTION_LIMIT = re.compile(
    r"(?a)\s?\(?(?:llod|lloq|lod|loq|detection limit|limit of detection|检测下限|下限|<)\s?[:=]?\s?(?P<number>\d+(?:\.\d+)?)",
    re.IGNORECASE,
)


def keep_result(note: Note, definition: FactDefinition, value: str, start: int, end: int) -> None:
    """Keep a result, with the bound that a negative virus load stands for."""
    answer = definition.id == "minimal_residual_disease"
    on = note.date_of_answer(start, end) if answer else note.date_of_test(start, end)
    if value == "pending":
        note.add_fact(
            definition.id, "indeterminate", start, end, on=on, certainty=Certainty.PENDING
        )
        return
    note.add_fact(definition.id, value, start, end, on=on)
    level = note.vocabulary.facts.get(f"{definition.id}_level")
    if level is not None and value == "negative":
        stated = number_at(note.plain, end, end) or None
        limit = _DETECTION_LIMIT.match(note.plain, end)
        bound = float(limit.group("number")) if limit is not None else 20.0
        viral = level.unit in ("[IU]/mL", "{copies}/mL")
        if viral and stated is None and not _has_number(note, start, end):
            note.add_fact(level.id, Quantity(bound, level.unit, "<"), start, end, on=on)


def _has_number(note: Note, start: int, end: int) -> bool:
    return bool(
        re.search(r"(?a)[<>≤]?\s?\d+(?:\.\d+)?\s?(?:iu|copies|拷贝)", note.lower[start:end])
    )
