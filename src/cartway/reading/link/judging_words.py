"""What a judging word leaves for a person, beside what its term asks."""

from __future__ import annotations

import re

from cartway.criteria.nodes import (
    Node,
    all_nodes,
)
from cartway.reading.grammar.terms import Atom, Term
from cartway.reading.link.context import Context
from cartway.reading.link.effusions import weighed
from cartway.reading.link.needed_treatment import with_treatment_of_graft


def is_settled(atoms: list[Atom]) -> bool:
    """Whether numbers or results already say what a judging word would ("adequate: ≥ 1.0")."""
    return all(
        a.dim in ("compare", "result", "antigen", "status", "admin", "unread") for a in atoms
    )


def with_judgement(context: Context, node: Node, term: Term) -> Node:
    """Give what a term asks, and its judging words where it does not hold them already."""
    # A yes-or-no fact named with its own judging word ("adequate venous access") holds it already.
    said = list(dict.fromkeys(term.judgements))
    if all(a.dim == "presence" and _is_judging(a.fact) for a in term.atoms):
        if not (context.exclusion and all("insufficiency" in a.fact for a in term.atoms)):
            return node
        said = [text for text in said if _WORSE.search(text)]
    if context.exclusion and [a.fact for a in term.atoms] == ["graft_versus_host_disease_active"]:
        return with_treatment_of_graft(context, node, term)
    if all(a.dim == "presence" and "active" in a.fact for a in term.atoms):
        said = [text for text in said if _WORSE.search(text)]
    return all_nodes(weighed(node, said))


_WORSE = re.compile(
    r"uncontrol|severe|serious|not controlled|未控制|未受控制|不可控|难以控制|无法控制|严重|重度",
    re.IGNORECASE,
)


def _is_judging(fact: str) -> bool:
    return any(
        word in fact
        for word in ("adequate", "significant", "insufficiency", "high", "controlled", "measurable",
                     "feasible", "contraindicated", "abnormal", "agreed", "tendency", "unstable")
    )  # fmt: skip
