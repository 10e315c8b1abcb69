"""Every node has notation, meaning, a phrase in each language, a table and a generator."""

import pytest

from cartway.access.phrase_criteria import phrase
from cartway.criteria import nodes, show
from cartway.engines.reference import Evaluator
from cartway.engines.reference.outcome import Reason
from cartway.facts import Record
from cartway.knowledge.words import keys_of
from cartway.truth import Truth
from tests.generative.language_strategies import AS_OF, GENERATED
from tests.spec.language_tables import rows, table_vocabulary


@pytest.mark.parametrize("kind", nodes.ALL_NODES, ids=lambda kind: kind.__name__)
def test_every_node_is_complete(kind: type[nodes.Node]) -> None:
    in_tables = [
        row.node for row in rows() if any(type(one) is kind for one in nodes.walk(row.node))
    ]
    assert in_tables, f"no table speaks of {kind.__name__}"
    assert kind in GENERATED, f"no generator makes {kind.__name__}"
    node = in_tables[0]
    assert show(node)
    assert Evaluator(Record(), AS_OF, table_vocabulary()).evaluate(node).truth in Truth
    for language in ("en", "zh"):
        assert phrase(node, table_vocabulary(), language)


def test_all_nodes_are_listed() -> None:
    # By name: a dataclass with slots is made twice, and the first making lingers.
    assert {one.__name__ for one in nodes.Node.__subclasses__()} == {
        one.__name__ for one in nodes.ALL_NODES
    }


def test_every_reason_has_words() -> None:
    assert {reason.value for reason in Reason} <= set(keys_of("reasons"))
