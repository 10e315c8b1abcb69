"""The measurements of `benchmarks/screening.py`, and their summary."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow.parquet as pq
from screening_parts.options import LINES
from screening_parts.options import options as synthetic_options
from screening_parts.peers import Phrases, duckdb_counts, polars_counts, wide_frame
from screening_parts.processes import WORKERS, Round, Screeners

from cartway.access.gather_options import gather_options
from cartway.access.panel import judge_panel, lay_out, settle_own_lines
from cartway.cohort.screening import blocks, screen_file
from cartway.cohort.simulate import simulate_file
from cartway.criteria import Option
from cartway.engines.columnar import Plan, compile_options
from cartway.engines.columnar.tally import Tally
from cartway.facts import Fact, Record, Vocabulary
from cartway.knowledge.load import load_vocabulary
from cartway.values import PartialDate, Quantity

AS_OF = date(2026, 11, 22)
SYNTHETIC = 2600
ROUNDS = 3


class Took(NamedTuple):
    """Time by the clock, and of all processors; zero where that is not known."""

    seconds: float
    processor: float = 0.0


@dataclass
class Summary:
    """What will be printed at the end, and when the run began."""

    lines: list[str] = field(default_factory=list)
    begun: float = field(default_factory=time.perf_counter)

    def add(self, line: str) -> None:
        """Keep a line, and show that it was reached."""
        self.lines.append(line)
        print(f"[{time.perf_counter() - self.begun:5.0f} s] {line}", file=sys.stderr, flush=True)

    def rate(self, name: str, verdicts: float, took: Took, more: str = "") -> float:
        """Keep a rate and give it."""
        rate = verdicts / took.seconds
        text = f"{name:<54} {rate / 1e6:10.3f} M verdicts/s"
        if took.processor:
            text += f" {verdicts / took.processor / 1e6:10.3f} M per processor second"
        self.add(text + more)
        return rate


def timed(work: Callable[[], Any]) -> tuple[Any, Took]:
    """What it gives, and how long it took."""
    start, processor = time.perf_counter(), time.process_time()
    given = work()
    return given, Took(time.perf_counter() - start, time.process_time() - processor)


def best(taken: Iterable[Took]) -> Took:
    """The least time of several rounds, by the clock and by the processor."""
    held = list(taken)
    return Took(min(one.seconds for one in held), min(one.processor for one in held))


def taken(one: Round) -> Took:
    """The time of a round."""
    return Took(one.seconds, one.processor)


def copy_rate() -> float:
    """Bytes a second that this machine copies (reads once and writes once), on all workers."""
    source = [np.ones(2**24, np.uint64) for _ in range(WORKERS)]
    target = [np.empty_like(one) for one in source]
    fastest = float("inf")
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
        fastest = min(fastest, time.perf_counter() - start)
    return WORKERS * source[0].nbytes / fastest


def reference_rate(options: list[Option], vocabulary: Vocabulary, patients: int) -> float:
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
    return patients * len(options) / took.seconds


def measure(patients: int, *, quick: bool) -> None:
    """Measure everything, then print the summary."""
    vocabulary, summary = load_vocabulary(), Summary()
    summary.add(f"load of the machine at the start: {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "cohort.parquet"
        _, took = timed(lambda: simulate_file(path, patients, 1, vocabulary, AS_OF))
        size = path.stat().st_size / 1e6
        summary.add(f"{patients:,} simulated patients, {size:.0f} MB, made in {took.seconds:.0f} s")
        real(path, patients, vocabulary, summary)
        ratios = synthetic(path, patients, vocabulary, quick, summary)
        if not quick:
            scale(Path(name), path, vocabulary, summary)
    gc.unfreeze()  # else DuckDB complains of leaks when the program ends
    print(*summary.lines, *ratios, sep="\n")
    print(f"load at the end: {os.getloadavg()[0]:.1f}; {time.perf_counter() - summary.begun:.0f} s")


def real(path: Path, patients: int, vocabulary: Vocabulary, summary: Summary) -> None:
    """Every trial and label of the installed snapshot."""
    options = gather_options(AS_OF, vocabulary).options
    plan, took = timed(lambda: compile_options(options, vocabulary, AS_OF))
    lines = sum(len(one.deciding) for one in plan.options) / len(plan.options)
    summary.add(
        f"{len(options):,} trials and labels, {len(plan.leaves):,} distinct atoms, "
        f"{lines:.1f} distinct lines each, compiled in {took.seconds:.1f} s"
    )
    with Screeners(path, plan) as screeners:
        rounds = [screeners.round() for _ in range(ROUNDS)]
        held = screeners.size
    verdicts = patients * len(options)
    summary.rate("columnar, every trial and label", verdicts, best(map(taken, rounds)))
    summary.add(f"  memory: {held / 1e9:.1f} GB of columns, "
                f"{rounds[-1].peak / 1e9:.1f} GB in all")  # fmt: skip
    _, took = timed(lambda: screen_file(path, plan, workers=WORKERS))
    summary.rate("  the same from Parquet, processes started", verdicts, Took(took.seconds))


def synthetic(
    path: Path, patients: int, vocabulary: Vocabulary, quick: bool, summary: Summary
) -> list[str]:
    """Options of many lines beside the peers; every peer must count the same."""
    verdicts = patients * SYNTHETIC
    made = synthetic_options(vocabulary, SYNTHETIC, 7)
    plan = compile_options(made, vocabulary, AS_OF)
    rates = []
    with Screeners(path, plan) as screeners:
        rounds = []
        for _ in range(ROUNDS):
            rounds.append(screeners.round())
            rates.append(copy_rate())
        size = screeners.size
    name = f"columnar, {SYNTHETIC:,} synthetic options of {LINES} lines"
    fastest = best(map(taken, rounds))
    columnar = summary.rate(name, verdicts, fastest)
    copied = max(rates)
    sets = sum(len(steps) for steps in plan.deciding) * 2 * patients / 8
    summary.add(f"  memory copied: {copied / 1e9:.1f} GB/s; columns {size / 1e9:.2f} GB, "
                f"sets of all lines of all options {sets / 1e9:.2f} GB")  # fmt: skip
    ceiling = summary.rate(
        "ceiling: columns and those sets read once", verdicts, Took((size + sets) / copied)
    )

    plain = synthetic_options(vocabulary, SYNTHETIC, 7, events=False)
    plan = compile_options(plain, vocabulary, AS_OF)
    frame = wide_frame(list(blocks(path, plan)), facts_of(plain), AS_OF, vocabulary)
    phrases = Phrases(vocabulary, AS_OF)
    with Screeners(path, plan) as screeners:
        rounds, peers = [], []
        for _ in range(2 if quick else ROUNDS):
            rounds.append(screeners.round())
            theirs, took = timed(lambda: polars_counts(frame, plain, phrases))
            peers.append(took)
    tally, own, their = rounds[0].tally, best(map(taken, rounds)), best(peers)
    ours = summary.rate("columnar, the same without event lists", verdicts, own)
    agree("Polars", tally, theirs, slice(None))
    polars = summary.rate("Polars, given the latest values", verdicts, their)
    few = 10 if quick else 20
    theirs, took = timed(lambda: duckdb_counts(frame, plain[:few], phrases, WORKERS))
    agree("DuckDB", tally, theirs, slice(few))
    duckdb = summary.rate(f"DuckDB, the same, {few} options", patients * few, took)
    reference = reference_rate(made[:200], vocabulary, 10)
    summary.rate("reference engine, one core", reference, Took(1.0))
    return [
        f"columnar / polars = {ours / polars:.1f} "
        f"(by processor time {their.processor / own.processor:.1f})",
        f"columnar / duckdb = {ours / duckdb:.0f}",
        f"columnar / reference = {columnar / reference:.0f}",
        f"ceiling / columnar = {ceiling / columnar:.1f} "
        f"(by processor time {ceiling * fastest.processor / WORKERS / verdicts:.1f})",
    ]


def facts_of(options: list[Option]) -> list[str]:
    """The facts that the lines ask, but for the age."""
    asked = {line.node.subject.name for one in options for line in one.lines}  # type: ignore[attr-defined]  # atoms all
    return sorted(asked - {"age"})


def agree(name: str, tally: Tally, theirs: list[list[int]], chosen: slice) -> None:
    """A faster wrong answer is no peer: the counts must be the same."""
    ours = [tally.eligible[chosen].tolist(), tally.possible[chosen].tolist()]
    if ours != theirs:
        raise SystemExit(f"{name} and the columnar engine do not count the same")


def scale(folder: Path, million: Path, vocabulary: Vocabulary, summary: Summary) -> None:
    """From ten thousand to ten million patients, from a hundred to ten thousand options."""
    made = synthetic_options(vocabulary, 1000, 7)
    plan = compile_options(made, vocabulary, AS_OF)
    for patients in (10_000, 100_000, 1_000_000, 10_000_000):
        path = folder / f"{patients}.parquet"
        cohort_of(patients, million, path, vocabulary)
        scaled(path, patients, plan, summary)
        if patients == 100_000:
            for count in (100, 1000, 10_000):
                more = synthetic_options(vocabulary, count, 7)
                with Screeners(path, compile_options(more, vocabulary, AS_OF)) as screeners:
                    rounds = [screeners.round() for _ in range(ROUNDS)]
                name = f"{patients:,} patients in memory × {count:,} options"
                summary.rate(name, patients * count, best(map(taken, rounds)))
        path.unlink()


def scaled(path: Path, patients: int, plan: Plan, summary: Summary) -> None:
    """Screen a file with processes of its own."""
    count = len(plan.options)
    _, took = timed(lambda: screen_file(path, plan, workers=WORKERS))
    name = f"{patients:,} patients from Parquet × {count:,} options"
    summary.rate(name, patients * count, Took(took.seconds), f"  ({took.seconds:.1f} s)")


def cohort_of(patients: int, million: Path, path: Path, vocabulary: Vocabulary) -> None:
    """Simulate up to a million; more are the same ones again, for which the work is the same."""
    if patients <= 1_000_000:
        simulate_file(path, patients, 1, vocabulary, AS_OF)
        return
    held = pq.ParquetFile(million)
    times = -(-patients // held.metadata.num_rows)
    with pq.ParquetWriter(path, held.schema_arrow, compression="zstd") as out:
        for _ in range(times):
            for group in range(held.num_row_groups):
                out.write_table(held.read_row_group(group))
