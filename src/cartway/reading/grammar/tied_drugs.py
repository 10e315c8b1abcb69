"""An illness of immunity and drugs against immunity in one question: the drugs are those for the illness.

Patients with a lymphoma get steroids and antibodies for the lymphoma; a line on autoimmune disease
"requiring immunosuppression" does not mean those.
"""

from __future__ import annotations

from cartway.criteria.nodes import (
    All,
    AnyEvent,
    AnyOf,
    Attribute,
    FactRef,
    Has,
    Is,
    Judgement,
    Node,
    all_nodes,
    any_nodes,
    walk,
)
from cartway.reading.lexicon import Seldom
from cartway.reading.link.context import Context

_BOTH = Seldom(r"auto-?immun|自身免疫|inflammatory bowel|rheumat|lupus|风湿|狼疮")
_FACT = "autoimmune_disease_under_immunosuppression"
_AGENTS = ("immunosuppressive_agent", "corticosteroid")


def tied_to_illness(context: Context, node: Node, words: str) -> Node:
    """Give an exclusion in which drugs beside an autoimmune disease are asked as drugs against it."""
    if not context.exclusion or _FACT not in context.vocabulary.facts or not _BOTH.search(words):
        return node
    return _tied(context, node)


def _tied(context: Context, node: Node) -> Node:
    if isinstance(node, AnyOf):
        return any_nodes([_tied(context, one) for one in node.children])
    if not isinstance(node, All):
        return node
    ill = any(_is_illness(context, one) for one in node.children)
    drugs = any(_is_drugs(context, one) for one in node.children)
    known = any(isinstance(one, Has) and one.subject == FactRef(_FACT) for one in walk(node))
    if not (ill and drugs) or known:
        return node
    held = any_nodes([Has(FactRef(_FACT)), Judgement("given for the autoimmune disease")])
    return all_nodes([*node.children, held])


def _is_illness(context: Context, node: Node) -> bool:
    return (
        isinstance(node, AnyEvent)
        and node.events == "condition"
        and any(
            isinstance(one, Is)
            and one.subject == Attribute("code")
            and context.is_a(one.concept, "autoimmune_disease")
            for one in walk(node.where or node)
            if one is not node
        )
    )


def _is_drugs(context: Context, node: Node) -> bool:
    events = node.children if isinstance(node, AnyOf) else (node,)
    return all(
        isinstance(one, AnyEvent)
        and one.events in ("medication", "prior_therapy")
        and isinstance(one.where, Is)
        and context.is_a(one.where.concept, *_AGENTS)
        for one in events
    )
