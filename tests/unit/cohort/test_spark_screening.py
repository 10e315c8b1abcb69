"""Spark gives what this machine gives, to the last count, also when a worker is killed."""

import importlib.util
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.spark,
    pytest.mark.xdist_group("spark"),
    pytest.mark.skipif(
        importlib.util.find_spec("pandas") is None,
        reason="Spark's mapInArrow refuses to start without pandas",
    ),
]

# In a process of its own: Spark keeps a Java machine and its warnings beyond the session.
PROGRAM = """
import dataclasses, os, sys
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np

from cartway.cohort import spark
from cartway.cohort.screening import screen_file
from cartway.cohort.simulate import simulate_file
from cartway.criteria import Line, Option, parse
from cartway.engines.columnar import compile_options
from cartway.knowledge.load import load_vocabulary

folder = Path(sys.argv[1])
vocabulary, as_of = load_vocabulary(), date(2026, 11, 22)
path = folder / "cohort.parquet"
simulate_file(path, 3000, 5, vocabulary, as_of)
texts = [
    "age >= 18 'a'",
    "diagnosis is large_b_cell_lymphoma",
    "platelet_count >= 50 '10*9/L' within 28 'd'",
    "alanine_aminotransferase <= 3 'ULN'",
    "not any(prior_therapy where agent is car_t_cell_therapy)",
]
lines = [Line(one, "inclusion", parse(one, vocabulary), "test") for one in texts]
options = [Option("trial", str(n), {}, tuple(lines[:n])) for n in range(1, 6)]
plan = compile_options(options, vocabulary, as_of)
local = screen_file(path, plan, detail=True)

session = spark.local_session(2)
frame = session.read.parquet(str(path)).repartition(4)
real = spark.partition_screener
killed = folder / "killed"

def murderous(sent):
    work = real(sent)
    flag = str(killed)

    def screen_partition(batches):
        import os, signal
        try:
            os.close(os.open(flag, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            pass
        else:
            os.kill(os.getpid(), signal.SIGKILL)
        yield from work(batches)

    return screen_partition

def compare(far):
    for field in dataclasses.fields(local):
        here, there = getattr(local, field.name), getattr(far, field.name)
        if isinstance(here, np.ndarray):
            assert np.array_equal(here, there), field.name
        elif isinstance(here, Counter):
            assert +here == +there, field.name
        else:
            assert here == there, field.name

compare(spark.screen_frame(frame, plan, detail=True))
assert not killed.exists()
spark.partition_screener = murderous
compare(spark.screen_frame(frame, plan, detail=True))
assert killed.exists()
session.stop()
print("equal")
"""


def test_spark_gives_the_same_also_when_a_worker_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(textwrap.dedent(PROGRAM), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(program), str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, "PYSPARK_PYTHON": sys.executable},
        check=False,
    )
    assert done.stdout.strip().endswith("equal"), done.stderr[-3000:]
