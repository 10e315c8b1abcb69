"""How far a reading can be trusted of which parts are left unread."""

from __future__ import annotations

from cartway.criteria.nodes import Compare, FactRef, Is, Node, Unread, walk


def trusted(node: Node, text: str) -> Node:
    """What an inclusion sentence asks, or the whole of it unread where too little was understood.

    A partly read line may exclude, so the part that was read must be what the sentence says. A
    limit, a diagnosis and an antigen speak for themselves. A disease, a drug or a test that is merely named
    does not: "patients who are HIV positive may respond less" asks nobody to be HIV positive.
    Where more such mentions were passed over than understood, the sentence proves nothing.
    """
    leaves = [one for one in walk(node) if not getattr(one, "children", None)]
    unread = sum(isinstance(one, Unread) for one in leaves)
    if not unread:
        return node
    named = [one for one in leaves if not isinstance(one, Unread) and _asks(one)]
    if not named or any(_speaks_for_itself(one) for one in named) or unread < len(named):
        return node
    return Unread(text)


def _asks(node: Node) -> bool:
    return hasattr(node, "subject") or hasattr(node, "events")


def _speaks_for_itself(node: Node) -> bool:
    if isinstance(node, Compare):
        return isinstance(node.subject, FactRef)
    return (
        isinstance(node, Is)
        and isinstance(node.subject, FactRef)
        and node.subject.name in ("diagnosis", "antigen_expression")
    )
