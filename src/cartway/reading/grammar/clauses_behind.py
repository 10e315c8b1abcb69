"""Clauses said of the last of a list, parted from it: "A, B or C who have failed D"."""

from __future__ import annotations

import re
from dataclasses import replace

from cartway.reading.grammar.terms import Term
from cartway.reading.link.context import Context

WHO = re.compile(r"\b(?:who|that|which|whose)\b", re.IGNORECASE)


def part_clauses(context: Context, terms: list[Term]) -> None:
    """ "A, B or C who have failed D": what is said of the last is said of all, so it stands apart."""
    for index in range(len(terms) - 1, -1, -1):
        term = terms[index]
        if context.exclusion or len(term.atoms) < PAIR or term.negated or index == 0:
            continue
        if any(
            a.dim != "disease"
            for a in (
                term.atoms[0],
                (terms[index - 1].atoms[-1:] and terms[index - 1].atoms[-1]) or term.atoms[0],
            )
        ):
            continue
        if any(a.dim in ("disease", "antigen") for a in term.atoms[1:]):
            continue
        said = WHO.search(context.text, term.atoms[0].end, term.atoms[1].start)
        if said is None:
            continue
        clause = replace(term, start=said.start(), connector="with", atoms=term.atoms[1:])
        terms[index] = Term(term.start, said.start(), term.connector, atoms=term.atoms[:1])
        terms.insert(index + 1, clause)


PAIR = 2
