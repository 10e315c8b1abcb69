"""Whether a table's columns are those of a cohort: a column misread would be patients misjudged."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as pa_dataset
import pyarrow.parquet as pq

from cartway.engines.columnar import column_types, layout
from cartway.errors import InputError, nearest_name
from cartway.facts import Vocabulary

_OURS = (layout.FACT_PREFIX, layout.EVENTS_PREFIX)
# Without these a value, a date or an absence says nothing; events may leave out anything.
_NEEDED = frozenset({"number", "code", "yes", "day_earliest", "events", "concept"})


def read_schema(path: Path) -> pa.Schema:
    """The columns of a Parquet file, or of a folder of them as Spark writes it.

    Raises:
        InputError: it is neither.
    """
    try:
        if path.is_dir():
            return pa_dataset.dataset(path, format="parquet").schema
        return pq.read_schema(path)
    except (pa.ArrowInvalid, OSError):
        raise InputError(
            "this is not Parquet", where=str(path), expected="a file or a folder of Parquet",
            code="I021",
        ) from None  # fmt: skip


def check_columns(schema: pa.Schema, vocabulary: Vocabulary, where: str) -> None:
    """Refuse a table with a column that would be overlooked or misread.

    Columns with other names are the owner's own and are left alone.

    Raises:
        InputError: no column patient, a fact or list that does not exist, a field missing, too many
            or of another type.
    """
    if layout.PATIENT not in schema.names:
        raise InputError(
            f"the table has no column {layout.PATIENT}",
            where=where,
            expected="a cohort in Parquet, made by `cartway cohort build` or `cartway cohort simulate`",
            code="I022",
        )
    known = column_types(vocabulary)
    for column in schema:
        if column.name == layout.PATIENT or not (
            column.name.startswith(_OURS) or column.name in known
        ):
            continue
        if column.name not in known:
            raise InputError(
                f"no column of a cohort is called {column.name}",
                where=where,
                nearest=nearest_name(column.name, known),
                code="I041",
            )
        problem = _misfit(column.type, known[column.name])
        if problem is not None:
            raise InputError(
                f"the column {column.name} {problem}",
                where=where,
                expected=str(known[column.name]).replace(str(layout.CODE), "text"),
                code="I042",
            )


def _misfit(held: pa.DataType, wanted: pa.DataType) -> str | None:
    """What is wrong with a type, or None."""
    kinds = pa.types
    if kinds.is_null(held):
        return None
    if kinds.is_list(wanted):
        lists = kinds.is_list(held) or kinds.is_large_list(held) or kinds.is_fixed_size_list(held)
        return _misfit(held.value_type, wanted.value_type) if lists else "is no list"
    if kinds.is_struct(wanted):
        return _misfit_struct(held, wanted) if kinds.is_struct(held) else "is no list of structs"
    if kinds.is_dictionary(wanted):
        held = held.value_type if kinds.is_dictionary(held) else held
        text = kinds.is_string(held) or kinds.is_large_string(held) or kinds.is_string_view(held)
        return None if text else "holds something else than text"
    if kinds.is_floating(wanted):
        number = kinds.is_integer(held) or kinds.is_floating(held) or kinds.is_decimal(held)
        return None if number else "holds something else than numbers"
    if kinds.is_date(wanted):
        day = kinds.is_date(held) or kinds.is_timestamp(held)
        return None if day else "holds something else than dates"
    return None if held == wanted else f"holds something else than {wanted}"


def _misfit_struct(held: pa.DataType, wanted: pa.DataType) -> str | None:
    names = [one.name for one in wanted]
    for field in held:
        if field.name not in names:
            return f"has a field {field.name} that means nothing here"
        problem = _misfit(field.type, wanted.field(field.name).type)
        if problem is not None:
            return f"in its field {field.name} {problem}"
    given = {one.name for one in held}
    missing = sorted(_NEEDED & set(names) - given)
    return f"lacks the field {missing[0]}" if missing else None
