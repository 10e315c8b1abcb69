"""How fast a cohort is screened, beside Polars, DuckDB, the reference engine and the ceiling.

Everything is measured in one run on one machine, so that the ratios hold where the numbers do not.
Run with ``--quick`` for 100,000 patients in under a minute; without it for a million, and for the
scaling in patients and options.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from screening_parts.options import options as synthetic_options
from screening_parts.peers import Phrases, duckdb_counts, polars_counts, wide_frame

from cartway.access.gather_options import gather_options
from cartway.access.panel import judge_panel, lay_out, settle_own_lines
from cartway.cohort.screening import BLOCK, blocks, screen_file
from cartway.cohort.simulate import simulate_file
from cartway.engines.columnar import Plan, compile_options
from cartway.engines.columnar.block import Block
from cartway.engines.columnar.memory import Memory
from cartway.engines.columnar.screen import screen
from cartway.engines.columnar.tally import Tally, empty_tally
from cartway.facts import Fact, Record
from cartway.knowledge.load import load_vocabulary
from cartway.values import PartialDate, Quantity

AS_OF = date(2026, 11, 22)
WORKERS = 2


def worker(path: Path, plan: Plan, row_groups: list[int], pipe: Any) -> None:
    """Load the columns, wait for the word, screen, send the counts."""
    held = [block.batch for block in blocks(path, plan, row_groups, BLOCK)]
    pipe.send(sum(batch.nbytes for batch in held))
    memory = Memory(plan)
    while pipe.recv():
        tally = empty_tally(len(plan.options), len(plan.line_steps))
        for batch in held:
            tally.add(screen(plan, Block(batch), memory=memory))
        pipe.send((tally, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))


def screened(path: Path, plan: Plan, repeats: int = 2) -> tuple[Tally, float, int, int]:
    """Screen columns in memory over processes: counts, best time, bytes read, peak memory."""
    context = multiprocessing.get_context("spawn")
    row_groups = list(range(pq.ParquetFile(path).num_row_groups))
    pipes, processes = [], []
    for number in range(min(WORKERS, len(row_groups))):
        ours, theirs = context.Pipe()
        share = row_groups[number::WORKERS]
        process = context.Process(target=worker, args=(path, plan, share, theirs))
        process.start()
        pipes.append(ours)
        processes.append(process)
    size = sum(pipe.recv() for pipe in pipes)
    best, tally, peak = float("inf"), None, 0
    for _ in range(repeats):
        start = time.perf_counter()
        for pipe in pipes:
            pipe.send(True)
        answers = [pipe.recv() for pipe in pipes]
        best = min(best, time.perf_counter() - start)
        tally = answers[0][0]
        for other, _ in answers[1:]:
            tally.add(other)
        peak = sum(answer[1] for answer in answers)
    for pipe, process in zip(pipes, processes, strict=True):
        pipe.send(False)
        process.join()
    assert tally is not None
    assert tally.balances
    return tally, best, size, peak


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What it gives, and how long it took."""
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def copy_rate() -> float:
    """Bytes a second that this machine reads and writes when it only copies, on all workers."""
    source = [np.ones(2**24, np.uint64) for _ in range(WORKERS)]
    target = [np.empty_like(one) for one in source]
    best = float("inf")
    for _ in range(4):
        threads = [
            threading.Thread(target=np.copyto, args=pair)
            for pair in zip(target, source, strict=True)
        ]
        start = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        best = min(best, time.perf_counter() - start)
    return WORKERS * source[0].nbytes / best


def reference_rate(options: list[Any], vocabulary: Any, patients: int) -> float:
    """Verdicts a second of the reference engine, on records of ordinary size."""
    facts = tuple(
        Fact(name, Quantity(value, vocabulary.fact(name).unit), PartialDate(2026, 11, day))
        for name, value in (("absolute_neutrophil_count", 2.0), ("platelet_count", 90.0),
                            ("alanine_aminotransferase", 30.0), ("serum_creatinine", 80.0))
        for day in (3, 17)
    )  # fmt: skip
    fixed = (
        Fact("birth_date", PartialDate(1961, 4, 2)),
        Fact("diagnosis", "diffuse_large_b_cell_lymphoma"),
    )
    record = Record(facts + fixed)
    copies = [replace(record) for _ in range(patients)]
    panel = lay_out(options, settle_own_lines(options, vocabulary, AS_OF))
    _, took = timed(lambda: [judge_panel(one, panel, vocabulary, AS_OF) for one in copies])
    return patients * len(options) / took


def show(name: str, verdicts: int, took: float) -> float:
    """Print a rate and give it."""
    rate = verdicts / took
    print(f"{name:<46} {rate / 1e6:10.2f} M verdicts/s  ({verdicts:,} in {took:.2f} s)", flush=True)
    return rate


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--patients", type=int)
    asked = parser.parse_args()
    patients = asked.patients or (100_000 if asked.quick else 1_000_000)
    vocabulary = load_vocabulary()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measure(folder, patients, vocabulary, asked.quick)
        if not asked.quick:
            scale(folder, vocabulary)


def measure(folder: Path, patients: int, vocabulary: Any, quick: bool) -> None:
    """Real options, then synthetic ones beside the peers."""
    path = folder / "cohort.parquet"
    _, took = timed(lambda: simulate_file(path, patients, 1, vocabulary, AS_OF))
    print(f"{patients:,} simulated patients, {path.stat().st_size / 1e6:.0f} MB, {took:.1f} s")

    real = gather_options(AS_OF, vocabulary).options
    plan, took = timed(lambda: compile_options(real, vocabulary, AS_OF))
    lines = sum(len(one.deciding) for one in plan.options) / len(plan.options)
    print(f"{len(real):,} trials and labels, {len(plan.leaves):,} distinct atoms, "
          f"{lines:.1f} distinct lines each, compiled in {took:.1f} s")  # fmt: skip
    tally, took, size, peak = screened(path, plan)
    show("columnar, every trial and label", patients * len(real), took)
    print(f"  memory of {WORKERS} processes with all columns held: {peak / 1e6:.1f} GB")
    _, took = timed(lambda: screen_file(path, plan, workers=WORKERS))
    show("  the same from Parquet, processes started", patients * len(real), took)

    count, few = (1000, 10) if quick else (2600, 20)
    made = synthetic_options(vocabulary, count, 7)
    plan = compile_options(made, vocabulary, AS_OF)
    tally, took, size, _ = screened(path, plan)
    columnar = show(f"columnar, {count:,} synthetic options", patients * count, took)
    must_read = size + count * 22 * 2 * patients / 8
    ceiling = patients * count / (must_read / copy_rate())
    show("ceiling: columns and bit sets read once", patients * count, patients * count / ceiling)

    plain = synthetic_options(vocabulary, count, 7, events=False)
    plan = compile_options(plain, vocabulary, AS_OF)
    tally, took, _, _ = screened(path, plan)
    ours = show("columnar, the same without event lists", patients * count, took)
    facts = sorted({line.node.subject.name for one in plain for line in one.lines} - {"age"})
    frame = wide_frame(list(blocks(path, plan)), facts, AS_OF, vocabulary)
    phrases = Phrases(vocabulary, AS_OF)
    theirs, took = timed(lambda: polars_counts(frame, plain, phrases))
    agree("Polars", tally, theirs, slice(None))
    polars = show("Polars, given the latest values", patients * count, took)
    theirs, took = timed(lambda: duckdb_counts(frame, plain[:few], phrases, WORKERS))
    agree("DuckDB", tally, theirs, slice(few))
    duckdb = show(f"DuckDB, given the latest values, {few} options", patients * few, took)
    reference = reference_rate(made[:200], vocabulary, 10)
    print(f"{'reference engine, one core':<46} {reference / 1e6:10.4f} M verdicts/s")
    print(f"columnar / polars = {ours / polars:.1f}")
    print(f"columnar / duckdb = {ours / duckdb:.0f}")
    print(f"columnar / reference = {columnar / reference:.0f}")
    print(f"ceiling / columnar = {ceiling / columnar:.1f}")


def agree(name: str, tally: Tally, theirs: list[list[int]], chosen: slice) -> None:
    """A faster wrong answer is no peer: the counts must be the same."""
    ours = [tally.eligible[chosen].tolist(), tally.possible[chosen].tolist()]
    if ours != theirs:
        raise SystemExit(f"{name} and the columnar engine do not count the same")


def scale(folder: Path, vocabulary: Any) -> None:
    """From ten thousand to ten million patients, from a hundred to ten thousand options."""
    for patients in (10_000, 100_000, 1_000_000, 10_000_000):
        path = folder / f"{patients}.parquet"
        simulate_file(path, patients, 1, vocabulary, AS_OF)
        plan = compile_options(synthetic_options(vocabulary, 1000, 7), vocabulary, AS_OF)
        _, took = timed(lambda: screen_file(path, plan, workers=WORKERS))  # noqa: B023  # used at once
        show(f"{patients:,} patients × 1,000 options from Parquet", patients * 1000, took)
        if patients == 100_000:
            for count in (100, 1000, 10_000):
                made = synthetic_options(vocabulary, count, 7)
                _, took, _, _ = screened(path, compile_options(made, vocabulary, AS_OF))
                show(f"{patients:,} patients × {count:,} options", patients * count, took)
        path.unlink()


if __name__ == "__main__":
    main()
