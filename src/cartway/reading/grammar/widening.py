"""Limits that widen under a condition, and what an exception leaves open."""

from __future__ import annotations

from cartway.criteria.nodes import (
    All,
    AnyOf,
    Attribute,
    Compare,
    FactRef,
    Implies,
    Judgement,
    Node,
    Not,
    Unless,
    Unread,
    all_nodes,
    walk,
)
from cartway.reading.lex import Element


def last_limit(main: list[Element]) -> tuple[list[Element], list[Element]]:
    """ "≤ 2.5 × ULN, ≤ 5 × ULN if …": the condition governs the last limit only."""
    for index in range(len(main) - 1, 0, -1):
        if main[index].kind in ("comma", "semicolon") or main[index].is_cue("or", "and"):
            first, last = main[:index], main[index + 1 :]
            if any(e.kind == "measure" for e in first) and any(e.kind == "measure" for e in last):
                if not any(e.kind == "fact" and e.system in ("quantity", "score") for e in last):
                    fact = next((e for e in reversed(first) if e.kind == "fact"), None)
                    last = [fact, *last] if fact is not None else last
                return first, last
            if not any(e.kind == "measure" for e in last):
                continue
            break
    return [], main


def widened(node: Node, wider: Implies) -> Node:
    """A limit and the wider one that holds under a condition: "≤ 2.5, ≤ 5 with liver metastases"."""
    if isinstance(node, Implies):
        return all_nodes([node, wider])  # each holds under its own condition
    limits = {one.subject for one in walk(wider.child) if isinstance(one, Compare)}
    changed, done = _widen(node, limits, all_nodes([wider.condition, wider.child]))
    return changed if done else all_nodes([node, wider])


def opened(node: Node, alternative: Node) -> Node:
    """A line and those whom a later sentence lets in as well."""
    limits = {one.subject for one in walk(alternative) if isinstance(one, Compare)}
    changed, done = _widen(node, limits, alternative)
    return changed if done else Unless(node, alternative)


def _widen(node: Node, limits: set[FactRef | Attribute], alternative: Node) -> tuple[Node, bool]:
    subjects = {one.subject for one in walk(node) if isinstance(one, Compare)}
    if not subjects or not limits:
        return node, False
    if subjects <= limits:
        return AnyOf((node, alternative)), True
    if isinstance(node, All):
        parts = [_widen(child, limits, alternative) for child in node.children]
        return all_nodes([part for part, _ in parts]), any(done for _, done in parts)
    return node, False


def softened(node: Node) -> Node:
    """An exception with what was not read left to judgement; a condition in it must hold."""
    if isinstance(node, Unread):
        return Judgement(node.text)
    if isinstance(node, Implies):
        return all_nodes([softened(node.condition), softened(node.child)])
    if isinstance(node, All):
        return All(tuple(softened(one) for one in node.children))
    if isinstance(node, AnyOf):
        return AnyOf(tuple(softened(one) for one in node.children))
    if isinstance(node, Not):
        return Not(softened(node.child))
    if isinstance(node, Unless):
        return Unless(softened(node.child), softened(node.exception))
    return node


def codes_of(elements: list[Element]) -> list[str]:
    """The concepts of an exception that names nothing but things."""
    if any(
        e.kind == "measure" and e.measure is not None and not e.measure.is_duration
        for e in elements
    ):
        return []
    return [
        e.id
        for e in elements
        if e.kind == "concept" and e.system in ("disease", "treatment", "antigen")
    ]
