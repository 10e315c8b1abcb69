"""Both engines give the same truth for the same reasons, whatever the criterion and the patient."""

from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cartway.criteria import Line, Node, Option, nodes
from cartway.criteria.nodes import FactRef
from cartway.engines.columnar import compile_nodes, compile_options, records_to_table
from cartway.engines.columnar import evaluate as columnar_evaluate
from cartway.engines.columnar.bits import pack, unpack
from cartway.engines.columnar.block import Block
from cartway.engines.columnar.compile import COMPILATIONS
from cartway.engines.columnar.evaluate import evaluate, explain
from cartway.engines.columnar.plan import Plan
from cartway.engines.columnar.screen import screen, verdict_matrix
from cartway.engines.columnar.truths import F, T
from cartway.engines.reference import Evaluator, judge_line, judge_option
from cartway.facts import Fact, Record
from cartway.facts.normalise import normalise
from cartway.truth import FALSE, TRUE, UNKNOWN, Truth
from cartway.values import PartialDate, Quantity
from tests.generative.language_strategies import AS_OF, criteria, facts, records
from tests.spec.language_tables import table_vocabulary

VOCABULARY = table_vocabulary()
Answer = tuple[Truth, frozenset[str]]


@st.composite
def crowded_records(draw: st.DrawFn) -> Record:
    """A record with several values of one fact, so that dates tie and sources disagree."""
    record = draw(records())
    seed = draw(facts())
    others = []
    for other in draw(st.lists(facts(), max_size=5)):
        same = isinstance(other.value, Quantity) and isinstance(seed.value, Quantity)
        value = replace(other.value, unit=seed.value.unit) if same else seed.value
        held = replace(other, fact=seed.fact, argument=seed.argument, value=value)
        others.append(replace(held, on=draw(st.sampled_from([seed.on, other.on]))))
    return normalise(record.extended(facts=[seed, *others]), VOCABULARY)


patients = st.lists(st.one_of(records(), crowded_records()), min_size=1, max_size=6)


def by_reference(node: Node, record: Record) -> Answer:
    outcome = Evaluator(record, AS_OF, VOCABULARY).evaluate(node)
    return outcome.truth, frozenset(why.reason.value for why in outcome.whys)


def block_of(held: Sequence[Record]) -> Block:
    return Block(records_to_table(held, VOCABULARY).combine_chunks().to_batches()[0])


def by_columns(node: Node, held: Sequence[Record]) -> list[Answer]:
    plan = compile_nodes([node], VOCABULARY, AS_OF)
    block = block_of(held)
    slots = evaluate(plan, block)
    (step,) = plan.options[0].deciding
    true, possible = (unpack(plane, block.rows) for plane in slots[step])
    whys = explain(plan, block, slots)[step]
    return [
        (
            TRUE if true[row] else UNKNOWN if possible[row] else FALSE,
            frozenset(why.reason for why, who in whys.items() if unpack(who, block.rows)[row]),
        )
        for row in range(block.rows)
    ]


def disagreement(node: Node, held: Sequence[Record]) -> list[tuple[int, Answer, Answer]]:
    expected = [by_reference(node, record) for record in held]
    found = by_columns(node, held)
    return [
        (row, one, other)
        for row, (one, other) in enumerate(zip(expected, found, strict=True))
        if one != other
    ]


def _number(value: float, on: str, unit: str = "10*9/L") -> Fact:
    return Fact("neutrophils", Quantity(value, unit), PartialDate.parse(on))


AT_LEAST_ONE = nodes.Compare(FactRef("neutrophils"), ">=", Quantity(1.0, "10*9/L"))


IS_ONE = nodes.Compare(FactRef("neutrophils"), "=", Quantity(1.0, "10*9/L"))
TIED = Record((_number(0.5, "2026-11-20"), _number(2.0, "2026-11-20")))


@settings(deadline=None, max_examples=120)
@given(criteria, patients)
@example(IS_ONE, [TIED])
@example(nodes.Not(IS_ONE), [TIED])
@example(AT_LEAST_ONE, [Record((_number(1000.0, "2026-11-01", "/uL"),))])
@example(AT_LEAST_ONE, [Record((_number(2.0, "2026-11"), _number(0.5, "2026-11-20")))])
@example(nodes.AtLeast(2, (AT_LEAST_ONE, nodes.Always(), nodes.Never())), [Record()])
def test_engines_agree(node: Node, held: list[Record]) -> None:
    assert disagreement(node, held) == []


@settings(deadline=None, max_examples=50)
@given(st.lists(criteria, min_size=1, max_size=4), patients)
def test_the_quick_way_gives_what_the_plain_way_gives(
    asked: list[Node], held: list[Record]
) -> None:
    """An atom's packed sets, however they were made, are those of its truths."""
    plan = compile_nodes(asked, VOCABULARY, AS_OF)
    block, fresh = block_of(held), block_of(held)
    slots = evaluate(plan, block)
    for at in plan.leaves:
        truths = plan.steps[at].judged(fresh).truths
        assert pack(truths == T).tolist() == slots[at, 0].tolist()
        assert pack(truths != F).tolist() == slots[at, 1].tolist()


lines = st.builds(
    Line, st.just("a line"), st.sampled_from(["inclusion", "exclusion"]), criteria, st.just(""),
    decides=st.sampled_from([True, True, False]), about=st.sampled_from(["patient", "option"]),
)  # fmt: skip
options = st.builds(
    Option,
    st.just("trial"),
    st.uuids().map(str),
    st.just({}),
    st.lists(lines, max_size=3).map(tuple),
    st.lists(facts(), max_size=2).map(tuple),
)


@settings(deadline=None, max_examples=50)
@given(st.lists(options, min_size=1, max_size=3), patients)
def test_verdicts_on_options_agree_and_balance(held: list[Option], who: list[Record]) -> None:
    plan = compile_options(held, VOCABULARY, AS_OF)
    matrix = verdict_matrix(plan, block_of(who))
    names = ("excluded", "possible", "eligible")
    for place, option in enumerate(held):
        about = Evaluator(Record(option.facts), AS_OF, VOCABULARY)
        for row, record in enumerate(who):
            patient = Evaluator(record, AS_OF, VOCABULARY)
            judged = [
                judge_line(one, about if one.about == "option" else patient) for one in option.lines
            ]
            expected = judge_option(option, judged).verdict
            assert names[matrix[place, row]] == expected
    tally = screen(plan, block_of(who), detail=True)
    assert tally.balances
    assert tally.eligible.tolist() == (matrix == 2).sum(axis=1).tolist()
    assert tally.excluded.tolist() == (matrix == 0).sum(axis=1).tolist()


def test_every_node_is_compiled_and_drawn() -> None:
    assert set(COMPILATIONS) == set(nodes.ALL_NODES)
    drawn: set[type] = set()

    @settings(deadline=None, max_examples=500, database=None, derandomize=True)
    @given(criteria)
    def collect(node: Node) -> None:
        drawn.update(type(one) for one in nodes.walk(node))

    collect()
    assert drawn >= set(nodes.ALL_NODES)


def test_a_two_valued_and_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted error of every SQL engine: *unknown and true* taken for false."""
    right = columnar_evaluate._join

    def planted(step, slots, at):  # type: ignore[no-untyped-def]  # stands in for the real one
        right(step, slots, at)
        if step.operator == "and":
            slots[at][1] = slots[at][0]

    monkeypatch.setattr(columnar_evaluate, "_join", planted)
    node = nodes.All((nodes.Always(), AT_LEAST_ONE))
    assert disagreement(node, [Record()]) != []


def test_a_plan_survives_pickling() -> None:
    import pickle

    plan = compile_nodes([AT_LEAST_ONE, nodes.AnyEvent("prior_therapy")], VOCABULARY, AS_OF)
    copy: Plan = pickle.loads(pickle.dumps(plan))
    assert copy.steps == plan.steps
    assert isinstance(records_to_table([Record()], VOCABULARY), pa.Table)
