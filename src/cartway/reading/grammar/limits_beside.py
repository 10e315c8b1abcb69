"""Limits in brackets that hold for some patients: "ALT ≤ 3 × ULN (≤ 5 × ULN with liver involvement)"."""

from __future__ import annotations

from cartway.criteria.nodes import (
    All,
    AnyOf,
    Attribute,
    Compare,
    FactRef,
    Node,
    Not,
    all_nodes,
    any_nodes,
    conjuncts,
    walk,
)
from cartway.reading.grammar.widening import opened
from cartway.reading.lex import Element


def limited_before(elements: list[Element], start: int) -> list[str]:
    """The facts whose limit stands right before a place: the last number and the names it limits."""
    found: list[str] = []
    measured = False
    for element in reversed([e for e in elements if e.end <= start]):
        measure = element.measure
        if measure is not None and not measure.is_duration:
            if measured and found:
                break
            measured = True
        elif measured and element.kind == "fact" and element.system in ("quantity", "score"):
            found.insert(0, element.id)
        elif element.kind in ("semicolon", "stop"):
            break
    return found


def with_other_limit(node: Node, other: Node, *, exclusion: bool) -> Node:
    """A clause and the limit that holds instead for some.

    Args:
        node: the clause.
        other: for whom, and the limit that holds for them.
        exclusion: whether the limits exclude.
    """
    if not exclusion:
        return opened(node, other)
    limits = {one.subject for one in walk(other) if isinstance(one, Compare)}
    whom = [
        part for part in conjuncts(other) if not any(isinstance(o, Compare) for o in walk(part))
    ]
    if not whom:
        return AnyOf((node, other))
    return any_nodes([_for_the_rest(node, limits, Not(all_nodes(whom))), other])


def either(node: Node) -> Node:
    """Limits among the exclusions: one that is passed is enough."""
    if isinstance(node, All) and all(isinstance(one, Compare) for one in node.children):
        return any_nodes(list(node.children))
    return node


def _for_the_rest(node: Node, limits: set[FactRef | Attribute], rest: Node) -> Node:
    if isinstance(node, Compare) and isinstance(node.subject, FactRef) and node.subject in limits:
        return all_nodes([node, rest])
    if isinstance(node, All):
        if rest in node.children:
            return node
        return all_nodes([_for_the_rest(one, limits, rest) for one in node.children])
    if isinstance(node, AnyOf):
        return any_nodes([_for_the_rest(one, limits, rest) for one in node.children])
    return node
