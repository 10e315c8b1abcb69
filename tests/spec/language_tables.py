"""Read the tables that define the language: patients, criteria, what each must give."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cartway.criteria import Node, parse
from cartway.facts import (
    Absence,
    Certainty,
    Event,
    Fact,
    Record,
    Vocabulary,
)
from cartway.facts.normalise import normalise
from cartway.knowledge.load import read_definitions
from cartway.truth import Truth
from cartway.values import PartialDate, Quantity

FOLDER = Path(__file__).parent / "language"
AS_OF = date(2026, 11, 22)


@dataclass(frozen=True)
class Row:
    """One criterion on one patient: what it gives and, where stated, why it is unknown."""

    table: str
    patient: str
    criterion: str
    node: Node
    record: Record
    as_of: date
    expected: Truth
    why: tuple[str, ...] | None

    def __str__(self) -> str:
        return f"{self.table}: {self.criterion} [{self.patient}]"


@cache
def table_vocabulary() -> Vocabulary:
    """The small vocabulary of the tables."""
    return Vocabulary(*read_definitions(sorted((FOLDER / "vocabulary").rglob("*.yaml"))))


def tables() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every table by name."""
    for path in sorted(FOLDER.glob("*.yaml")):
        yield path.stem, yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)


def rows() -> list[Row]:
    """Every row of every table."""
    vocabulary = table_vocabulary()
    found = []
    for name, table in tables():
        as_of = date.fromisoformat(table.get("as_of", AS_OF.isoformat()))
        records = {
            patient: normalise(read_patient(held or {}), vocabulary)
            for patient, held in table["patients"].items()
        }
        for row in table["rows"]:
            node = parse(row["criterion"], vocabulary)
            for patient, expected in row["expected"].items():
                why = row.get("why", {}).get(patient)
                found.append(
                    Row(
                        name,
                        patient,
                        row["criterion"],
                        node,
                        records[patient],
                        as_of,
                        Truth(expected),
                        tuple(why) if why else None,
                    )
                )
    return found


def read_patient(held: dict[str, Any]) -> Record:
    """A patient of a table."""
    return Record(
        tuple(_fact(one) for one in held.get("facts", [])),
        tuple(_event(one) for one in held.get("events", [])),
        tuple(
            Absence(
                one["events"], one["concept"], _date(one.get("since")), status=one.get("status")
            )
            for one in held.get("absences", [])
        ),
        frozenset(held.get("complete", [])),
    )


def _fact(held: dict[str, str]) -> Fact:
    definition = table_vocabulary().fact(held["fact"])
    value: Any = held["value"]
    if definition.kind in ("quantity", "score"):
        value = Quantity(float(value), held.get("unit", "1"), held.get("comparator"))
    elif definition.kind == "presence":
        value = value == "true"
    elif definition.kind == "date":
        value = PartialDate.parse(value)
    limit = held.get("upper_limit")
    return Fact(
        held["fact"],
        value,
        _date(held.get("on")),
        held.get("argument"),
        certainty=Certainty(held.get("certainty", "stated")),
        upper_limit=float(limit) if limit else None,
        readable=held.get("readable") != "false",
    )


def _event(held: dict[str, Any]) -> Event:
    definition = table_vocabulary().event_list(held["events"])
    attributes: dict[str, tuple[Any, ...]] = {}
    for name, attribute in definition.attributes.items():
        if name not in held:
            continue
        values = held[name] if isinstance(held[name], list) else [held[name]]
        if attribute.kind in ("quantity", "score"):
            attributes[name] = tuple(
                Quantity(float(one["value"]), one["unit"])
                if isinstance(one, dict)
                else Quantity(float(one))
                for one in values
            )
        else:
            attributes[name] = tuple(values)
    return Event(
        held["events"],
        attributes,
        _date(held.get("start")),
        _date(held.get("end")),
        held.get("ongoing") == "true",
        certainty=Certainty(held.get("certainty", "stated")),
    )


def _date(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None
