"""Windows counted in half-lives of a drug, beside windows in days."""

from __future__ import annotations

from dataclasses import replace

from cartway.criteria.nodes import AnyEvent, AnyOf, Judgement, Node, all_nodes, any_nodes
from cartway.reading.link.context import Context
from cartway.values import Duration

# What the stretches of that kind give, see `earlier_treatment` in the knowledge folder.
SHORTER = Judgement("half-lives, if shorter")
LONGER = Judgement("half-lives of the drug")
_NOW = Duration(1, "d")


def with_half_lives(context: Context, parts: list[Node]) -> Node:
    """Join the parts of a term.

    What goes on today lies within any number of half-lives; what was given before the days named
    may still lie within them, where the longer time counts.
    """
    if LONGER in parts and len(parts) > 1:
        rest = [one for one in parts if one != LONGER]
        ever = [found for one in rest if (found := _within(one, None)) is not None]
        if not ever:
            return all_nodes(parts)
        return any_nodes([all_nodes(rest), all_nodes([*ever, LONGER])])
    node = all_nodes(parts)
    if not context.exclusion or SHORTER not in parts:
        return node
    today = [found for one in parts if (found := _within(one, _NOW)) is not None]
    return any_nodes([node, *today])


def _within(node: Node, window: Duration | None) -> Node | None:
    """A question about treatment with another window; None where it has no window."""
    if isinstance(node, AnyEvent) and node.window is not None:
        return replace(node, window=window)
    if isinstance(node, AnyOf):
        found = [one for child in node.children if (one := _within(child, window)) is not None]
        return any_nodes(found) if found else None
    return None
