"""A window behind the last of a list of unlike things: whether it holds for the first is not sure."""

from __future__ import annotations

from dataclasses import replace

from cartway.criteria.nodes import All, AnyEvent, AnyOf, Judgement, Node, all_nodes, any_nodes
from cartway.values import Duration

_DOUBT = Judgement("the time may be meant for this, too")


def within_perhaps(node: Node, window: Duration) -> Node:
    """ "Stroke or brain surgery within 6 months": an old stroke may or may not exclude.

    Within the window it does either way; nobody without a stroke is concerned.
    """
    if isinstance(node, AnyEvent) and node.window is None:
        return any_nodes([replace(node, window=window), all_nodes([node, _DOUBT])])
    if isinstance(node, AnyOf):
        return any_nodes([within_perhaps(one, window) for one in node.children])
    if isinstance(node, All) and isinstance(node.children[0], AnyEvent):
        first = within_perhaps(node.children[0], window)
        return all_nodes([first, *node.children[1:]])
    return node
