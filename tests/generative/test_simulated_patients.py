"""Every real trial and label on simulated patients: both engines, and both ways of an atom."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from cartway.access.gather_options import gather_options
from cartway.access.match_options import Match
from cartway.access.next_questions import count_questions
from cartway.access.panel import judge_panel
from cartway.cohort.simulate import simulate_chunk
from cartway.engines.columnar import Plan, compile_options
from cartway.engines.columnar.atoms.leaf import Leaf
from cartway.engines.columnar.bits import pack
from cartway.engines.columnar.block import Block
from cartway.engines.columnar.evaluate import evaluate
from cartway.engines.columnar.screen import screen, verdict_matrix
from cartway.engines.columnar.truths import F, T
from cartway.facts import Vocabulary
from cartway.knowledge.load import load_vocabulary
from tests.cohort_records import records_of

AS_OF = date(2026, 11, 22)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture(scope="module")
def plan(vocabulary: Vocabulary) -> Plan:
    return compile_options(gather_options(AS_OF, vocabulary).options, vocabulary, AS_OF)


def turned(batch: pa.RecordBatch, how: str) -> pa.RecordBatch:
    """The same patients with their lists from old to new, shuffled, or with equal days."""
    columns = []
    generator = np.random.default_rng(3)
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        cells = column.to_pylist()
        if name.startswith("fact__"):
            for cell in cells:
                if how == "shuffled":
                    generator.shuffle(cell)
                elif how == "from old to new":
                    cell.reverse()
                elif cell and "on_earliest" in cell[0] and generator.random() < 0.3:
                    for one in cell:
                        one["on_earliest"] = cell[0]["on_earliest"]
        columns.append(pa.array(cells, column.type))
    return pa.RecordBatch.from_arrays(columns, batch.schema.names)


@pytest.mark.parametrize("how", ["from new to old", "from old to new", "shuffled", "tied"])
def test_the_quick_way_of_every_real_atom_is_the_plain_way(
    plan: Plan, vocabulary: Vocabulary, how: str
) -> None:
    batch = simulate_chunk(0, 700, 11, vocabulary, AS_OF)
    if how != "from new to old":
        batch = turned(batch, how)
    slots, fresh = evaluate(plan, Block(batch)), Block(batch)
    for at in plan.leaves:
        leaf = plan.steps[at]
        assert isinstance(leaf, Leaf)
        truths = leaf.judged(fresh).truths
        assert np.array_equal(slots[at, 0], pack(truths == T)), leaf
        assert np.array_equal(slots[at, 1], pack(truths != F)), leaf


def test_both_engines_give_every_real_option_the_same_verdict(
    plan: Plan, vocabulary: Vocabulary
) -> None:
    """Twelve patients on all 2,600 options: more than thirty thousand verdicts."""
    panel = gather_options(AS_OF, vocabulary).panel
    batch = simulate_chunk(0, 12, 29, vocabulary, AS_OF)
    matrix = verdict_matrix(plan, Block(batch))
    number = {"excluded": 0, "possible": 1, "eligible": 2}
    for row, record in enumerate(records_of(batch, vocabulary)):
        judged = judge_panel(record, panel, vocabulary, AS_OF)
        verdicts = [number[str(one.verdict)] for one in judged]
        assert verdicts == matrix[:, row].tolist()
    assert set(matrix.ravel().tolist()) == {0, 1, 2}


def test_a_cohort_of_one_is_asked_what_the_patient_is_asked(
    plan: Plan, vocabulary: Vocabulary
) -> None:
    """The questions that alone settle a line, over a cohort and for one person: the same, as often."""
    panel = gather_options(AS_OF, vocabulary).panel
    batch = simulate_chunk(0, 3, 5, vocabulary, AS_OF)
    for row, record in enumerate(records_of(batch, vocabulary)):
        judged = tuple(judge_panel(record, panel, vocabulary, AS_OF))
        alone, _ = count_questions(Match(AS_OF, record, judged, "", ""), vocabulary)
        tally = screen(plan, Block(batch.slice(row, 1)), detail=True)
        assert alone == dict(tally.settles)
        assert alone
