"""Stretches of a line that stand for one thing whatever names are in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cartway.criteria.nodes import Compare, FactRef, Has, Is, Node, walk
from cartway.facts.vocabulary import Vocabulary
from cartway.reading.grammar.terms import Atom
from cartway.reading.lex.age_tables import NAMES, find_age_tables
from cartway.reading.lex.anchors import Span, find_anchors
from cartway.reading.lex.element import Element
from cartway.reading.lex.references import find_references
from cartway.reading.lex.worth import Worth
from cartway.reading.lexicon import Match, Tokens
from cartway.reading.link.phrases import inline_nodes
from cartway.reading.link.stages import stage_lists

# What only points to another page may name anything.
_ELSEWHERE = re.compile(r"see |refer to|re-?[a-z]+ed |参?见|详见", re.IGNORECASE)


class Known(NamedTuple):
    """A stretch whose meaning is known as a whole."""

    end: int
    node: Node

    def element(self, start: int) -> Element:
        """The element that stands for it."""
        atom = Atom(
            "presence", start, self.end, self.node, family="inline", fact=_fact_of(self.node)
        )
        return Element("atom", "presence", start, self.end, content=atom)


class Spans:
    """Stretches in order, asked about from left to right."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._next = 0

    def over(self, place: int) -> Span | None:
        """The stretch that holds a place; places are asked in order."""
        spans, at = self._spans, self._next
        while at < len(spans) and spans[at][1] <= place:
            at += 1
        self._next = at
        return spans[at] if at < len(spans) and spans[at][0] <= place else None


class Covers(NamedTuple):
    """The stretches of a line, by kind: known meanings by their place, moments, sources."""

    known: Mapping[int, Known]
    anchors: Spans
    references: Spans


def find_covers(
    text: str,
    start: int,
    stop: int,
    found: Tokens,
    matches: Mapping[int, Match],
    vocabulary: Vocabulary,
    small: str,
    worth: Worth,
) -> Covers | None:
    """Give the stretches of `text[start:stop]`; None where there are none.

    Args:
        small: that stretch in small letters.
        worth: what is worth trying on it.
    """
    known = {
        begin: Known(after, node)
        for begin, after, node in inline_nodes(
            text, start, stop, vocabulary, small, worth.inline, worth.stretches
        )
    }
    if any(name in small for name in NAMES) and len(small) > _SHORTEST_TABLE:
        for begin, after, node in find_age_tables(text, start, stop):
            known[begin] = Known(after, node)
    for begin, after, node in stage_lists(small, start, vocabulary):
        if not any(begin < one.end and place < after for place, one in known.items()):
            known[begin] = Known(after, node)
    anchors = find_anchors(text, start, stop, found, small)
    references = [
        match.span()
        for match in find_references(text, start, stop, worth.references)
        if _ELSEWHERE.match(match.group()) or not _holds_fact(matches, *match.span())
    ]
    if not (known or anchors or references):
        return None
    return Covers(known, Spans(anchors), Spans(references))


# Three rows and the words that open them.
_SHORTEST_TABLE = 36


def _holds_fact(matches: Mapping[int, Match], start: int, end: int) -> bool:
    """Whether a stretch names something that is measured: then it is more than a reference."""
    return any(
        start <= m.start
        and m.end <= end
        and any(s.kind == "fact" and s.system in ("quantity", "score", "result") for s in m.senses)
        for m in matches.values()
    )


def _fact_of(node: Node) -> str:
    return next(
        (
            one.subject.name
            for one in walk(node)
            if isinstance(one, (Has, Compare, Is)) and isinstance(one.subject, FactRef)
        ),
        "",
    )
