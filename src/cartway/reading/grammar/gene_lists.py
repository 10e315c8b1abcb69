"""Lists of alterations, of which nobody is asked to have all."""

from __future__ import annotations

import re

from cartway.criteria.nodes import (
    Is,
    Node,
)
from cartway.reading.grammar.families import INFECTIONS
from cartway.reading.grammar.terms import Term
from cartway.reading.link.context import Context

_GENE = re.compile(
    r"\W*(?:[A-Z][A-Z0-9]{1,}[\w/]*(?:[-:][\w/]+)*|t\s?\(\d|del\s?\(|inv\s?\(|p53|hypodiploid|near[- ]haploid|Ph\b|Ph\+|complex karyotype|低二倍体|复杂核型)"
)


_FEWEST_GENES = 3


_OF_GENES = frozenset({"gene_alteration", "deletion_17p", "immunoglobulin_heavy_chain_mutated"})


def is_gene_list(context: Context, parts: list[tuple[str, Node, Term, Term]]) -> bool:
    """ "BCR-ABL1, TCF3-HLF, MLL-r, hypodiploid ALL": nobody is asked to have all alterations."""
    if context.exclusion or len(parts) < _FEWEST_GENES:
        return False
    if any(connector not in ("", "comma", "slash", "or") for connector, _, _, _ in parts[1:]):
        return False
    named = 0
    for _, _, first, last in parts:
        atoms = [*first.atoms, *last.atoms]
        if any(
            a.dim in ("compare", "antigen", "therapy")
            or (a.dim == "presence" and a.fact not in _OF_GENES)
            for a in atoms
        ):
            return False
        if any(a.family in INFECTIONS for a in atoms) or any(
            isinstance(a.node, Is) and a.node.concept == "negative" for a in atoms
        ):
            return False  # "HIV阴性，HBsAg阴性，HCV抗体阴性": all of them
        named += bool(_GENE.match(context.text, first.start)) and not first.negated
    return named >= max(_FEWEST_GENES, len(parts) - 1)
