"""Hold equal nodes as one object, so that an engine that remembers by identity asks each once."""

from __future__ import annotations

from dataclasses import replace

from cartway.criteria.nodes import (
    All,
    AnyEvent,
    AnyOf,
    AtLeast,
    CountEvents,
    Implies,
    Node,
    Not,
    Pending,
    Unless,
)


def share(node: Node, known: dict[Node, Node]) -> Node:
    """Give the one object equal to `node`, made of shared parts; `known` remembers them."""
    held = known.get(node)
    if held is not None:
        return held
    rebuilt = node
    if isinstance(node, (All, AnyOf, AtLeast)):
        rebuilt = replace(node, children=tuple(share(one, known) for one in node.children))
    elif isinstance(node, (Not, Pending)):
        rebuilt = replace(node, child=share(node.child, known))
    elif isinstance(node, Unless):
        child, exception = share(node.child, known), share(node.exception, known)
        rebuilt = replace(node, child=child, exception=exception)
    elif isinstance(node, Implies):
        condition, child = share(node.condition, known), share(node.child, known)
        rebuilt = replace(node, condition=condition, child=child)
    elif isinstance(node, (AnyEvent, CountEvents)) and node.where is not None:
        rebuilt = replace(node, where=share(node.where, known))
    known[rebuilt] = rebuilt
    return rebuilt
