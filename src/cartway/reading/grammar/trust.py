"""How far the reading of an inclusion sentence can be trusted to shut somebody out."""

from __future__ import annotations

from cartway.criteria.nodes import (
    All,
    AnyEvent,
    Attribute,
    Compare,
    CountEvents,
    FactRef,
    Is,
    Node,
    Unread,
    all_nodes,
    unread_texts,
    walk,
)
from cartway.reading.lexicon import Seldom

_TO_COME = Seldom(
    r"(?a)\b(?:scheduled|planned|plans?|planning|eligible|candidates?|amenable|suitable|suitability|fit|indicated|indications?|"
    r"able to|willing(?:ness)? to|agrees? to|intend(?:s|ed)? to|will (?:receive|undergo|be)|about to|awaiting|prepar(?:e|ed|ing))\b"
    r"|拟|计划|准备|适合|适宜|适应证|适应症|愿意|同意|能够|可耐受|将(?:接受|行|要)",
)
_BEHIND = Seldom(
    r"(?a)\b(?:prior|previous(?:ly)?|earlier|received|treated|underwent|undergone|history|after|following|since|despite|"
    r"failed|failures?|relapsed?|refractory|progress(?:ed|ion)|exposed|exposure|had|lines?|regimens?)\b"
    r"|既往|曾|接受过|经过|治疗后|失败|复发|难治|进展|后",
)


def trusted(node: Node, text: str) -> Node:
    """What an inclusion sentence asks, or the whole of it unread where too little was understood.

    A partly read line may exclude, so the part that was read must be what the sentence says. A
    limit, a diagnosis and an antigen speak for themselves. A disease, a drug or a test that is
    merely named does not: "patients who are HIV positive may respond less" asks nobody to be so.
    Where more such mentions were passed over than understood, the sentence proves nothing.
    """
    if _TO_COME.search(text) and not _BEHIND.search(text):
        node = _without_events(node, text)
    if not unread_texts(node):
        return node
    leaves = [
        one
        for one in walk(node)
        if not getattr(one, "children", None)
        and not isinstance(getattr(one, "subject", None), Attribute)
    ]
    unread = sum(isinstance(one, Unread) for one in leaves)
    if unread == len(leaves):
        return Unread(text)
    named = [one for one in leaves if not isinstance(one, Unread) and _asks(one)]
    if not named or any(_speaks_for_itself(one) for one in named) or unread < len(named):
        return node
    return Unread(text)


def _without_events(node: Node, text: str) -> Node:
    """ "Candidates for a transplant": the treatment is still to come, and nobody need have had it."""
    if isinstance(node, (AnyEvent, CountEvents)):
        return Unread(text)
    if isinstance(node, All):
        return all_nodes(list(dict.fromkeys(_without_events(one, text) for one in node.children)))
    return node


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
