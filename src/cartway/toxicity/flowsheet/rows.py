"""The rows of a flowsheet: text to values, with every problem kept at its row and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cartway.errors import nearest_name
from cartway.toxicity.crs import CRS
from cartway.toxicity.icans_by_age import ICANS_BY_AGE
from cartway.toxicity.inputs import Input, Number, Several, YesNo
from cartway.toxicity.quantities import absolute_neutrophil_count, c_reactive_protein, ferritin
from cartway.toxicity.refusals import GradingError

TIME = "time"
LABORATORY: dict[str, Number] = {
    one.name: one for one in (c_reactive_protein(), ferritin(), absolute_neutrophil_count(cuts=()))
}
_SHOWN_ONLY: tuple[Input, ...] = (
    Number(name="systolic_mmhg", unit="mm[Hg]", lowest=20, highest=300),
    Number(name="spo2_pct", unit="%", lowest=20, highest=100),
    *LABORATORY.values(),
    YesNo(name="treated"),
)
# A list does not fit into a cell, so causes are judged when a single time is graded.
COLUMNS: dict[str, Input] = {
    one.name: one
    for one in (*_SHOWN_ONLY, *CRS.inputs, *ICANS_BY_AGE.inputs)
    if not isinstance(one, Several)
}
_OTHER_UNITS = {
    unit.name: (one, unit)
    for one in COLUMNS.values()
    if isinstance(one, Number)
    for unit in one.also
}
_YES = frozenset({"yes", "y", "true", "是", "有"})
_NO = frozenset({"no", "n", "false", "否", "无"})
_EMPTY = frozenset({"", "-", "na", "n/a", "null"})
_MOST_ROWS = 20_000


@dataclass(frozen=True)
class Problem:
    """Something in a row that a person must look at.

    Attributes:
        reason: its kind, by name.
        column: where; None for the row as a whole.
    """

    reason: str
    column: str | None = None


@dataclass(frozen=True)
class Row:
    """One time of a flowsheet.

    Attributes:
        number: counted from one, without the header.
        time: None where it cannot be read.
        values: what is recorded, by column.
        problems: what must be looked at.
        used: whether the row is graded.
    """

    number: int
    time: datetime | None
    values: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()
    used: bool = True


def read_table(content: bytes) -> list[dict[str, str]]:
    """Read a CSV file.

    Raises:
        GradingError: it is not text, has no column `time`, or columns that are not known.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise GradingError(
            "unreadable_table", "the file is not text in UTF-8", where="flowsheet"
        ) from None
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", restval="")
    names = [name.strip() for name in reader.fieldnames or []]
    reader.fieldnames = names
    _check_columns(names)
    try:
        rows = list(reader)
    except csv.Error:
        raise GradingError(
            "unreadable_table", "the file is not a table", where="flowsheet", expected="CSV"
        ) from None
    if len(rows) > _MOST_ROWS:
        raise GradingError(
            "unreadable_table", "the table is too long", expected=f"at most {_MOST_ROWS} rows"
        )
    return rows


def _check_columns(names: list[str]) -> None:
    known = (TIME, *COLUMNS, *_OTHER_UNITS)
    if TIME not in names:
        raise GradingError(
            "unreadable_table",
            "the column 'time' is missing",
            where="flowsheet, first line",
            expected="a line of column names with time",
            nearest=nearest_name(TIME, names),
        )
    for name in names:
        if name not in known:
            raise GradingError(
                "unknown_input",
                f"the column '{name}' is not known",
                where="flowsheet, first line",
                expected=", ".join(known),
                nearest=nearest_name(name, known),
            )
    if len(set(names)) < len(names):
        raise GradingError(
            "unreadable_table", "a column stands twice", where="flowsheet, first line"
        )


def read_rows(rows: Iterable[Mapping[str, object]]) -> list[Row]:
    """Read every row; a value that cannot be used is flagged and taken as not recorded."""
    read = []
    for number, row in enumerate(rows, start=1):
        _check_columns([TIME, *(str(name) for name in row if name not in (TIME, ""))])
        read.append(_read_row(number, row))
    return read


def _read_row(number: int, row: Mapping[str, object]) -> Row:
    time = _time(row.get(TIME))
    problems = [] if time else [Problem("time_unreadable", TIME)]
    if row.get(""):
        problems.append(Problem("too_many_cells"))
    values: dict[str, Any] = {}
    for name, cell in row.items():
        if name in (TIME, ""):
            continue
        try:
            value = _value(name, cell)
        except GradingError as error:
            problems.append(Problem(error.reason, name))
            continue
        if value is not None:
            kept = _OTHER_UNITS[name][0].name if name in _OTHER_UNITS else name
            values[kept] = value
    return Row(number, time, values, tuple(problems), used=time is not None)


def _time(cell: object) -> datetime | None:
    if isinstance(cell, datetime):
        return cell
    try:
        return datetime.fromisoformat(str(cell or "").strip())
    except ValueError:
        return None


def _value(name: str, cell: object) -> Any:
    if cell is None or (isinstance(cell, str) and cell.strip().lower() in _EMPTY):
        return None
    one, unit = _OTHER_UNITS.get(name, (COLUMNS.get(name), None))
    value = _typed(one, cell.strip()) if isinstance(cell, str) else cell
    if isinstance(one, Number) and unit is not None:
        return one.read_other(unit, value)
    return one.read(value) if one is not None else None


def _typed(one: Input | None, text: str) -> object:
    if isinstance(one, Number):
        try:
            return float(text)
        except ValueError:
            return text
    if isinstance(one, YesNo):
        word = text.lower()
        return True if word in _YES else False if word in _NO else text
    return text
