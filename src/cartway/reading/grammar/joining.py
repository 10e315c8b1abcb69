"""How the terms of a clause are joined into one node."""

from __future__ import annotations

from cartway.criteria.nodes import (
    Node,
)
from cartway.reading.grammar.alternative_terms import grouped_terms
from cartway.reading.grammar.attributes import part_attributes
from cartway.reading.grammar.by_sex import limits_by_sex
from cartway.reading.grammar.clauses_behind import part_clauses
from cartway.reading.grammar.group_nodes import group_node
from cartway.reading.grammar.precedence import join_parts
from cartway.reading.grammar.terms import Term
from cartway.reading.link.context import Context


def join_terms(context: Context, terms: list[Term]) -> Node | None:
    """Give the node of a clause from its terms; None where they ask nothing."""
    _drop_general(context, terms)
    part_clauses(context, terms)
    part_attributes(context, terms)
    limits_by_sex(context, terms)
    groups = grouped_terms(context, terms)
    parts: list[tuple[str, Node, Term, Term]] = []
    for connector, group in groups:
        node = group_node(context, group)
        if node is not None:
            parts.append((connector, node, group[0], group[-1]))
    if not parts:
        return None
    return join_parts(context, parts)


_GENERAL = ("_function_adequate",)


def _drop_general(context: Context, terms: list[Term]) -> None:
    """ "adequate lung function as indicated by SpO2 ≥ 92 %": the number says what is adequate."""
    if not any(a.dim == "compare" for t in terms for a in t.atoms):
        return
    for term in terms:
        kept = [a for a in term.atoms if not (a.dim == "presence" and a.fact.endswith(_GENERAL))]
        if len(kept) != len(term.atoms):
            term.atoms = kept
            if not kept:
                term.judgements, term.negated, term.soft = [], False, False
    terms[:] = [t for t in terms if t.atoms or t.unknown or t.judgements or t.soft]
