"""The columnar engine gives what every row of every table says, all patients of a day at once."""

from collections import defaultdict
from functools import cache

import pyarrow as pa
import pytest

from cartway.engines.columnar import Plan, compile_nodes, records_to_table
from cartway.engines.columnar.bits import unpack
from cartway.engines.columnar.block import Block
from cartway.engines.columnar.evaluate import evaluate, explain
from cartway.truth import FALSE, TRUE, UNKNOWN, Truth
from tests.spec.language_tables import Row, rows, table_vocabulary

ROWS = rows()


@cache
def answers() -> dict[tuple[str, str, str], tuple[Truth, frozenset[str]]]:
    """Every criterion of a table on every patient of it."""
    by_table: dict[str, list[Row]] = defaultdict(list)
    for row in ROWS:
        by_table[row.table].append(row)
    found = {}
    for table, held in by_table.items():
        criteria = {row.criterion: row.node for row in held}
        patients = {row.patient: row.record for row in held}
        plan = compile_nodes(criteria.values(), table_vocabulary(), held[0].as_of)
        columns = records_to_table(patients.values(), table_vocabulary(), list(patients))
        for criterion, truths in zip(criteria, judge(plan, columns), strict=True):
            for patient, answer in zip(patients, truths, strict=True):
                found[table, criterion, patient] = answer
    return found


def judge(plan: Plan, columns: pa.Table) -> list[list[tuple[Truth, frozenset[str]]]]:
    """The truth and the reasons of every criterion for every row."""
    block = Block(columns.combine_chunks().to_batches()[0])
    slots = evaluate(plan, block)
    whys = explain(plan, block, slots)
    answers = []
    for option in plan.options:
        (step,) = option.deciding
        true, possible = (unpack(plane, block.rows) for plane in slots[step])
        named: dict[int, set[str]] = defaultdict(set)
        for why, who in whys[step].items():
            for row in unpack(who, block.rows).nonzero()[0]:
                named[int(row)].add(why.reason)
        answers.append(
            [
                (TRUE if true[at] else UNKNOWN if possible[at] else FALSE, frozenset(named[at]))
                for at in range(block.rows)
            ]
        )
    return answers


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_columnar_engine(row: Row) -> None:
    truth, reasons = answers()[row.table, row.criterion, row.patient]
    assert truth is row.expected
    if row.why is not None:
        assert reasons == set(row.why)
    assert bool(reasons) == (truth is UNKNOWN)
