"""The parts of the columnar engine that the tables and the random criteria do not say."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartway.criteria import parse
from cartway.engines.columnar import compile_nodes, layout, records_to_table
from cartway.engines.columnar.atoms.numbers import cuts, rounded
from cartway.engines.columnar.bits import everyone, pack, size, unpack
from cartway.engines.columnar.block import Block
from cartway.engines.columnar.evaluate import evaluate, explain
from cartway.engines.columnar.reasons import REASONS
from cartway.engines.reference import Evaluator, Reason
from cartway.facts import Event, Fact, Record
from cartway.values import PartialDate, Quantity, convert_factor
from tests.spec.language_tables import AS_OF, table_vocabulary


def test_reasons_are_those_of_the_reference_engine() -> None:
    assert set(REASONS) == {one.value for one in Reason}


@pytest.mark.parametrize("rows", [0, 1, 63, 64, 65, 128, 1000])
def test_sets_hold_exactly_their_patients(rows: int) -> None:
    flags = np.arange(rows) % 3 == 0
    assert unpack(pack(flags), rows).tolist() == flags.tolist()
    assert size(pack(flags)) == flags.sum()
    assert size(everyone(rows)) == rows


FACTORS = [1.0, 1e-3, 88.4017, 0.0113, 1e9, 1 / 113.12, 1e-9]


@given(
    st.sampled_from(FACTORS),
    st.floats(0, 1e6, allow_subnormal=False),
    st.floats(-1e-9, 1e-9),
)
def test_cuts_decide_as_rounding_does(factor: float, limit: float, off: float) -> None:
    limit = rounded(limit)
    reach, passed = cuts(factor, limit)
    near = limit / factor * (1 + off)
    for number in (
        near,
        reach,
        passed,
        np.nextafter(reach, -np.inf),
        np.nextafter(passed, -np.inf),
    ):
        scaled = number if factor == 1.0 else rounded(number * factor)
        assert (number >= reach) == (scaled >= limit)
        assert (number >= passed) == (scaled > limit)


def test_a_thousand_per_microlitre_is_one() -> None:
    factor = convert_factor("/uL", "10*9/L")
    assert factor is not None
    reach, passed = cuts(factor, 1.0)
    assert reach <= 1000.0 < passed


def _answer(table: pa.Table, criterion: str) -> tuple[list[bool], list[bool]]:
    vocabulary = table_vocabulary()
    plan = compile_nodes([parse(criterion, vocabulary)], vocabulary, AS_OF)
    block = Block(table.combine_chunks().to_batches()[0])
    planes = evaluate(plan, block)[plan.options[0].deciding[0]]
    return tuple(unpack(plane, block.rows).tolist() for plane in planes)


def test_fields_left_out_stand_for_their_defaults() -> None:
    """A plain table with numbers and days only means the same as the full layout."""
    days = pa.array([20700, 20770], pa.int32()).cast(pa.date32())
    plain = pa.array(
        [[{"number": 2.0, "on_earliest": days[0].as_py()}], None, [], [{"number": 0.5}]],
        pa.list_(pa.struct([("number", pa.float64()), ("on_earliest", pa.date32())])),
    )
    table = pa.table({"patient": list("abcd"), "fact__neutrophils": plain})
    true, possible = _answer(table, "neutrophils >= 1 '10*9/L'")
    assert true == [True, False, False, False]
    assert possible == [True, True, True, False]


def test_words_may_be_plain_text_columns() -> None:
    """Spark and other writers know no dictionaries."""
    kind = pa.list_(pa.struct([("code", pa.string())]))
    held = pa.array([[{"code": "female"}], [{"code": "male"}], None], kind)
    true, possible = _answer(pa.table({"patient": list("abc"), "fact__sex": held}), "sex is female")
    assert true == [True, False, False]
    assert possible == [True, False, True]


@pytest.mark.parametrize(
    ("column", "field", "criterion"),
    [
        ("fact__sex", "code", "sex is female"),
        ("fact__diagnosis", "code", "diagnosis is lymphoma"),
        ("fact__pregnant", "yes", "has(pregnant)"),
        ("fact__neutrophils", "number", "neutrophils >= 1 '10*9/L'"),
    ],
)
def test_a_value_that_is_null_proves_nothing(column: str, field: str, criterion: str) -> None:
    kinds = {"code": pa.string(), "yes": pa.bool_(), "number": pa.float64()}
    held = pa.array([[{field: None}]], pa.list_(pa.struct([(field, kinds[field])])))
    table = pa.table({"patient": ["a"], column: held})
    assert _answer(table, criterion) == ([False], [True])
    assert _answer(table, f"not {criterion}") == ([False], [True])


def test_a_column_that_is_missing_says_nothing() -> None:
    true, possible = _answer(pa.table({"patient": ["a", "b"]}), "any(prior_therapy)")
    assert (true, possible) == ([False, False], [True, True])


def test_both_engines_name_the_list_when_an_attribute_is_unclear() -> None:
    """So that a question can be asked about it: an attribute alone has none."""
    vocabulary = table_vocabulary()
    node = parse("any(prior_therapy where dose >= 100 'mg')", vocabulary)
    event = Event("prior_therapy", {"dose": (Quantity(50.0, "mg", ">"),)})
    record = Record(events=(event,))
    (why,) = Evaluator(record, AS_OF, vocabulary).evaluate(node).whys
    assert (why.reason.value, why.fact) == ("borderline", "prior_therapy")
    plan = compile_nodes([node], vocabulary, AS_OF)
    block = Block(records_to_table([record], vocabulary).to_batches()[0])
    (ours,) = explain(plan, block, evaluate(plan, block))[plan.options[0].deciding[0]]
    assert (ours.reason, ours.fact) == ("borderline", "prior_therapy")


def test_records_keep_all_that_a_criterion_can_ask() -> None:
    fact = Fact("neutrophils", Quantity(1.5, "/uL", "<"), PartialDate(2026, 5), upper_limit=7.0)
    (cell,) = records_to_table([Record((fact,))], table_vocabulary())[
        layout.fact_column("neutrophils")
    ].to_pylist()[0]
    assert (cell["number"], cell["unit"], cell["comparator"]) == (1.5, "/uL", "<")
    assert (cell["on_earliest"].day, cell["on_latest"].day) == (1, 31)
    assert cell["upper_limit"] == 7.0
