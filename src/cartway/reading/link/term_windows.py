"""The time of a term given to what it asks."""

from __future__ import annotations

from dataclasses import replace

from cartway.criteria.nodes import (
    All,
    AnyEvent,
    AnyOf,
    Compare,
    FactRef,
    Has,
    Is,
    Judgement,
    Node,
    Unread,
    all_nodes,
    walk,
)
from cartway.reading.grammar.terms import Term
from cartway.reading.link.context import Context
from cartway.values import Duration, Quantity

_NOW_GIVEN = Duration(1, "d")  # what a phrase asks of today, where the line has no time of its own


def within_window(context: Context, node: Node, term: Term) -> Node:
    """Give what a term asks, within the time that the term has."""
    window = term.window
    if window is None:
        return node
    if any(
        isinstance(one, Compare)
        and isinstance(one.subject, FactRef)
        and one.subject.name == "prior_relapses"
        for one in walk(node)
    ):
        # The relapses on record are those of the whole course: how many fell in the window is not told.
        return all_nodes([node, Judgement(f"within {window.value:g} {window.unit}")])
    if isinstance(node, Is) and node.subject == FactRef("disease_status"):
        return _state_within(context, node, window)
    if (
        isinstance(node, (Compare, Is, Has))
        and node.window is None
        and isinstance(node.subject, FactRef)
    ):
        definition = context.vocabulary.facts.get(node.subject.name)
        if definition is not None and definition.changes == "fixed":
            return node
        if node.subject.name == "age":
            # An age has no window: the other number was part of something not understood.
            return all_nodes([node, Unread(f"within {window.value:g} {window.unit}")])
        return replace(node, window=window)
    if isinstance(node, AnyEvent) and node.window in (None, _NOW_GIVEN):
        return replace(node, window=window)
    if isinstance(node, (All, AnyOf)) and _only_limits(node):
        # "ALT and AST ≤ 3 × ULN within 7 days": the time is that of each.
        return type(node)(tuple(_limit_within(context, one, term) for one in node.children))
    if isinstance(node, (All, AnyOf)) and all(
        isinstance(one, (Has, AnyEvent, Judgement)) for one in node.children
    ):
        # What a phrase stands for in several parts: the time is that of each.
        parts = tuple(within_window(context, one, term) for one in node.children)
        return replace(node, children=parts)
    return node


def _only_limits(node: Node) -> bool:
    if isinstance(node, (All, AnyOf)):
        return all(map(_only_limits, node.children))
    return isinstance(node, Compare)


def _limit_within(context: Context, node: Node, term: Term) -> Node:
    asked = node.subject if isinstance(node, Compare) else None
    known = context.vocabulary.facts.get(asked.name) if isinstance(asked, FactRef) else None
    return node if known and known.changes != "test" else within_window(context, node, term)


def _state_within(context: Context, node: Is, window: Duration) -> Node:
    """ "relapse within 30 days": the state is known as of today, when it began is asked apart."""
    since = "time_since_last_relapse"
    lasted: Node = Judgement(f"within {window.value:g} {window.unit}")
    if str(node.concept).startswith("relaps") and since in context.vocabulary.facts:
        lasted = Compare(FactRef(since), "<=", Quantity(window.value, window.unit))
    return all_nodes([node, lasted])
