"""Limits that differ by sex: "haemoglobin ≥ 12 g/dL (male) or ≥ 11.5 g/dL (female)"."""

from __future__ import annotations

import re

from cartway.criteria.nodes import FactRef, Implies, Is, all_nodes
from cartway.reading.grammar.terms import Term
from cartway.reading.link.context import Context

_SEX = r"(?P<female>females?|women|woman|girls?|女性?)|(?P<male>males?|men|man|boys?|男性?)"
_AFTER = re.compile(
    rf"\s*\(?(?:for |in |if )?(?:{_SEX})(?:\s+(?:patients?|subjects?))?", re.IGNORECASE
)
_BEFORE = re.compile(rf"(?:{_SEX})(?:\s+(?:patients?|subjects?)|患者|者)?[\s:：(]*$", re.IGNORECASE)
_WITHIN = re.compile(
    r"(?P<female>\b(?:females?|women)\b|女)|(?P<male>\b(?:males?|men)\b|男)", re.IGNORECASE
)
_LABEL = re.compile(
    rf"(?:{_SEX})(?:\s+(?:patients?|subjects?)|患者|者)?\s*[:：]\s*$", re.IGNORECASE
)


def sex_of_label(context: Context, start: int) -> Is | None:
    """The sex that stands as a label before a sentence: "Women: haemoglobin ≥ 100 g/L"."""
    before = context.text[max(0, start - 24) : start]
    if not before.rstrip().endswith((":", "：")):
        return None
    match = _LABEL.search(before)
    if match is None or "sex" not in context.vocabulary.facts:
        return None
    return Is(FactRef("sex"), "female" if match.group("female") else "male")


_BOTH = 2


def limits_by_sex(context: Context, terms: list[Term]) -> None:
    """Ask of each sex its own limit, where a line gives two."""
    if "sex" not in context.vocabulary.facts:
        return
    if sum(1 for term in terms for atom in term.atoms if atom.dim == "compare") < _BOTH:
        return
    found: list[tuple[Term, str]] = []
    for term in terms:
        if len(term.atoms) != 1 or term.atoms[0].dim != "compare" or term.negated:
            continue
        sex = _sex_of(context, term)
        if sex:
            found.append((term, sex))
    if {sex for _, sex in found} != {"female", "male"}:
        return
    for index, (term, sex) in enumerate(found):
        atom = term.atoms[0]
        who = Is(FactRef("sex"), sex)
        if atom.node is None:
            continue
        atom.dim, atom.family = "by_sex", sex
        if context.exclusion:
            atom.node = all_nodes([who, atom.node])
            continue
        atom.node = Implies(who, atom.node)
        if index:
            term.connector = "with"


def _sex_of(context: Context, term: Term) -> str:
    atom = term.atoms[0]
    before = context.text[max(0, atom.start - 24) : atom.start]
    for match in (
        _AFTER.match(context.text, atom.end),
        _WITHIN.search(context.text, atom.start, atom.end),
        _BEFORE.search(before),
    ):
        if match is not None:
            return "female" if match.group("female") else "male"
    return ""
