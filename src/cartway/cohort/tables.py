"""Rows as Arrow tables, and tables as files that appear whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from cartway.cohort.files import written_whole
from cartway.errors import InputError


def table_of(rows: Sequence[dict[str, Any]]) -> pa.Table:
    """Rows with equal keys as a table."""
    return pa.Table.from_pylist(list(rows))


def check_name(path: Path, forms: Sequence[str] = (".parquet", ".csv", ".json")) -> None:
    """Refuse a name that tells no form and a place that is none, before work is done for it.

    Raises:
        InputError: the name ends in none of the forms, or stands in no folder.
    """
    if path.suffix not in forms:
        raise InputError(
            "the name does not say which form the table should have",
            where=str(path),
            expected=f"a name that ends in {' or '.join(forms)}",
            code="I024",
        )
    if not path.parent.is_dir():
        raise InputError(
            "nothing can be written there", where=str(path), expected="a folder that exists",
            code="I010",
        )  # fmt: skip


def write_table(table: pa.Table, path: Path) -> None:
    """Write Parquet or CSV, told by the name.

    Raises:
        InputError: nothing can be written there.
    """
    check_name(path)
    with written_whole(path) as draft:
        if path.suffix == ".parquet":
            pq.write_table(table, draft, compression="zstd")
        else:
            pa_csv.write_csv(table, draft)


def write_tables(tables: Iterable[pa.Table], path: Path) -> int:
    """Write many small tables of one form into one Parquet file.

    Returns:
        The number of rows.
    """
    rows = 0
    with written_whole(path) as draft:
        writer: pq.ParquetWriter | None = None
        for table in tables:
            writer = writer or pq.ParquetWriter(draft, table.schema, compression="zstd")
            writer.write_table(table)
            rows += table.num_rows
        if writer is not None:
            writer.close()
    return rows
