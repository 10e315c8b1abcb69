"""Patients of a cohort in columns as records again, so that the reference engine can read them."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from cartway.engines.columnar import layout
from cartway.facts import Absence, Certainty, Event, Fact, Record, Value, Vocabulary
from cartway.values import PartialDate, Quantity

Cell = dict[str, Any]


def records_of(batch: pa.RecordBatch, vocabulary: Vocabulary) -> Iterator[Record]:
    """One record a row; fields that the columns leave out stand for their defaults."""
    for row in batch.to_pylist():
        facts: list[Fact] = []
        events: list[Event] = []
        for column, cells in row.items():
            if column.startswith(layout.FACT_PREFIX):
                name, _, argument = column.removeprefix(layout.FACT_PREFIX).partition("__")
                facts += [_fact(one, name, argument or None, vocabulary) for one in cells or ()]
            elif column.startswith(layout.EVENTS_PREFIX):
                name = column.removeprefix(layout.EVENTS_PREFIX)
                events += [_event(one, name, vocabulary) for one in cells or ()]
        absences = tuple(
            Absence(one["events"], one["concept"], _day(one, "since"), status=one.get("status"))
            for one in row.get(layout.ABSENCES) or ()
        )
        complete = frozenset(row.get(layout.COMPLETE) or ())
        yield Record(tuple(facts), tuple(events), absences, complete)


def _day(cell: Cell, name: str) -> PartialDate | None:
    first, last = cell.get(f"{name}_earliest"), cell.get(f"{name}_latest")
    if first is None:
        return None
    if last is None or first == last:
        return PartialDate(first.year, first.month, first.day)
    month = first.month if first.month == last.month else None
    return PartialDate(first.year, month)


def _value(cell: Any, kind: str, unit: str) -> Value:
    if kind in ("quantity", "score"):
        return Quantity(cell["number"], cell.get("unit") or unit, cell.get("comparator"))
    if kind == "date":
        day = _day(cell, "day")
        assert day is not None
        return day
    held: Value = cell
    return held


def _fact(cell: Cell, name: str, argument: str | None, vocabulary: Vocabulary) -> Fact:
    definition = vocabulary.fact(name)
    plain = cell.get("code") if "code" in cell else cell.get("yes")
    value = _value(
        cell if plain is None else plain, definition.kind, definition.unit
    )  # a number and a date are the cell itself
    return Fact(
        name,
        value,
        _day(cell, "on"),
        argument,
        certainty=Certainty(cell.get("certainty") or "stated"),
        upper_limit=cell.get("upper_limit"),
        lower_limit=cell.get("lower_limit"),
        readable=cell.get("readable") is not False,
    )


def _event(cell: Cell, name: str, vocabulary: Vocabulary) -> Event:
    attributes = {
        key: tuple(_value(one, definition.kind, definition.unit or "1") for one in cell[key])
        for key, definition in vocabulary.event_list(name).attributes.items()
        if cell.get(key)
    }
    return Event(
        name,
        attributes,
        _day(cell, "start"),
        _day(cell, "end"),
        cell.get("ongoing") is True,
        certainty=Certainty(cell.get("certainty") or "stated"),
    )
