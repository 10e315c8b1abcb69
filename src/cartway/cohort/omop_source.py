"""Tables of the OMOP Common Data Model, as CSV or Parquet, joined to their codes with DuckDB.

What a code means is settled by a callable that is handed in; here are only tables and joins.

Source: OHDSI, OMOP Common Data Model 5.4, https://ohdsi.github.io/CommonDataModel/cdm54.html.
"""

from __future__ import annotations

import atexit
import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cartway.cohort.staging import Reject, Row
from cartway.errors import InputError
from cartway.facts import Record
from cartway.values import PartialDate

if TYPE_CHECKING:
    import duckdb

_SUFFIXES = (".parquet", ".csv", ".csv.gz")
# table: concept column, source concept column, first and last day, and whether it has a value
_TABLES = {
    "condition_occurrence": ("condition", "condition_start_date", "condition_end_date", False),
    "drug_exposure": ("drug", "drug_exposure_start_date", "drug_exposure_end_date", False),
    "procedure_occurrence": ("procedure", "procedure_date", None, False),
    "measurement": ("measurement", "measurement_date", None, True),
    "observation": ("observation", "observation_date", None, True),
}
_BATCH = 10_000


def is_omop(folder: Path) -> bool:
    """Whether a folder holds OMOP tables."""
    return _find(folder, "person") is not None and _find(folder, "concept") is not None


def _find(folder: Path, table: str) -> Path | None:
    names = {one.name.casefold(): one for one in folder.iterdir()} if folder.is_dir() else {}
    return next((names[table + end] for end in _SUFFIXES if table + end in names), None)


@dataclass(frozen=True)
class OmopSource:
    """A folder of OMOP tables.

    Attributes:
        read: one patient's record from rows: the person, then what happened to them, each with
            the codes of its concepts.
    """

    folder: Path
    read: Callable[[str, list[Any]], Record]

    @property
    def files(self) -> list[Path]:
        """The tables that are there."""
        found = [_find(self.folder, name) for name in ("person", "concept", *_TABLES)]
        if found[0] is None or found[1] is None:
            raise InputError(
                "the folder lacks the tables person and concept",
                where=str(self.folder),
                expected="OMOP CDM 5.4 tables as .parquet or .csv",
                code="I028",
            )
        return [one for one in found if one is not None]

    def rows(self) -> Iterator[Row | Reject]:
        """The persons, then every event with its codes."""
        import duckdb  # slow to load, and needed for these tables only

        # What is loaded of the vocabulary is kept from the collector; at the end of the program
        # DuckDB would count its own parts among that as leaks, and say so at length.
        atexit.register(gc.unfreeze)
        with duckdb.connect() as connection:
            for path in self.files:
                name = path.name.split(".")[0].casefold()
                # CSV is read as text so that no type is guessed; casts below fail to null.
                read = (
                    f"read_parquet({_quoted(path)})"
                    if path.suffix == ".parquet"
                    else f"read_csv({_quoted(path)}, all_varchar = true, header = true)"
                )
                connection.execute(f"create view {name} as select * from {read}")
            yield from _persons(connection)
            for path in self.files:
                name = path.name.split(".")[0].casefold()
                if name in _TABLES:
                    yield from _events(connection, name)

    def record(self, patient: str, rows: list[Any]) -> tuple[Record, list[Reject]]:
        """Read a patient; what could not be mapped is told with its table and number."""
        record = self.read(patient, rows)
        return record, [
            Reject(f"person {patient} {one.where}".strip(), f"{one.kind}: {one.what}")
            for one in record.findings
        ]


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _columns(
    connection: duckdb.DuckDBPyConnection, table: str, needed: tuple[str, ...]
) -> set[str]:
    """The columns of a table.

    Raises:
        InputError: one that is needed is not there.
    """
    described = connection.execute(f"describe {table}").fetchall()
    known = {str(one[0]).casefold() for one in described}
    missing = [one for one in needed if one not in known]
    if missing:
        raise InputError(
            f"the table lacks {', '.join(missing)}", where=table,
            expected="the columns of OMOP CDM 5.4", code="I027",
        )  # fmt: skip
    return known


def _fetched(cursor: Any) -> Iterator[tuple[Any, ...]]:
    while held := cursor.fetchmany(_BATCH):
        yield from held


def _persons(connection: duckdb.DuckDBPyConnection) -> Iterator[Row | Reject]:
    known = _columns(connection, "person", ("person_id", "gender_concept_id", "year_of_birth"))
    _columns(connection, "concept", ("concept_id", "vocabulary_id", "concept_code", "concept_name"))
    month, day = (
        f"cast({name} as varchar)" if name in known else "null"
        for name in ("month_of_birth", "day_of_birth")
    )
    cursor = connection.cursor().execute(
        f"""select cast(person_id as varchar), cast(year_of_birth as varchar), {month}, {day},
                  c.concept_code
           from person p left join concept c
             on cast(c.concept_id as varchar) = cast(p.gender_concept_id as varchar)"""
    )
    for at, (person, *birth, gender) in enumerate(_fetched(cursor), 1):
        if person is None:
            yield Reject(f"person row {at}", "no person_id")
            continue
        try:
            born = _born(birth)
        except (InputError, ValueError):
            yield Reject(f"person {person}", "the birth is no date")
            born = None
        yield Row(person, {"table": "person", "born": born, "sex": gender})


def _born(parts: list[str | None]) -> str | None:
    """Year, month and day as far as they are given."""
    given = [int(float(part)) for part in takewhile(lambda one: one is not None, parts) if part]
    if not given:
        return None
    written = "-".join(f"{part:0{width}d}" for part, width in zip(given, (4, 2, 2), strict=False))
    PartialDate.parse(written)
    return written


def _events(connection: duckdb.DuckDBPyConnection, table: str) -> Iterator[Row | Reject]:
    stem, start, end, valued = _TABLES[table]
    known = _columns(connection, table, ("person_id", f"{stem}_concept_id"))

    def column(name: str | None) -> str:
        return f"cast(t.{name} as varchar)" if name and name in known else "null"

    value = (
        "unit.concept_code, answer.vocabulary_id, answer.concept_code"
        if valued
        else "null, null, null"
    )
    joins = (
        f"""left join concept unit on cast(unit.concept_id as varchar) = {column("unit_concept_id")}
            left join concept answer
              on cast(answer.concept_id as varchar) = {column("value_as_concept_id")}
            left join concept sign on cast(sign.concept_id as varchar) = {column("operator_concept_id")}"""
        if valued
        else ""
    )
    cursor = connection.cursor().execute(
        f"""select {column("person_id")}, {column(f"{table}_id")},
                   std.vocabulary_id, std.concept_code, std.concept_name,
                   src.vocabulary_id, src.concept_code,
                   {column(start)}, {column(end)}, {column("value_as_number")},
                   {column("range_high")}, {column("unit_source_value")},
                   {"sign.concept_name" if valued else "null"}, {value}
            from {table} t
            left join concept std
              on cast(std.concept_id as varchar) = {column(f"{stem}_concept_id")}
            left join concept src
              on cast(src.concept_id as varchar) = {column(f"{stem}_source_concept_id")}
            {joins}"""
    )
    names = (
        "id", "system", "code", "name", "source_system", "source_code", "start", "end", "number",
        "upper_limit", "unit_text", "sign", "unit", "answer_system", "answer_code",
    )  # fmt: skip
    for at, (person, *cells) in enumerate(_fetched(cursor), 1):
        if person is None:
            yield Reject(f"{table} row {at}", "no person_id")
            continue
        held = {name: cell for name, cell in zip(names, cells, strict=True) if cell is not None}
        if "code" not in held and "source_code" not in held:
            yield Reject(f"{table} {held.get('id', at)}", "its concept is not in the concept table")
            continue
        row = {name: _plain(cell) for name, cell in held.items()}
        if not all(_is_day(row[name]) for name in ("start", "end") if name in row):
            # Undated it would count as known on every day.
            yield Reject(f"{table} {held.get('id', at)}", "its day is no date")
            continue
        yield Row(person, {"table": table, **row})


def _is_day(written: str) -> bool:
    try:
        PartialDate.parse(written[:10])
    except InputError:
        return False
    return True


def _plain(cell: Any) -> Any:
    return cell.isoformat()[:10] if isinstance(cell, (date, datetime)) else cell
