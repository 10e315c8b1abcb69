"""The treatment that an illness is said to require."""

from __future__ import annotations

import re

from cartway.criteria.nodes import (
    AnyEvent,
    Attribute,
    Is,
    Judgement,
    Node,
    all_nodes,
    any_nodes,
)
from cartway.reading.grammar.terms import Term
from cartway.reading.link.context import Context
from cartway.values import Duration

# What an illness calls for is being given: "requiring systemic steroids".
_CALLED_FOR = (
    (
        re.compile(r"steroid|激素|皮质", re.IGNORECASE),
        ("systemic_corticosteroid", "corticosteroid"),
    ),
    (re.compile(r"immuno-?suppress|免疫抑制", re.IGNORECASE), ("immunosuppressive_agent",)),
)


_CALLS = re.compile(r"requir|need|需|dependent|receiving", re.IGNORECASE)


_LATELY = Duration(14, "d")


# A time in which treatment was required may lie long ago.
_TIMED = re.compile(
    r"\b(?:past|last|within|ever|previous|history|preceding|\d+ (?:months?|years?|weeks?))\b|近|内|曾|既往",
    re.IGNORECASE,
)


_AHEAD = 120


def given_now(context: Context, text: str, term: Term, *, of_graft: bool = False) -> list[Node]:
    """The treatment that an illness is said to require: who does not get it does not require it."""
    if not context.exclusion or _CALLS.search(text) is None:
        return []
    place = max(context.text.find(text), 0)
    if term.window is None and _TIMED.search(context.text, place, place + len(text) + _AHEAD):
        return []
    for pattern, names in _CALLED_FOR:
        code = context.first(*names)
        if pattern.search(text) and code is not None:
            return [_given(context, (code,), term)]
    if of_graft and _SYSTEMIC.search(text):
        return [_given(context, _FOR_GRAFT, term)]
    return []


def with_treatment_of_graft(context: Context, node: Node, term: Term) -> Node:
    """ "active GVHD requiring immunosuppression": who has it and gets such treatment needs it."""
    parts = [node]
    for text in dict.fromkeys(term.judgements):
        given = given_now(context, text, term, of_graft=True)
        parts += given or [Judgement(text)]
    return all_nodes(parts)


def _given(context: Context, codes: tuple[str, ...], term: Term) -> Node:
    lists = ("medication", "prior_therapy")
    lately = term.window or _LATELY
    known = [code for code in codes if code in context.vocabulary.concepts]
    where = any_nodes([Is(Attribute("agent"), code) for code in known])
    return any_nodes([AnyEvent(one, where, lately) for one in lists])


# What is given throughout the body against the disease of the graft.
_FOR_GRAFT = (
    "immunosuppressive_agent",
    "jak_inhibitor",
    "photopheresis",
    "ibrutinib",
    "belumosudil",
)


def is_given_for_immunity(context: Context, code: str, text: str) -> bool:
    """ "autoimmune disease requiring immunosuppression": many records say what it is given for."""
    return (
        context.exclusion
        and context.is_a(code, "autoimmune_disease")
        and "autoimmune_disease_under_immunosuppression" in context.vocabulary.facts
        and _CALLS.search(text) is not None
        and (
            any(pattern.search(text) for pattern, _ in _CALLED_FOR)
            or _SYSTEMIC.search(text) is not None
        )
    )


_SYSTEMIC = re.compile(r"systemic|全身|系统", re.IGNORECASE)
