"""Keeps what was read in part from shutting out by itself what the whole might let in."""

from __future__ import annotations

import re

from cartway.criteria.nodes import (
    All,
    AnyOf,
    Compare,
    FactRef,
    Implies,
    Is,
    Judgement,
    Node,
    all_nodes,
    any_nodes,
    conjuncts,
    unread_texts,
    walk,
)

OF_SOME = re.compile(r"\W*(?:for|in|if)\b|\W*(?:对于|针对|若|如果?)", re.IGNORECASE)
_ONLY = re.compile(r"\bonly\b|仅限|仅适用", re.IGNORECASE)


def guarded(node: Node, text: str, *, later: bool) -> Node:
    """A sentence of an inclusion line, softened where it may hold for some patients only.

    Args:
        later: whether other sentences of the line stand before it.
    """
    if not unread_texts(node):
        return node
    children = conjuncts(node)
    named = [one for one in children if _is_diagnosis(one)]
    rest = [one for one in children if not _is_diagnosis(one)]
    if named and rest and (OF_SOME.match(text) or _ONLY.search(text)):
        return Implies(all_nodes(named), all_nodes(rest))
    if OF_SOME.match(text) and not named:
        return any_nodes([node, Judgement("may hold for some patients only")])
    if later and any(_asks_diagnosis(one) for one in walk(node)):
        # A later sentence about a disease, not wholly read, may speak of some patients only.
        return any_nodes([node, Judgement("may hold for some patients only")])
    return node


def _asks_diagnosis(node: Node) -> bool:
    return (
        isinstance(node, Is)
        and isinstance(node.subject, FactRef)
        and node.subject.name == "diagnosis"
    )


def _is_diagnosis(node: Node) -> bool:
    if isinstance(node, AnyOf):
        return all(_is_diagnosis(one) for one in node.children)
    return _asks_diagnosis(node)


def loosened(parts: list[Node]) -> list[Node]:
    """Limits of one thing that come twice, the looser with a condition: either will do."""
    given: list[Node] = []
    for part in parts:
        before = given[-1] if given else None
        if before is not None and _looser(before, part):
            given[-1] = any_nodes([before, part])
        else:
            given.append(part)
    return given


def _looser(before: Node, after: Node) -> bool:
    first, second = _limits(before), _limits(after)
    if not first or not second or not isinstance(after, (All, AnyOf)):
        return False
    if any(not isinstance(one, (Compare, All)) for one in walk(before)):
        return False
    if set(first) != set(second):
        return False
    for subject, (operator, value, unit) in first.items():
        other, wider, wider_unit = second[subject]
        if other[0] != operator[0] or unit != wider_unit:
            return False
        if (wider <= value) if operator[0] == "<" else (wider >= value):
            return False
    return True


def _limits(node: Node) -> dict[str, tuple[str, float, str]]:
    found: dict[str, tuple[str, float, str]] = {}
    for one in walk(node):
        if isinstance(one, Compare) and isinstance(one.subject, FactRef):
            limit = one.limit
            value, unit = getattr(limit, "value", None), getattr(limit, "unit", None)
            if value is None or one.subject.name in found:
                return {}
            found[one.subject.name] = (one.operator, float(value), str(unit))
    return found
