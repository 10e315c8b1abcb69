"""Side effects that must have settled: the one that often stays is asked for by its grade."""

from __future__ import annotations

import re

from cartway.criteria.nodes import (
    All,
    AnyEvent,
    AnyOf,
    Attribute,
    Compare,
    FactRef,
    Has,
    Implies,
    Is,
    Node,
    Not,
    Unless,
    all_nodes,
    walk,
)
from cartway.reading.link.context import Context
from cartway.values import Quantity

_RECOVERED = Has(FactRef("prior_treatment_toxicity_recovered"))
_NERVES = "peripheral_neuropathy"
_GRADE_ONE = re.compile(
    r"grade (?:≤ ?|<= ?|0[- ]?(?:to|or|-) ?)?(?:1|I)\b|(?:≤|<=|<) ?(?:grade )?(?:1|I)\b ?(?:级|度|grade)?|(?:1|一|I) ?[级度](?:及|或)?(?:以下)?",
    re.IGNORECASE,
)
# What a line says of these itself, or of a state that differs from patient to patient.
_SAID = re.compile(r"neuropath|neurotox|nerve|神经|baseline|基线", re.IGNORECASE)


def with_lasting_toxicity(context: Context, node: Node, text: str) -> Node:
    """A sentence on side effects that must be of grade 1 or less: nerves that are worse fail it."""
    if not any(type(one) is Has and one == _RECOVERED for one in walk(node)):
        return node
    if _NERVES not in context.vocabulary.concepts or _SAID.search(text):
        return node
    return _with_nerves(node) if _GRADE_ONE.search(text) else node


def _with_nerves(node: Node) -> Node:
    if node == _RECOVERED:
        worse = all_nodes(
            [
                Is(Attribute("code"), _NERVES),
                Compare(Attribute("grade"), ">=", Quantity(2.0, "1")),
                Is(Attribute("status"), "condition_active"),
            ]
        )
        return all_nodes([node, Not(AnyEvent("condition", worse))])
    if isinstance(node, Not):
        return Not(_with_nerves(node.child))
    if isinstance(node, All):
        return All(tuple(_with_nerves(one) for one in node.children))
    if isinstance(node, AnyOf):
        return AnyOf(tuple(_with_nerves(one) for one in node.children))
    if isinstance(node, Implies):
        return Implies(node.condition, _with_nerves(node.child))
    if isinstance(node, Unless):
        return Unless(_with_nerves(node.child), node.exception)
    return node
