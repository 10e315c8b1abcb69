"""Kinds of treatment named behind a target: "BCMA-directed therapy, whether antibody or CAR-T"."""

from __future__ import annotations

import re

from cartway.criteria.nodes import AnyEvent, AnyOf, Is, Node, any_nodes, walk
from cartway.reading.grammar.terms import Term
from cartway.reading.link.context import Context

# Ways of treating, with no target of their own.
_WAYS = frozenset(
    ("monoclonal_antibody", "bispecific_antibody", "antibody_drug_conjugate", "car_t_cell_therapy",
     "cellular_therapy", "immunotherapy", "gene_modified_cell_therapy", "targeted_therapy",
     "adoptive_cell_therapy", "t_cell_engager", "antibody", "vaccine", "car_nk_cell_therapy")
)  # fmt: skip
_OF_TARGET = re.compile(r"anti_\w+_(?:targeted_therapy|car_t)")
_WAY = re.compile(
    r"(?:cell(?:ular|s)?|gene|antibod(?:y|ies)|adcs?|car-?t)(?: therap(?:y|ies))?", re.IGNORECASE
)
_OPENS = re.compile(
    r"\W*(?:whether|either|be it|incl(?:uding|\.)?|such as|e\.?g\.?)\b", re.IGNORECASE
)


def beside_ways(head: Node, examples: Node) -> Node | None:
    """The examples without the ways in which the target of the head may be treated."""
    asked = _agents(head)
    if not asked or not all(_OF_TARGET.fullmatch(one) for one in asked):
        return examples
    return _without_ways(examples)


def _without_ways(node: Node) -> Node | None:
    if isinstance(node, AnyOf):
        kept = [one for child in node.children if (one := _without_ways(child)) is not None]
        return any_nodes(kept) if kept else None
    if isinstance(node, AnyEvent) and isinstance(node.where, Is) and node.where.concept in _WAYS:
        return None
    return node


def _agents(node: Node) -> set[str]:
    return {
        one.where.concept
        for one in walk(node)
        if isinstance(one, AnyEvent) and isinstance(one.where, Is)
    }


def without_kinds_of_target(context: Context, terms: list[Term]) -> None:
    """Leave out the ways of treating that a list names behind a treatment of one target."""
    if len(terms) < 2 or not terms[0].atoms:
        return
    head = terms[0].atoms[-1]
    if not head.codes or not all(_OF_TARGET.fullmatch(code) for code in head.codes):
        return
    if _OPENS.match(context.text, terms[1].start, terms[1].end) is None:
        return
    if all(_is_way(context, term) for term in terms[1:]):
        terms[0].window = terms[0].window or terms[-1].window
        del terms[1:]


def _is_way(context: Context, term: Term) -> bool:
    if term.atoms:
        return all(set(atom.codes) <= _WAYS and atom.codes for atom in term.atoms)
    return bool(term.unknown) and all(_WAY.fullmatch(text) for text in term.unknown)
