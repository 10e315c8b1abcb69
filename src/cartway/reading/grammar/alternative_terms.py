"""Which terms of a clause are alternatives that one *or* binds tightest."""

from __future__ import annotations

from cartway.reading.grammar.chinese_joining import (
    is_chinese,
    one_of,
    or_binds_less,
)
from cartway.reading.grammar.held_by_all import OWN_CLAUSE
from cartway.reading.grammar.terms import Term
from cartway.reading.link.context import Context


def grouped_terms(context: Context, terms: list[Term]) -> list[tuple[str, list[Term]]]:
    """Terms that one *or* binds tightest: alternatives of one kind."""
    groups: list[tuple[str, list[Term]]] = []
    for index, term in enumerate(terms):
        connector = _resolved(context, terms, index)
        if groups and two_tumours(context, groups[-1][1][-1], term) and not context.exclusion:
            connector = "or"
        tight = connector in ("or", "slash") and not or_binds_less(context, terms, index)
        own = not context.exclusion and OWN_CLAUSE.match(context.text, term.start)
        if groups and tight and not own and _alike(groups[-1][1][-1], term):
            groups[-1][1].append(term)
        else:
            groups.append((connector, [term]))
    return groups


def _resolved(context: Context, terms: list[Term], index: int) -> str:
    """What a comma stands for: the connector that ends its list."""
    connector = terms[index].connector
    if connector != "comma":
        return connector
    term = terms[index]
    if term.apart and index and not _alike(terms[index - 1], term) and is_chinese(context, term):
        return connector  # "Child-Pugh≤7分，BCLC B期或C期": 、 parts a list, a comma clauses
    if index and "、" in context.text[terms[index - 1].end : term.start]:
        ending = "or" if one_of(context, terms, index) else _ending(terms, index)
        if ending:
            return ending  # 、 parts the items of one list, whatever they are
    if context.asking and _ending(terms, index) == "or":
        return "or"  # "if they had A, have B, or are on C"
    for later in terms[index + 1 :]:
        if later.connector in ("or", "and"):
            alike = _alike(terms[index], later)
            if index and later.connector == "or" and _unlike_state(terms[index - 1], terms[index]):
                return "comma"
            return later.connector if alike else "comma"
        if later.connector not in ("comma", "slash"):
            break
    return "comma"


def _ending(terms: list[Term], index: int) -> str:
    """The connector that ends a list, if one does."""
    for later in terms[index + 1 :]:
        if later.connector in ("or", "and"):
            return later.connector
        if later.connector not in ("comma", "slash"):
            break
    return ""


def _unlike_state(before: Term, term: Term) -> bool:
    """ "tumours that express X, without treatment left or failed by it": a comma before another list."""
    if not before.atoms or not term.atoms:
        return False
    held, following = before.atoms[-1].dim, term.atoms[0].dim
    if following == "antigen":
        return held == "disease"
    if following == "therapy":
        return held in ("presence", "status")  # "worse after treatment with hormones, A or B"
    if following == "status":
        return held in ("therapy", "disease", "antigen", "presence")
    return following == "presence" and held in ("therapy", "disease", "antigen", "status")


def _alike(before: Term, term: Term) -> bool:
    if not before.atoms or not term.atoms:
        return False
    a, b = before.atoms[-1], term.atoms[-1]
    if before.negated != term.negated:
        return False
    if a.dim == b.dim == "compare":
        return a.family == b.family
    if {a.dim, b.dim} == {"status", "presence"} and "inline" in (a.family, b.family):
        return True  # "progressive or intolerant of standard treatment": both say how it went
    return a.dim == b.dim or a.dim == term.atoms[0].dim != "compare"


def two_tumours(context: Context, before: Term, term: Term) -> bool:
    """ "lymphoma and leukemia patients": nobody is asked to have both."""
    a = before.atoms[-1] if before.atoms else None
    b = term.atoms[0] if term.atoms else None
    if a is None or b is None or a.dim != "disease" or b.dim != "disease":
        return False
    if before.negated or term.negated:
        return False
    return context.is_a(a.codes[0], "neoplasm") and context.is_a(b.codes[0], "neoplasm")
