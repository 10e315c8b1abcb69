"""Processes that hold a cohort's columns in memory and screen them when told, round after round."""

from __future__ import annotations

import multiprocessing
import resource
import time
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

import pyarrow.parquet as pq

from cartway.cohort.screening import BLOCK, blocks
from cartway.engines.columnar import Plan
from cartway.engines.columnar.block import Block
from cartway.engines.columnar.memory import Memory
from cartway.engines.columnar.screen import screen
from cartway.engines.columnar.tally import Tally, empty_tally

WORKERS = 2


class Round(NamedTuple):
    """What one round gave, its time by the clock and of all processors, and the peak memory."""

    tally: Tally
    seconds: float
    processor: float
    peak: int


def _work(path: Path, plan: Plan, number: int, pipe: Any) -> None:
    """Load every so-manyeth block, wait for the word, screen, send the counts."""
    patients = pq.ParquetFile(path).metadata.num_rows
    size = min(BLOCK, -(-patients // WORKERS))
    every = blocks(path, plan, size=size)
    held = [block.batch for at, block in enumerate(every) if at % WORKERS == number]
    pipe.send(sum(batch.nbytes for batch in held))
    memory = Memory(plan)
    while pipe.recv():
        start = time.process_time()
        tally = empty_tally(len(plan.options), len(plan.line_steps))
        for batch in held:
            tally.add(screen(plan, Block(batch), memory=memory))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        pipe.send((tally, time.process_time() - start, peak))


class Screeners:
    """A process for each worker with its share of the blocks.

    Attributes:
        size: bytes of all columns held.
    """

    def __init__(self, path: Path, plan: Plan) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipes, self._processes = [], []
        for number in range(WORKERS):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(path, plan, number, theirs))
            process.start()
            self._pipes.append(ours)
            self._processes.append(process)
        self.size = sum(pipe.recv() for pipe in self._pipes)

    def __enter__(self) -> Screeners:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for pipe, process in zip(self._pipes, self._processes, strict=True):
            pipe.send(False)
            process.join()

    def round(self) -> Round:
        """Screen everything once."""
        start = time.perf_counter()
        for pipe in self._pipes:
            pipe.send(True)
        answers = [pipe.recv() for pipe in self._pipes]
        seconds = time.perf_counter() - start
        tally = answers[0][0]
        for other, *_ in answers[1:]:
            tally.add(other)
        if not tally.balances:
            raise SystemExit("the counts do not balance")
        processor, peak = (sum(answer[at] for answer in answers) for at in (1, 2))
        return Round(tally, seconds, processor, peak)
