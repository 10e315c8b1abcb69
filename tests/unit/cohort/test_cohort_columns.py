"""Tables that are no cohort, or nearly one: refused with the column named, or taken as unknown."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cartway.access.screen_cohort import check_matches, screen_cohort
from cartway.cohort.columns import check_columns, read_schema
from cartway.cohort.simulate import simulate_chunk
from cartway.criteria import parse
from cartway.engines.columnar import compile_nodes
from cartway.engines.columnar.bits import unpack
from cartway.engines.columnar.block import Block
from cartway.engines.columnar.evaluate import evaluate, explain
from cartway.errors import InputError
from cartway.knowledge.load import load_vocabulary

AS_OF = date(2026, 11, 22)
MORNING = datetime(2026, 11, 1, 8, tzinfo=UTC)


def one_cell(**fields: Any) -> pa.Array:
    return pa.array([[fields]])


@pytest.mark.parametrize(
    ("name", "column", "code", "says"),
    [
        ("fact__platelet_count", pa.array([100.0]), "I042", "is no list"),
        ("fact__platelet_count", pa.array([[100.0]]), "I042", "no list of structs"),
        ("fact__platelet_count", one_cell(number="100"), "I042", "number"),
        ("fact__platelet_count", one_cell(value=100.0), "I042", "field value"),
        ("fact__platelet_count", one_cell(unit="/uL"), "I042", "lacks the field number"),
        ("fact__platelet_count", one_cell(number=1.0, on_earliest="2026"), "I042", "on_earliest"),
        ("fact__diagnosis", pa.array(["lymphoma"]), "I042", "is no list"),
        ("fact__pregnant", one_cell(yes="no"), "I042", "yes"),
        ("fact__platelets", one_cell(number=1.0), "I041", "fact__platelets"),
        ("fact__antigen_expression", one_cell(code="positive"), "I041", "antigen_expression"),
        ("events__therapies", one_cell(agent=["rituximab"]), "I041", "events__therapies"),
        ("events__prior_therapy", one_cell(agent="rituximab"), "I042", "agent"),
        ("absences", one_cell(events="prior_therapy"), "I042", "concept"),
        ("complete", pa.array(["prior_therapy"]), "I042", "is no list"),
    ],
)
def test_a_column_that_would_be_misread_is_refused(
    name: str, column: pa.Array, code: str, says: str
) -> None:
    schema = pa.table({"patient": ["a"], name: column}).schema
    with pytest.raises(InputError) as caught:
        check_columns(schema, load_vocabulary(), "cohort.parquet")
    assert caught.value.code == code
    assert says in str(caught.value)


def test_what_cohorts_and_their_writers_hold_is_taken() -> None:
    """Our own, plain text for dictionaries, whole numbers, times of day, columns of the owner's."""
    vocabulary = load_vocabulary()
    check_columns(simulate_chunk(0, 5, 1, vocabulary, AS_OF).schema, vocabulary, "")
    plain = pa.table(
        {
            "patient": ["a"],
            "ward": ["east"],
            "fact__platelet_count": one_cell(number=100, on_earliest=MORNING),
            "fact__diagnosis": one_cell(code="lymphoma"),
            "fact__sex": pa.nulls(1),
            "events__prior_therapy": one_cell(agent=["rituximab"], start_earliest=AS_OF),
            "complete": pa.array([["prior_therapy"]]),
        }
    )
    check_columns(plain.schema, vocabulary, "")


def test_a_word_that_is_no_concept_excludes_nobody() -> None:
    vocabulary = load_vocabulary()
    asked = "diagnosis is large_b_cell_lymphoma"
    therapy = "any(prior_therapy where agent is car_t_cell_therapy)"
    plan = compile_nodes([parse(asked, vocabulary), parse(therapy, vocabulary)], vocabulary, AS_OF)
    table = pa.table(
        {
            "patient": ["coded elsewhere", "known"],
            "fact__diagnosis": pa.array([[{"code": "C83.3"}], [{"code": "multiple_myeloma"}]]),
            "events__prior_therapy": pa.array(
                [[{"agent": ["L01XL03"]}], [{"agent": ["rituximab"]}]]
            ),
            "complete": pa.array([["prior_therapy"]] * 2),
        }
    )
    block = Block(table.to_batches()[0])
    slots = evaluate(plan, block)
    for option in plan.options:
        true, possible = (unpack(plane, 2).tolist() for plane in slots[option.deciding[0]])
        assert true == [False, False]
        assert possible == [True, False]
    assert explain(plan, block, slots)  # a reason for each


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ({"certainty": "maybe"}, "uncertain"),
        ({"comparator": "~"}, "unit_unclear"),
        ({"unit": "banana"}, "unit_unclear"),
    ],
)
def test_a_sign_that_nobody_defined_is_a_doubt(field: dict[str, str], reason: str) -> None:
    vocabulary = load_vocabulary()
    node = parse("platelet_count >= 50 '10*9/L'", vocabulary)
    plan = compile_nodes([node], vocabulary, AS_OF)
    table = pa.table(
        {
            "patient": ["a"],
            "fact__platelet_count": one_cell(number=20.0, on_earliest=AS_OF, **field),
        }
    )
    block = Block(table.to_batches()[0])
    slots = evaluate(plan, block)
    step = plan.options[0].deciding[0]
    assert slots[step].ravel().tolist() == [0, 1]
    assert [why.reason for why in explain(plan, block, slots)[step]] == [reason]


def test_refused_before_anything_is_screened(tmp_path: Path) -> None:
    nobody = tmp_path / "nobody.parquet"
    pq.write_table(pa.table({"patient": pa.array([], pa.string())}), nobody)
    with pytest.raises(InputError, match="holds no patient"):
        screen_cohort(nobody, AS_OF)
    with pytest.raises(InputError, match="this is a folder"):
        screen_cohort(tmp_path, AS_OF)
    with pytest.raises(InputError, match=r"ends in \.parquet"):
        check_matches(nobody, tmp_path / "list.csv")
    (tmp_path / "other.parquet").write_text("hello")
    with pytest.raises(InputError, match="not Parquet"):
        read_schema(tmp_path / "other.parquet")
