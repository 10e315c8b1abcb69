"""Windows counted in half-lives of a drug, beside windows in days."""

from __future__ import annotations

from dataclasses import replace

from cartway.criteria.nodes import AnyEvent, AnyOf, Judgement, Node, all_nodes, any_nodes
from cartway.reading.link.context import Context
from cartway.values import Duration

# What the stretches of that kind give, see `earlier_treatment` in the knowledge folder.
SHORTER = "half-lives, if shorter"
_NOW = Duration(1, "d")


def with_half_lives(context: Context, parts: list[Node]) -> Node:
    """Join the parts of a term: what goes on today lies within any number of half-lives."""
    node = all_nodes(parts)
    if not context.exclusion or Judgement(SHORTER) not in parts:
        return node
    today = [_today(one) for one in parts if isinstance(one, (AnyEvent, AnyOf))]
    return any_nodes([node, *(one for one in today if one is not None)])


def _today(node: Node) -> Node | None:
    if isinstance(node, AnyEvent) and node.window is not None:
        return replace(node, window=_NOW)
    if isinstance(node, AnyOf):
        found = [one for child in node.children if (one := _today(child)) is not None]
        return any_nodes(found) if found else None
    return None
