"""Screen a cohort file block by block, over several processes; memory is that of a few blocks."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from cartway.engines.columnar import Plan
from cartway.engines.columnar.block import Block
from cartway.engines.columnar.layout import PATIENT
from cartway.engines.columnar.memory import Memory
from cartway.engines.columnar.screen import Groups, screen, verdict_matrix
from cartway.engines.columnar.tally import Tally, empty_tally
from cartway.errors import InputError, InternalError

# Fewer, larger blocks share the cost of each call; beyond this their columns leave the cache.
BLOCK = 102_400
# Below so many patients, starting another process takes longer than screening them.
WORTH_A_PROCESS = 250_000
# With reasons, every step keeps several more sets: smaller blocks keep the memory the same.
DETAIL_BLOCK = 32_768
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Work:
    """What every process needs to know."""

    path: Path
    plan: Plan
    detail: bool
    groups: Groups | None


def open_cohort(path: Path) -> pq.ParquetFile:
    """Open a cohort.

    Raises:
        InputError: the file is not a cohort; says how to make one.
    """
    made = "a cohort in Parquet, made by `cartway cohort build` or `cartway cohort simulate`"
    if path.is_dir():
        raise InputError(
            "this is a folder", where=str(path), expected="one Parquet file, or `--engine spark`",
            code="I043",
        )  # fmt: skip
    if not path.is_file():
        raise InputError("there is no such file", where=str(path), expected=made, code="I020")
    try:
        held = pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError):
        raise InputError(
            "this file is not Parquet", where=str(path), expected=made, code="I021"
        ) from None
    return held


def screen_file(
    path: Path,
    plan: Plan,
    *,
    workers: int = 1,
    detail: bool = False,
    groups: Groups | None = None,
    progress: Progress | None = None,
) -> Tally:
    """Count the verdicts of a cohort.

    Args:
        workers: most processes to use; each reads row groups of its own. A small cohort gets fewer.
        progress: told how many patients are done, and of how many.

    Raises:
        InputError: the file is not a cohort.
        InternalError: the counts do not balance; better no answer than a wrong one.
    """
    held = open_cohort(path)
    total = held.metadata.num_rows
    work = _Work(path, plan, detail, groups)
    tally = empty_tally(len(plan.options), len(plan.line_steps))
    most = max(1, total // WORTH_A_PROCESS)
    for part in _parts(work, list(range(held.num_row_groups)), min(workers, most)):
        tally.add(part)
        if progress is not None:
            progress(tally.patients, total)
    if tally.patients != total or not tally.balances:
        raise InternalError("the screening does not balance: patients or verdicts were lost")
    return tally


def _parts(work: _Work, row_groups: list[int], workers: int) -> Iterator[Tally]:
    if workers < 2 or len(row_groups) < 2:
        memory = Memory(work.plan)
        for one in row_groups:
            yield _screen_row_group(work, one, memory)
        return
    # Started afresh rather than forked: Arrow and DuckDB hold threads that a fork would lose.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        min(workers, len(row_groups)), context, initializer=_begin, initargs=(work,)
    ) as pool:
        yield from pool.map(_screen_in_process, row_groups)


_work: _Work | None = None
_memory: Memory | None = None


def _begin(work: _Work) -> None:
    global _work, _memory
    _work, _memory = work, Memory(work.plan)
    pa.set_cpu_count(1)


def _screen_in_process(row_group: int) -> Tally:
    assert _work is not None
    assert _memory is not None
    return _screen_row_group(_work, row_group, _memory)


def _screen_row_group(work: _Work, row_group: int, memory: Memory) -> Tally:
    plan = work.plan
    tally = empty_tally(len(plan.options), len(plan.line_steps))
    size = DETAIL_BLOCK if work.detail else BLOCK
    for block in blocks(work.path, plan, [row_group], size):
        tally.add(screen(plan, block, detail=work.detail, groups=work.groups, memory=memory))
    return tally


def blocks(
    path: Path, plan: Plan, row_groups: list[int] | None = None, size: int = BLOCK
) -> Iterator[Block]:
    """Read a cohort block by block, only the columns that the plan asks."""
    with pq.ParquetFile(path) as held:
        names = set(held.schema_arrow.names)
        columns = [one for one in plan.columns if one in names]
        chosen = list(range(held.num_row_groups)) if row_groups is None else row_groups
        # One row group at a time: Arrow cannot join nested dictionaries of several into a batch.
        for one in chosen:
            for batch in held.iter_batches(size, row_groups=[one], columns=columns):
                if batch.num_rows:
                    yield Block(batch)


def matching_patients(path: Path, plan: Plan) -> Iterator[pa.Table]:
    """List every patient of every option that is not closed to them, block by block.

    **Shape**: columns ``patient``, ``option``, ``verdict`` (``eligible`` or ``possible``).
    """
    options = pa.array([one.id for one in plan.options])
    words = pa.array(["excluded", "possible", "eligible"])
    for block in blocks(path, plan, size=DETAIL_BLOCK):
        matrix = verdict_matrix(plan, block)
        place, row = matrix.nonzero()
        yield pa.table(
            {
                "patient": block.batch.column(PATIENT).take(pa.array(row)),
                "option": options.take(pa.array(place)),
                "verdict": words.take(pa.array(matrix[place, row])),
            }
        )
