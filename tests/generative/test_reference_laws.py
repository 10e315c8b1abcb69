"""What must hold of the meaning whatever the criterion and the patient."""

from dataclasses import replace

from hypothesis import given

from cartway.criteria import Line, Node, Not
from cartway.criteria.nodes import All, AnyOf, unread_texts
from cartway.engines.reference import Evaluator, judge_line
from cartway.facts import Record
from cartway.truth import FALSE, TRUE, UNKNOWN
from tests.generative.language_strategies import AS_OF, criteria, records
from tests.spec.language_tables import table_vocabulary


def _truth(node: Node, record: Record) -> object:
    return Evaluator(record, AS_OF, table_vocabulary()).evaluate(node).truth


@given(criteria, records())
def test_not_inverts_and_keeps_unknown(node: Node, record: Record) -> None:
    truth, inverse = _truth(node, record), _truth(Not(node), record)
    assert (truth, inverse) in {(TRUE, FALSE), (FALSE, TRUE), (UNKNOWN, UNKNOWN)}


@given(criteria, criteria, records())
def test_and_or_follow_de_morgan(a: Node, b: Node, record: Record) -> None:
    assert _truth(Not(All((a, b))), record) is _truth(AnyOf((Not(a), Not(b))), record)


@given(criteria, records())
def test_an_empty_record_proves_nothing_false_that_a_record_proves_true(
    node: Node, record: Record
) -> None:
    """What silence decides, no record may overturn: silence decides only what needs no record."""
    silent = _truth(node, Record())
    if silent is not UNKNOWN:
        assert _truth(node, record) is silent


@given(criteria, records())
def test_unknown_says_why_and_the_rest_needs_no_reason(node: Node, record: Record) -> None:
    outcome = Evaluator(record, AS_OF, table_vocabulary()).evaluate(node)
    assert bool(outcome.whys) is (outcome.truth is UNKNOWN)


@given(criteria, records())
def test_a_line_with_unread_text_is_never_met(node: Node, record: Record) -> None:
    for kind in ("inclusion", "exclusion"):
        line = Line("text", kind, node, "test")
        verdict = judge_line(line, Evaluator(record, AS_OF, table_vocabulary())).verdict
        assert not (verdict == "met" and unread_texts(node))


@given(criteria, records())
def test_declaring_lists_incomplete_never_decides_more(node: Node, record: Record) -> None:
    whole, part = _truth(node, record), _truth(node, replace(record, complete=frozenset()))
    assert part in (whole, UNKNOWN)
