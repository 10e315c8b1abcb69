"""How one term of a clause stands to the one before it: both must hold, or it is said of it."""

from __future__ import annotations

import re
from dataclasses import replace

from cartway.criteria.nodes import (
    Administrative,
    Judgement,
    Node,
    Unread,
    all_nodes,
    any_nodes,
)
from cartway.reading.grammar.alternative_terms import two_tumours
from cartway.reading.grammar.terms import Atom, Term
from cartway.reading.link.context import Context
from cartway.reading.link.term_nodes import node_of

_DENIES = re.compile(r"\W*(?:no|not|without|absence|never)\b|\W*(?:无|未|没有|不)", re.IGNORECASE)


_RELATIVE = re.compile(r"\b(?:that|which)\b", re.IGNORECASE)


def _named_thing(term: Term) -> Atom | None:
    return next((a for a in term.atoms if a.dim in ("disease", "presence", "therapy")), None)


def further_clause(context: Context, before: Term, term: Term) -> bool:
    """Whether a term goes on with clauses said of the thing named before it."""
    thing = _named_thing(before)
    return (
        thing is not None
        and _RELATIVE.match(context.text, term.start) is not None
        and _RELATIVE.search(context.text, thing.end, term.start) is not None
    )


def qualified(context: Context, held: Node, node: Node, before: Term) -> Node:
    """The thing itself, and one of what is said of it."""
    if not before.unknown:
        return all_nodes([held, any_nodes([node, Judgement("what else is said of it")])])
    thing = node_of(context, replace(before, unknown=[]))
    said = any_nodes([all_nodes([Unread(u) for u in before.unknown]), node])
    return said if thing is None else all_nodes([thing, said])


def may_belong(context: Context, before: Term, term: Term) -> bool:
    """Whether a treatment may be part of an unread clause about the thing before it."""
    thing = _named_thing(before)
    return (
        thing is not None
        and bool(before.unknown)
        and bool(term.atoms)
        and all(a.dim == "therapy" for a in term.atoms)
        and _RELATIVE.search(context.text, thing.end, before.end) is not None
    )


def describes(context: Context, connector: str, before: Term, term: Term) -> bool:
    """Whether an alternative only describes the disease named before it."""
    return (
        not context.exclusion
        and connector in ("or", "slash")
        and bool(before.atoms)
        and before.atoms[-1].dim == "disease"
        and bool(before.judgements or before.unknown)
        and bool(term.atoms)
        and all(a.dim == "status" for a in term.atoms)
    )


def both_hold(context: Context, connector: str, before: Term, term: Term) -> bool:
    """Whether two neighbours must both hold."""
    if connector == "with":
        return True
    if _is_administrative(term) or _is_administrative(before):
        return not context.exclusion
    if connector == "slash" and not context.exclusion and _unlike(before, term):
        return True
    if (
        connector in ("or", "slash")
        and not context.exclusion
        and before.negated
        and term.negated
        and _DENIES.match(context.text, term.start) is None
    ):
        return True  # "no evidence of A or B": neither
    if connector in ("or", "slash"):
        opposite = _bounds_of_one(before, term)
        return opposite and not context.exclusion
    if not context.exclusion:
        return not two_tumours(context, before, term)
    if before.negated and term.negated:
        return connector == "and"
    a = before.atoms[-1] if before.atoms else None
    b = term.atoms[0] if term.atoms else None
    if a is None or b is None:
        return False
    if connector == "and":
        if a.family and a.family == b.family and a.dim in ("result", "compare"):
            return a.fact != b.fact
        if a.dim == b.dim == "disease":
            return False
        if {a.dim, b.dim} == {"status", "disease"}:
            return True
        return a.dim == "disease" and b.dim in ("compare", "result") and False
    return False


def _unlike(before: Term, term: Term) -> bool:
    """A stroke between things of unlike kind parts words, not alternatives."""
    if not before.atoms or not term.atoms:
        return False
    return before.atoms[-1].dim != term.atoms[0].dim


def _bounds_of_one(before: Term, term: Term) -> bool:
    """ "≥ 18 or ≤ 70 years" in an inclusion line means both."""
    if not before.atoms or not term.atoms:
        return False
    a, b = before.atoms[-1], term.atoms[0]
    if a.dim != "compare" or b.dim != "compare" or a.fact != b.fact:
        return False
    first = getattr(a.node, "operator", "")
    second = getattr(b.node, "operator", "")
    return a.fact == "age" and {first[:1], second[:1]} == {"<", ">"}


def _is_administrative(term: Term) -> bool:
    """Whether a term is only about consent and the like."""
    return bool(term.atoms) and all(isinstance(a.node, Administrative) for a in term.atoms)
