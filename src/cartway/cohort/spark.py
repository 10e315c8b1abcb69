"""Screen a cohort with Apache Spark: the same plan over partitions, through ``mapInArrow``.

PySpark is optional (``cartway[spark]``) and needs Java 17. The plan travels to the executors as
plain data; each partition sends back its counts, and the counts are summed here.
"""

from __future__ import annotations

import os
import pickle
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa

from cartway.engines.columnar import Plan
from cartway.engines.columnar.block import Block
from cartway.engines.columnar.memory import Memory
from cartway.engines.columnar.screen import Groups, screen
from cartway.engines.columnar.tally import Tally, empty_tally
from cartway.errors import InputError, InternalError

_BATCH = 32_768
Batches = Iterable[pa.RecordBatch]


def local_session(workers: int = 2) -> Any:
    """A Spark session on this machine; on a cluster use the session that ``spark-submit`` gives.

    Raises:
        InputError: PySpark is not installed.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise InputError(
            "PySpark is not installed", expected="pip install 'cartway[spark]'", code="I023"
        ) from None
    # Spark would start whichever python3 stands first on the path, without this library.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    # It warns of what it has not tried yet; nothing here goes through pandas.
    warnings.filterwarnings("ignore", category=FutureWarning, module="pyspark")
    session = (
        SparkSession.builder.master(f"local[{workers},4]")
        .appName("cartway")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", str(_BATCH))
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    return session


def screen_frame(
    frame: Any, plan: Plan, *, detail: bool = False, groups: Groups | None = None
) -> Tally:
    """Count the verdicts of a cohort that Spark reads.

    Args:
        frame: a Spark data frame with the columns of `engines.columnar.layout`.

    Raises:
        InternalError: the counts do not balance.
    """
    columns = [name for name in plan.columns if name in frame.columns]
    sent = pickle.dumps((plan, detail, groups))
    answers = frame.select(*columns).mapInArrow(partition_screener(sent), "tally binary")
    tally = empty_tally(len(plan.options), len(plan.line_steps))
    for row in answers.collect():
        tally.add(pickle.loads(bytes(row["tally"])))
    if not tally.balances:
        raise InternalError("the screening does not balance: patients or verdicts were lost")
    return tally


def partition_screener(sent: bytes) -> Callable[[Batches], Iterator[pa.RecordBatch]]:
    """The work on one partition: one tally, however many batches it has."""

    def screen_partition(batches: Batches) -> Iterator[pa.RecordBatch]:
        plan, detail, groups = pickle.loads(sent)
        tally = empty_tally(len(plan.options), len(plan.line_steps))
        memory = Memory(plan)
        for batch in batches:
            if batch.num_rows:
                counts = screen(plan, Block(batch), detail=detail, groups=groups, memory=memory)
                tally.add(counts)
        yield pa.RecordBatch.from_arrays([pa.array([pickle.dumps(tally)])], names=["tally"])

    return screen_partition
