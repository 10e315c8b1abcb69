"""An infection, and another one than those that are excepted."""

from __future__ import annotations

from cartway.criteria.nodes import (
    AnyEvent,
    Attribute,
    Is,
    Node,
    Not,
    all_nodes,
    any_nodes,
)
from cartway.reading.link.context import Context


def infection_node(context: Context, held: Node, excepted: tuple[str, ...]) -> Node:
    """ "infection, except of the bladder": another one, or none of those."""
    kinds = [c for c in dict.fromkeys(excepted) if context.is_a(c, "infection")]
    active = context.first("condition_active")
    if not kinds or active is None:
        return held
    where = any_nodes([Is(Attribute("code"), c) for c in kinds])
    mild = AnyEvent("condition", all_nodes([where, Is(Attribute("status"), active)]))
    return all_nodes([held, other_infection(context, kinds, mild)])


def other_infection(context: Context, excepted: list[str], asked: Node) -> Node:
    """An infection of another kind than those excepted, or none of what the exception asks."""
    kinds = [c for c in dict.fromkeys(excepted) if context.is_a(c, "infection")]
    active = context.first("condition_active")
    if not kinds or active is None:
        return Not(asked)
    where = [Is(Attribute("code"), "infection"), Is(Attribute("status"), active)]
    return any_nodes(
        [
            AnyEvent(
                "condition", all_nodes([*where, *(Not(Is(Attribute("code"), c)) for c in kinds)])
            ),
            Not(asked),
        ]
    )
