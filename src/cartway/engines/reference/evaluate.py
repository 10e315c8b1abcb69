"""Evaluate any node for one record on one day. This module is the meaning of the language.

Records are taken as normalised (`facts.normalise`): regimens spelt out, acute conditions closed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from cartway.criteria import nodes
from cartway.criteria.nodes import Node
from cartway.engines.reference import event_nodes, fact_nodes
from cartway.engines.reference.constants import no_record_settles
from cartway.engines.reference.context import Context
from cartway.engines.reference.outcome import Outcome, all_hold, any_holds, combine, inverted
from cartway.facts import Record, Vocabulary
from cartway.truth import at_least


class Evaluator:
    """Evaluates criteria for one record on one day; equal nodes held as one object cost once.

    Args:
        record: what is known of the patient.
        as_of: the day; later facts are not seen.
        vocabulary: definitions and hierarchy.
    """

    def __init__(self, record: Record, as_of: date, vocabulary: Vocabulary) -> None:
        self.context = Context(record, as_of, vocabulary)
        # Keyed by identity, and the node is kept so that its identity cannot be reused.
        self._known: dict[int, tuple[Node, Outcome]] = {}

    def evaluate(self, node: Node) -> Outcome:
        """Give the truth of a node with reasons and proof."""
        held = self._known.get(id(node))
        if held is not None:
            return held[1]
        if (join := _JOINS.get(type(node))) is not None:
            outcome = join(self, node)
        elif (leaf := _LEAVES.get(type(node))) is not None:
            outcome = leaf(self.context, node)
        else:
            outcome = no_record_settles(node)
        self._known[id(node)] = (node, outcome)
        return outcome

    def _parts(self, children: Sequence[Node]) -> list[Outcome]:
        known = self._known
        return [
            held[1] if (held := known.get(id(child))) is not None else self.evaluate(child)
            for child in children
        ]

    def _all(self, node: nodes.All) -> Outcome:
        return all_hold(self._parts(node.children))

    def _any_of(self, node: nodes.AnyOf) -> Outcome:
        return any_holds(self._parts(node.children))

    def _not(self, node: nodes.Not) -> Outcome:
        return inverted(self.evaluate(node.child))

    def _at_least(self, node: nodes.AtLeast) -> Outcome:
        parts = self._parts(node.children)
        return combine(at_least(node.count, (one.truth for one in parts)), parts)

    def _unless(self, node: nodes.Unless) -> Outcome:
        return any_holds([self.evaluate(node.child), self.evaluate(node.exception)])

    def _implies(self, node: nodes.Implies) -> Outcome:
        return any_holds([inverted(self.evaluate(node.condition)), self.evaluate(node.child)])


# Each function takes the node it is filed under, which the type of a table cannot say.
_JOINS: dict[type[Node], Callable[[Evaluator, Any], Outcome]] = {
    nodes.All: Evaluator._all,
    nodes.AnyOf: Evaluator._any_of,
    nodes.Not: Evaluator._not,
    nodes.AtLeast: Evaluator._at_least,
    nodes.Unless: Evaluator._unless,
    nodes.Implies: Evaluator._implies,
}
_LEAVES: dict[type[Node], Callable[[Context, Any], Outcome]] = {
    nodes.Compare: fact_nodes.compare,
    nodes.Is: fact_nodes.is_a,
    nodes.Has: fact_nodes.has,
    nodes.Recorded: fact_nodes.recorded,
    nodes.AnyEvent: event_nodes.any_event,
    nodes.CountEvents: event_nodes.count_events,
}
