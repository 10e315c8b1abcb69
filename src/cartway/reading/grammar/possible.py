"""Nobody is asked to be two ages at once: bounds that contradict one another were misread."""

from __future__ import annotations

from collections.abc import Iterator

from cartway.criteria.nodes import All, Compare, FactRef, Node, Unread, all_nodes


def possible(node: Node, text: str) -> Node:
    """What an inclusion line asks, its contradictory bounds left unread.

    A table of limits by age that was flattened into one line asks of everybody to be at most 5 and
    more than 10 years old, and would exclude everybody.

    Args:
        text: the line, for the parts that are left unread.
    """
    if not isinstance(node, All):
        return node
    bounds: dict[tuple[FactRef, str], list[float]] = {}
    for one in _asked(node):
        if isinstance(one.subject, FactRef):
            low, high = bounds.setdefault(
                (one.subject, one.limit.unit), [float("-inf"), float("inf")]
            )
            value = one.limit.value
            if one.operator in (">", ">=", "="):
                low = max(low, value)
            if one.operator in ("<", "<=", "="):
                high = min(high, value)
            bounds[(one.subject, one.limit.unit)] = [low, high]
    wrong = {subject for subject, (low, high) in bounds.items() if low > high}
    return _without(node, wrong, text) if wrong else node


def _asked(node: Node) -> Iterator[Compare]:
    if isinstance(node, All):
        for one in node.children:
            yield from _asked(one)
    elif isinstance(node, Compare):
        yield node


def _without(node: Node, wrong: set[tuple[FactRef, str]], text: str) -> Node:
    if isinstance(node, All):
        return all_nodes(list(dict.fromkeys(_without(one, wrong, text) for one in node.children)))
    if isinstance(node, Compare) and (node.subject, node.limit.unit) in wrong:
        return Unread(text)
    return node
