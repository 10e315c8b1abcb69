"""Simulate a cohort chunk by chunk: the same seed gives the same patients, however many follow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from cartway.cohort.files import written_whole
from cartway.cohort.simulate.facts import fact_columns
from cartway.cohort.simulate.people import People, draw_people
from cartway.cohort.simulate.therapy import event_columns
from cartway.cohort.tables import check_name
from cartway.engines.columnar import layout
from cartway.engines.columnar.convert import column_types
from cartway.facts import Vocabulary

# A multiple of 64, so that sets of patients fill whole words.
CHUNK = 51_200
# So many chunks make a row group, as large as a block of the screening.
_TOGETHER = 2
Progress = Callable[[int, int], None]


def simulate_chunk(
    number: int, rows: int, seed: int, vocabulary: Vocabulary, as_of: date
) -> pa.RecordBatch:
    """Simulate some patients.

    Args:
        number: which chunk of the cohort; each has a stream of random numbers of its own.
        as_of: the day up to which things were recorded.
    """
    generator = np.random.default_rng(np.random.SeedSequence([seed, number]))
    people = draw_people(generator, rows, vocabulary, as_of)
    ids = np.char.add("sim-", np.char.mod("%09d", np.arange(rows) + number * CHUNK))
    columns: dict[str, pa.Array] = {layout.PATIENT: pa.array(ids.tolist(), pa.string())}
    columns.update(fact_columns(generator, people, vocabulary))
    columns.update(event_columns(generator, people, vocabulary))
    known = column_types(vocabulary)
    held = {name: column for name, column in columns.items() if name in known}
    return pa.RecordBatch.from_arrays(list(held.values()), names=list(held))


def simulate_file(
    path: Path,
    patients: int,
    seed: int,
    vocabulary: Vocabulary,
    as_of: date,
    progress: Progress | None = None,
) -> None:
    """Write a simulated cohort, a few chunks to a row group; memory stays that of those.

    Raises:
        InputError: the place cannot be written to, or is not named as Parquet.
    """
    check_name(path, (".parquet",))
    waiting: list[pa.RecordBatch] = []
    with written_whole(path) as draft:
        writer: pq.ParquetWriter | None = None
        for number, start in enumerate(range(0, max(patients, 1), CHUNK)):
            rows = min(CHUNK, patients - start)
            waiting.append(simulate_chunk(number, rows, seed, vocabulary, as_of))
            if writer is None:
                writer = pq.ParquetWriter(draft, waiting[0].schema, compression="zstd")
            if len(waiting) == _TOGETHER or start + rows >= patients:
                writer.write_table(pa.Table.from_batches(waiting), row_group_size=_TOGETHER * CHUNK)
                waiting = []
            if progress is not None:
                progress(start + rows, patients)
        if writer is not None:
            writer.close()


__all__ = ["CHUNK", "People", "simulate_chunk", "simulate_file"]
