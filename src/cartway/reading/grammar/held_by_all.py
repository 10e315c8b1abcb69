"""What stands once, at the head of several clauses, and holds for all of them."""

from __future__ import annotations

import re

from cartway.criteria.nodes import FactRef, Is, Node, Not, walk
from cartway.reading.grammar.terms import Term
from cartway.reading.link.context import Context

# "…, or who have failed B": a clause of its own.
OWN_CLAUSE = re.compile(r"\W*(?:who|that|which)\b", re.IGNORECASE)


_FEWEST_CLAUSES = 2


def lead_of_clauses(
    context: Context, parts: list[tuple[str, Node, Term, Term]], alternatives: list[list[Node]]
) -> int:
    """How many parts at the head hold for every clause: "CLL who have failed A, or who have failed B"."""
    if len(alternatives) < _FEWEST_CLAUSES or len(alternatives[0]) < _FEWEST_CLAUSES:
        return 0
    first = len(alternatives[0])
    later = [term for _, _, term, _ in parts[first:]]
    if not any(OWN_CLAUSE.match(context.text, term.start) for term in later):
        return 0
    count = 0
    for _, _, begin, end in parts[:first]:
        atoms = [*begin.atoms, *end.atoms]
        if any(a.dim not in ("disease", "status", "antigen") for a in atoms):
            break
        count += 1
    if any(a.dim == "disease" for term in later for a in term.atoms):
        return 0
    return count if count < first else 0


def diseases_understood(alternatives: list[Node]) -> list[Node]:
    """The diseases that some alternatives name and others leave to be understood."""
    if len(alternatives) < _FEWEST_CLAUSES:
        return []
    named = [[one for one in walk(node) if _is_diagnosis(one)] for node in alternatives]
    if not named[0] or all(named):
        return []
    denied = any(
        isinstance(one, Not) and any(_is_diagnosis(inner) for inner in walk(one))
        for node in alternatives
        for one in walk(node)
    )
    if denied:
        return []
    return list(dict.fromkeys(one for found in named for one in found))


def _is_diagnosis(node: Node) -> bool:
    return type(node) is Is and node.subject == _DIAGNOSIS


_DIAGNOSIS = FactRef("diagnosis")
