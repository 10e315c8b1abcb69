"""Transfusions and growth factors beside the counts they support."""

from __future__ import annotations

from dataclasses import replace

from cartway.criteria.nodes import (
    All,
    AnyEvent,
    AnyOf,
    Attribute,
    Compare,
    FactRef,
    Is,
    Node,
    Not,
    walk,
)
from cartway.reading.grammar.terms import Term
from cartway.reading.link.context import Context
from cartway.values import Duration

_SUPPORT = {"blood_product": Duration(7, "d"), "haematopoietic_growth_factor": Duration(14, "d")}


def support_window(context: Context, terms: list[Term]) -> None:
    """ "without transfusion support": support at the time of the count, not ever."""
    if not any(a.dim == "compare" for t in terms for a in t.atoms):
        return
    stated: Duration | None = None  # "7天内未输血、未使用G-CSF": the time of the one before
    for term in terms:
        treated = term.negated and bool(term.atoms) and term.atoms[-1].dim == "therapy"
        stated = term.window if treated and term.window is not None else stated
        stated = stated if treated else None
        if term.negated and term.window is None and term.atoms and term.atoms[-1].dim == "therapy":
            for group, window in _SUPPORT.items():
                if context.is_a(term.atoms[-1].codes[0], group):
                    term.window = stated or window
                    term.unknown = [
                        u for u in term.unknown if u.lower() not in ("support", "use", "支持")
                    ]


_TRANSFUSED = {"platelet_count": "platelet_transfusion", "haemoglobin": "red_cell_transfusion"}
_ANY_TRANSFUSION = frozenset({"transfusion", "blood_transfusion", "blood_product"})


def transfusion_of_count(context: Context, terms: list[Term]) -> None:
    """ "platelets ≥ 50 × 10^9/L without transfusion": of platelets, for it is they that are counted."""
    counted: set[str] = set()
    for term in terms:
        for atom in term.atoms:
            if atom.dim == "compare":
                counted.add(atom.fact)
                continue
            if atom.dim != "therapy" or not term.negated or len(counted) != 1:
                continue
            if len(atom.codes) == 1 and atom.codes[0] in _ANY_TRANSFUSION:
                kind = _TRANSFUSED.get(next(iter(counted)), "")
                if kind in context.vocabulary.concepts:
                    atom.codes = (kind,)


def said_of_count(limit: Node, support: Node) -> Node:
    """What a bracket beside one count asks of transfusions: of those that raise it."""
    counted = {
        one.subject.name
        for one in walk(limit)
        if isinstance(one, Compare) and isinstance(one.subject, FactRef)
    }
    if len(counted) != 1:
        return support
    kind = _TRANSFUSED.get(next(iter(counted)))
    return support if kind is None else _of_kind(support, kind)


def _of_kind(node: Node, kind: str) -> Node:
    if isinstance(node, AnyEvent) and node.where == Is(Attribute("agent"), "transfusion"):
        return replace(node, where=Is(Attribute("agent"), kind))
    if isinstance(node, Not):
        return Not(_of_kind(node.child, kind))
    if isinstance(node, (All, AnyOf)):
        return type(node)(tuple(_of_kind(one, kind) for one in node.children))
    return node
