"""Treatment named only by its target: "any earlier treatment directed at B7-H3"."""

from __future__ import annotations

import re

from cartway.criteria.nodes import AnyEvent, Attribute, Is, Judgement, Node, all_nodes, any_nodes
from cartway.reading.grammar.terms import Atom, Term
from cartway.reading.link.context import Context

_TREATED = re.compile(
    r"therap|treat|drug|agent|inhibitor|antibod|vaccin|治疗|药|抑制剂|抗体", re.IGNORECASE
)
# What may be directed at a target, where the vocabulary has no concept of its own for it.
_KINDS = ("targeted_therapy", "cellular_therapy", "immunotherapy", "antibody_drug_conjugate")


def treated_by_target(context: Context, terms: list[Term]) -> None:
    """Give a target that stands among exclusions for its treatment the treatments it may be."""
    if not context.exclusion or any(a.dim == "therapy" for t in terms for a in t.atoms):
        return
    for term in terms:
        named = [a for a in term.atoms if a.family == "antigen" and a.dim == "unread"]
        if not named or len(named) != len(term.atoms):
            continue
        if _TREATED.search(context.text, term.start, term.end) is None:
            continue
        nodes = [_given(context, atom) for atom in named]
        first, last = named[0], named[-1]
        term.atoms = [Atom("presence", first.start, last.end, any_nodes(nodes), family="directed")]


def _given(context: Context, atom: Atom) -> Node:
    concepts = context.vocabulary.concepts
    own = [
        code
        for ending in ("car_t", "targeted_therapy")
        if (code := f"anti_{atom.fact}_{ending}") in concepts
    ]
    parts: list[Node] = [AnyEvent("prior_therapy", Is(Attribute("agent"), code)) for code in own]
    if f"anti_{atom.fact}_targeted_therapy" not in own:
        kinds = [
            AnyEvent("prior_therapy", Is(Attribute("agent"), code))
            for code in _KINDS
            if code in concepts
        ]
        said = Judgement(f"directed at {context.text[atom.start : atom.end]}")
        parts.append(all_nodes([any_nodes(kinds), said]))
    return any_nodes(parts)
