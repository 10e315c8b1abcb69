"""Judging words that are states of a blood cancer where they stand before its name."""

from __future__ import annotations

import re

from cartway.criteria.nodes import FactRef, Is
from cartway.reading.grammar.terms import Atom
from cartway.reading.lex import Element
from cartway.reading.link.context import Context

_STATES = (
    (re.compile("untreated|未经治疗(?:的)?|未治疗(?:的)?", re.IGNORECASE), "newly_diagnosed"),
    (re.compile("high[- ]risk|高危(?:组)?(?:的)?", re.IGNORECASE), "high_risk"),
)
_BETWEEN = ("relapsed", "refractory", "relapsed_or_refractory", "untreated", "noise", "or", "and")


def state_judged(context: Context, elements: list[Element], index: int) -> Atom | None:
    """ "untreated AML", "high-risk myeloma", among the inclusions: asked of the disease, not judged."""
    if context.exclusion:
        return None
    element = elements[index]
    at = index + 1
    while at < len(elements) and elements[at].is_cue(*_BETWEEN):
        at += 1
    if at >= len(elements) or elements[at].kind != "concept" or elements[at].system != "disease":
        return None
    if not context.is_a(elements[at].id, "haematological_malignancy"):
        return None
    for pattern, state in _STATES:
        if pattern.fullmatch(context.text, element.start, element.end) is not None:
            if state not in context.vocabulary.concepts:
                return None
            node = Is(FactRef("disease_status"), state)
            return Atom("status", element.start, element.end, node, family="status")
    return None
