"""A dose that defines what was named with a time: "steroids within 7 days (defined as > 20 mg/day)"."""

from __future__ import annotations

from dataclasses import replace

from cartway.criteria.nodes import (
    All,
    AnyEvent,
    AnyOf,
    Attribute,
    Compare,
    Judgement,
    Node,
    all_nodes,
    any_nodes,
    walk,
)
from cartway.values import Duration

_NOW = Duration(1, "d")


def dose_in_time(said: Node, meaning: Node) -> Node | None:
    """Give the dose asked within the time of what it defines; None where that is not the case.

    Args:
        said: what was named, with its time.
        meaning: what defines it.
    """
    if not _only_events(meaning) or not _only_events(said):
        return None
    windows = {one.window for one in walk(said) if isinstance(one, AnyEvent)}
    if len(windows) != 1:
        return None
    (window,) = windows
    if window is None or window == _NOW:
        return None
    events = [one for one in walk(meaning) if isinstance(one, AnyEvent)]
    if not all(_of_dose(one) and one.window in (None, _NOW) for one in events):
        return None
    return _within(meaning, window)


def _only_events(node: Node) -> bool:
    if isinstance(node, All | AnyOf):
        return all(_only_events(one) for one in node.children)
    return isinstance(node, AnyEvent | Judgement)


def _of_dose(event: AnyEvent) -> bool:
    return event.where is not None and any(
        isinstance(one, Compare) and one.subject == Attribute("dose_per_day")
        for one in walk(event.where)
    )


def _within(node: Node, window: Duration) -> Node:
    if isinstance(node, AnyEvent):
        return replace(node, window=window)
    if isinstance(node, AnyOf):
        return any_nodes([_within(one, window) for one in node.children])
    if isinstance(node, All):
        return all_nodes([_within(one, window) for one in node.children])
    return node
