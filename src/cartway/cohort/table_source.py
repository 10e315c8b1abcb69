"""CSV tables of a registry or a hospital, read by a mapping file."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from cartway.cohort.mapping import AttributeEntry, ColumnEntry, Mapping, TableEntry, read_mapping
from cartway.cohort.staging import Reject, Row
from cartway.errors import InputError
from cartway.facts import Event, Fact, Origin, Record, Value, Vocabulary
from cartway.values import PartialDate, Quantity, is_unit

_NUMBER = re.compile(r"(<=|>=|<|>|≤|≥)?\s*(-?\d+(?:\.\d+)?)")
_SIGNS = {"≤": "<=", "≥": ">="}
_YES = {"1": True, "true": True, "yes": True, "y": True, "0": False, "false": False, "no": False,
        "n": False, "是": True, "否": False, "有": True, "无": False}  # fmt: skip


class _UnusableError(Exception):
    """A cell that cannot be used; says why without its value."""


@dataclass(frozen=True)
class TableSource:
    """A mapping file and the tables beside it."""

    path: Path
    vocabulary: Vocabulary

    @cached_property
    def mapping(self) -> Mapping:
        """The mapping, checked."""
        return read_mapping(self.path, self.vocabulary)

    @cached_property
    def _broken(self) -> frozenset[str]:
        """Lists of events of which a line was lost and no one knows whose it was."""
        found = set()
        for at, table in enumerate(self.mapping.tables):
            if table.complete and table.events:
                with self._opened(table) as reader:
                    rejects = [
                        one for one in self._table(at, table, reader) if isinstance(one, Reject)
                    ]
                if any("cells" not in one.reason for one in rejects):
                    found.add(table.events)
        return frozenset(found)

    @property
    def files(self) -> list[Path]:
        """The mapping and the tables."""
        tables = [self.path.parent / one.file for one in self.mapping.tables]
        for path in tables:
            if not path.is_file():
                raise InputError("there is no such table", where=str(path), code="I020")
        return [self.path, *tables]

    def rows(self) -> Iterator[Row | Reject]:
        """Every row of every table with its patient."""
        for at, table in enumerate(self.mapping.tables):
            with self._opened(table) as reader:
                _check_columns(table, reader.fieldnames or [])
                yield from self._table(at, table, reader)

    @contextmanager
    def _opened(self, table: TableEntry) -> Iterator[csv.DictReader[str]]:
        path = self.path.parent / table.file
        try:
            with path.open(encoding=table.encoding, newline="") as file:
                yield csv.DictReader(file, delimiter=table.separator, strict=True)
        except UnicodeError:
            raise InputError(
                f"the table is not text in {table.encoding}",
                where=table.file,
                expected="the encoding it was saved in, as `encoding: gb18030` in the mapping",
                code="F016",
            ) from None

    def _table(
        self, at: int, table: TableEntry, reader: csv.DictReader[str]
    ) -> Iterator[Row | Reject]:
        while True:
            begun = reader.reader.line_num + 1
            try:
                row = next(reader, None)
            except csv.Error:
                yield Reject(_place(table, begun, reader.reader.line_num), "the line is not CSV")
                continue
            if row is None:
                return
            where = _place(table, begun, reader.reader.line_num)
            patient = (row.get(table.patient) or "").strip()
            if not patient:
                yield Reject(where, f"no patient in {table.patient}")
            elif None in row or None in row.values():
                yield Reject(where, "the line has more or fewer cells than the head")
                yield Row(patient, [at, reader.reader.line_num, None])
            else:
                yield Row(patient, [at, reader.reader.line_num, row])

    def record(self, patient: str, rows: list[Any]) -> tuple[Record, list[Reject]]:
        """One patient's record; cells that cannot be used are told with their place."""
        facts: list[Fact] = []
        events: list[Event] = []
        rejects: list[Reject] = []
        lost: set[str | None] = set(self._broken)
        for at, line, row in rows:
            table = self.mapping.tables[at]
            if row is None:
                lost.add(table.events)
                continue
            where = f"{table.file} line {line}"
            for column, entry in table.columns.items():
                if row[column].strip():
                    try:
                        facts.append(
                            self._fact(entry, row, column, Origin(table.file, f"line {line}"))
                        )
                    except _UnusableError as error:
                        rejects.append(Reject(f"{where} column {column}", str(error)))
            if table.events is not None:
                event, unused = self._event(table, row, where)
                rejects += unused
                if event is None:
                    lost.add(table.events)
                else:
                    events.append(event)
        declared = {one.events for one in self.mapping.tables if one.complete and one.events}
        # A list from which a line was lost no longer holds everything there was.
        complete = frozenset(name for name in declared if name not in lost)
        return Record(tuple(facts), tuple(events), (), complete), rejects

    def _fact(self, entry: ColumnEntry, row: dict[str, str], column: str, origin: Origin) -> Fact:
        definition = self.vocabulary.fact(entry.fact)
        unit = row[entry.unit_column].strip() if entry.unit_column else entry.unit
        readable = unit is None or is_unit(unit)
        value = _value(
            row[column].strip(), definition.kind, entry.values,
            (unit if readable and unit else definition.unit),
        )  # fmt: skip
        self._check_word(value, definition.kind)
        limit = row[entry.upper_limit_column].strip() if entry.upper_limit_column else ""
        return Fact(
            entry.fact,
            value,
            _day(row[entry.on]) if entry.on else None,
            entry.argument,
            origin,
            upper_limit=_plain_number(limit) if limit else None,
            readable=readable,
        )

    def _event(
        self, table: TableEntry, row: dict[str, str], where: str
    ) -> tuple[Event | None, list[Reject]]:
        """An event that lost its main attribute would claim too much, so it is left out whole."""
        assert table.events is not None
        listed = self.vocabulary.event_list(table.events)
        attributes: dict[str, tuple[Value, ...]] = {}
        rejects = []
        for name, entry in table.attributes.items():
            cell = row[entry.column].strip()
            if not cell:
                continue
            try:
                attributes[name] = (self._attribute(listed.attributes[name], entry, cell),)
            except _UnusableError as error:
                rejects.append(Reject(f"{where} column {entry.column}", str(error)))
        try:
            start = _day(row[table.start]) if table.start else None
            end = _day(row[table.end]) if table.end else None
        except _UnusableError as error:
            return None, [*rejects, Reject(where, str(error))]
        if start is not None and end is not None and end.latest < start.earliest:
            return None, [*rejects, Reject(where, "it ends before it begins")]
        if listed.main not in attributes and rejects:
            return None, rejects
        return Event(table.events, attributes, start, end, origin=Origin(where)), rejects

    def _attribute(self, definition: Any, entry: AttributeEntry, cell: str) -> Value:
        value = _value(cell, definition.kind, entry.values, entry.unit or definition.unit)
        self._check_word(value, definition.kind)
        return value

    def _check_word(self, value: Value, kind: str) -> None:
        if kind in ("code", "result") and value not in self.vocabulary.concepts:
            raise _UnusableError("a word that neither the mapping nor the vocabulary has")


def _place(table: TableEntry, first: int, last: int) -> str:
    """Where a row stands; an open quote may have taken in many lines, and all of them count."""
    if last <= first:
        return f"{table.file} line {first}"
    return f"{table.file} lines {first} to {last}"


def _check_columns(table: TableEntry, head: Any) -> None:
    wanted = [table.patient, *table.columns, table.start, table.end]
    wanted += [one.column for one in table.attributes.values()]
    for entry in table.columns.values():
        wanted += [entry.on, entry.unit_column, entry.upper_limit_column]
    missing = sorted({one for one in wanted if one and one not in head})
    if missing:
        raise InputError(
            f"the table lacks {', '.join(missing)}", where=table.file, expected=", ".join(head),
            code="I027",
        )  # fmt: skip


def _value(cell: str, kind: str, values: dict[str, str], unit: str) -> Value:
    if kind in ("quantity", "score"):
        match = _NUMBER.fullmatch(cell.replace(",", "")) if "," not in cell[-3:] else None
        if match is None:
            raise _UnusableError("not a number")
        sign = match.group(1)
        return Quantity(float(match.group(2)), unit, _SIGNS.get(sign, sign))
    if kind == "date":
        day = _day(cell)
        if day is None:
            raise _UnusableError("not a date")
        return day
    word = values.get(cell, None if values else cell)
    if word is None:
        raise _UnusableError("a word that the mapping does not have")
    if kind == "presence":
        if word.casefold() not in _YES:
            raise _UnusableError("neither yes nor no")
        return _YES[word.casefold()]
    return word


def _day(cell: str) -> PartialDate | None:
    if not cell.strip():
        return None
    try:
        return PartialDate.parse(cell)
    except InputError:
        raise _UnusableError("not a date: YYYY, YYYY-MM or YYYY-MM-DD") from None


def _plain_number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        raise _UnusableError("the upper limit is not a number") from None
