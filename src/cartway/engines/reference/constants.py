"""Nodes that no record settles: constants, and what is unknown for everyone for its own reason."""

from __future__ import annotations

from cartway.criteria import nodes
from cartway.criteria.nodes import Node
from cartway.engines.reference.outcome import FALSE, TRUE, Outcome, Reason, known, unknown
from cartway.errors import InternalError

_KNOWN = {nodes.Always: TRUE, nodes.Never: FALSE}
_UNKNOWN = {
    nodes.Unread: Reason.LINE_NOT_READ,
    nodes.Judgement: Reason.NEEDS_JUDGEMENT,
    nodes.Administrative: Reason.ADMINISTRATIVE,
    nodes.Pending: Reason.KNOWLEDGE_PENDING,
}


def no_record_settles(node: Node) -> Outcome:
    """The same for every patient, inside ``where`` and outside it.

    Raises:
        InternalError: the node is none of these.
    """
    if type(node) in _KNOWN:
        return known(_KNOWN[type(node)])
    if type(node) in _UNKNOWN:
        return unknown(_UNKNOWN[type(node)])
    raise InternalError(f"the reference engine does not know {type(node).__name__}")
