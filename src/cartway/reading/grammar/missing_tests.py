"""Sentences for when a test cannot be had: "if HBV DNA is not available, HBsAg must be negative"."""

from __future__ import annotations

import re

from cartway.criteria.nodes import FactRef, Is, Node, Not, all_nodes, any_nodes
from cartway.reading.lex import Element

_MISSING = re.compile(
    r"\W*(?:if|when|where|in case|should)\b[^,;:]{0,140}?\b(?:not (?:be )?(?:available|possible|performed|done|feasible|accessible)"
    r"|unavailable|cannot be (?:performed|done|obtained))\b"
    r"|\W*(?:若|如果?|当|在)[^，,；;]{0,40}?(?:不可用|不可及|无法(?:进行|检测|获得|开展)|不能(?:进行|检测|开展)|未(?:进行|开展|检测)|不具备条件)(?:时|者)?",
    re.IGNORECASE,
)
_OPPOSITE = {"negative": "positive", "positive": "negative"}


def for_missing_test(text: str, begin: int, sentence: list[Element]) -> list[Element] | None:
    """What a sentence asks where a test is missing; None where it is no such sentence.

    Args:
        text: the whole line.
        begin: where the sentence begins.
        sentence: its elements.
    """
    found = _MISSING.match(text, begin, sentence[-1].end)
    if found is None:
        return None
    rest = [e for e in sentence if e.start >= found.end()]
    while rest and (rest[0].kind in ("comma", "sign") or rest[0].is_cue("then")):
        rest = rest[1:]
    return rest or None


def or_if_missing(node: Node, instead: Node) -> Node:
    """A line, or what is asked instead where its test has no result."""
    if isinstance(node, Is) and isinstance(node.subject, FactRef) and node.concept in _OPPOSITE:
        known = Is(node.subject, _OPPOSITE[node.concept])
        return any_nodes([node, all_nodes([instead, Not(known)])])
    return any_nodes([node, instead])
