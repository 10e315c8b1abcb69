"""Records to columns: everything of a record that a criterion can ask, nothing else.

Records are taken as normalised (`facts.normalise`), as the reference engine takes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import pyarrow as pa

from cartway.engines.columnar import layout
from cartway.facts import Absence, Event, Fact, Record, Vocabulary
from cartway.values import PartialDate, Quantity

Item = dict[str, Any]


def records_to_table(
    records: Iterable[Record], vocabulary: Vocabulary, patients: Sequence[str] | None = None
) -> pa.Table:
    """Turn records into a cohort table.

    Args:
        patients: ids of the rows; their numbers when not given.

    **Shape**: one row a record, in order; a column only for what someone has recorded.
    """
    held = list(records)
    columns: dict[str, list[list[Any] | None]] = {}
    types: dict[str, pa.DataType] = {}

    def into(column: str, row: int, item: Any, kind: Callable[[], pa.DataType]) -> None:
        if column not in columns:
            columns[column], types[column] = [None] * len(held), kind()
        cells = columns[column]
        cell = cells[row]
        if cell is None:
            cells[row] = [item]
        else:
            cell.append(item)

    for row, record in enumerate(held):
        for fact in record.facts:
            if fact.fact in vocabulary.facts:
                asked = vocabulary.facts[fact.fact]
                column = layout.fact_column(fact.fact, fact.argument)
                into(
                    column,
                    row,
                    _fact(fact, asked.kind, vocabulary),
                    partial(layout.fact_type, asked),
                )
        for event in record.events:
            if event.events in vocabulary.events:
                listed = vocabulary.events[event.events]
                column = layout.events_column(event.events)
                into(column, row, _event(event, vocabulary), partial(layout.events_type, listed))
        for absence in record.absences:
            into(layout.ABSENCES, row, _absence(absence), lambda: layout.ABSENCES_TYPE)
        for name in sorted(record.complete):
            into(layout.COMPLETE, row, name, lambda: layout.COMPLETE_TYPE)
    ids = [str(row) for row in range(len(held))] if patients is None else list(patients)
    arrays: dict[str, pa.Array] = {layout.PATIENT: pa.array(ids, pa.string())}
    for name in sorted(columns):
        arrays[name] = pa.array(columns[name], types[name])
    return pa.table(arrays)


def column_types(vocabulary: Vocabulary) -> Mapping[str, pa.DataType]:
    """The type of every column a cohort may have under a vocabulary."""
    types: dict[str, pa.DataType] = {
        layout.PATIENT: pa.string(),
        layout.ABSENCES: layout.ABSENCES_TYPE,
        layout.COMPLETE: layout.COMPLETE_TYPE,
    }
    for fact in vocabulary.facts.values():
        arguments = vocabulary.in_system(fact.argument) if fact.argument else (None,)
        for argument in arguments:
            types[layout.fact_column(fact.id, argument)] = layout.fact_type(fact)
    for events in vocabulary.events.values():
        types[layout.events_column(events.id)] = layout.events_type(events)
    return types


def _value(value: object, kind: str, vocabulary: Vocabulary) -> Item:
    if kind in ("quantity", "score"):
        if not isinstance(value, Quantity):
            return {"number": None}
        return {"number": value.value, "comparator": value.comparator, "unit": value.unit}
    if kind == "presence":
        return {"yes": value is True}
    if kind == "date":
        if not isinstance(value, PartialDate):
            return {"day_earliest": None, "day_latest": None}
        return {"day_earliest": value.earliest, "day_latest": value.latest}
    # A word outside the vocabulary says nothing about any concept: it is kept as a missing one.
    return {"code": str(value) if value in vocabulary.concepts else None}


def _days(name: str, day: PartialDate | None) -> Item:
    if day is None:
        return {}
    return {f"{name}_earliest": day.earliest, f"{name}_latest": day.latest}


def _fact(fact: Fact, kind: str, vocabulary: Vocabulary) -> Item:
    item = _value(fact.value, kind, vocabulary)
    item.update(_days("on", fact.on), certainty=fact.certainty.value, readable=fact.readable)
    if kind in ("quantity", "score"):
        item.update(upper_limit=fact.upper_limit, lower_limit=fact.lower_limit)
    return item


def _event(event: Event, vocabulary: Vocabulary) -> Item:
    item: Item = {
        **_days("start", event.start),
        **_days("end", event.end),
        "ongoing": event.ongoing,
        "certainty": event.certainty.value,
    }
    definitions = vocabulary.events[event.events].attributes
    for name, values in event.attributes.items():
        if name in definitions:
            cells = [_value(value, definitions[name].kind, vocabulary) for value in values]
            item[name] = [one if len(one) > 1 else next(iter(one.values())) for one in cells]
    return item


def _absence(absence: Absence) -> Item:
    return {
        "events": absence.events,
        "concept": absence.concept,
        **_days("since", absence.since),
        "status": absence.status,
    }
