"""Taking part in another trial: now, or within a window that counts back from today."""

from __future__ import annotations

from cartway.criteria.nodes import AnyEvent, Attribute, FactRef, Has, Is, Node, Not, any_nodes
from cartway.reading.lex import Element
from cartway.values import Duration

_NOW = Has(FactRef("concurrent_trial_participation"))
_DRUG = Is(Attribute("agent"), "investigational_agent")


def within_its_window(node: Node, elements: list[Element]) -> Node:
    """The same with the window of the sentence: who left a trial last week was in one this month."""
    if isinstance(node, Not):
        return Not(within_its_window(node.child, elements))
    if node != _NOW:
        return node
    window = next(
        (
            Duration(one.measure.value, one.measure.unit)
            for one in elements
            if one.measure is not None
            and one.measure.is_duration
            and one.measure.unit is not None
            and 0 < one.measure.value < 1000
        ),
        None,
    )
    if window is None:
        return node
    taken = [AnyEvent(events, _DRUG, window) for events in ("medication", "prior_therapy")]
    return any_nodes([node, *taken])
