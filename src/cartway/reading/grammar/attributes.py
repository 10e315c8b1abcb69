""" "disease A with B or C": what *with* adds are alternatives, and the disease is asked of both."""

from __future__ import annotations

import re
from dataclasses import replace

from cartway.reading.grammar.terms import Term
from cartway.reading.link.context import Context

_WITH = re.compile(
    r"\b(?:with|accompanied by|combined with|complicated by|complicated with|having)\b",
    re.IGNORECASE,
)
_PAIR = 2
# Diseases that a trial treats: another of them begins another alternative.
_TREATED = ("neoplasm", "autoimmune_disease")


def part_attributes(context: Context, terms: list[Term]) -> None:
    """Cut the disease off the first of the alternatives that are said of it, in inclusion lines."""
    if context.exclusion or context.asking:
        return
    for index in range(len(terms) - 2, -1, -1):
        term, following = terms[index], terms[index + 1]
        if len(term.atoms) < _PAIR or term.negated or following.connector not in ("or", "slash"):
            continue
        if not _is_treated(context, term) or names_another(context, terms, index + 1, term):
            continue
        said = _WITH.search(context.text, term.atoms[0].end, term.atoms[1].start)
        if said is None or not following.atoms:
            continue
        before = [u for u in term.unknown if 0 <= context.text.find(u, term.start) < said.start()]
        head = Term(
            term.start, said.start(), term.connector, atoms=term.atoms[:1], unknown=before,
            apart=term.apart, strict=term.strict, of_all=term.of_all,
        )  # fmt: skip
        rest = replace(
            term, start=said.start(), connector="with", atoms=term.atoms[1:], shares=True,
            unknown=[u for u in term.unknown if u not in before],
        )  # fmt: skip
        terms[index : index + 1] = [head, rest]


def _is_treated(context: Context, term: Term) -> bool:
    first = term.atoms[0]
    return first.dim == "disease" and bool(first.codes) and context.is_a(first.codes[0], *_TREATED)


def names_another(context: Context, terms: list[Term], place: int, head: Term) -> bool:
    """Whether an alternative names a disease of its own, not a form of the one before."""
    term = terms[place]
    return any(
        atom.dim == "disease"
        and context.is_a(atom.codes[0], *_TREATED)
        and not context.is_a(atom.codes[0], *head.atoms[0].codes)
        for atom in term.atoms
        if atom.codes
    )
