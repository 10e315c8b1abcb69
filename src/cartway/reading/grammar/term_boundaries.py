"""Where one term of a clause ends and the next begins without a connector."""

from __future__ import annotations

import re

from cartway.reading.grammar.terms import Term
from cartway.reading.lex import Element
from cartway.reading.link.context import Context

_STATES = ("relapsed", "refractory", "relapsed_or_refractory", "untreated", "advanced",
           "metastatic", "locally_advanced", "unresectable", "noise")  # fmt: skip


def names_the_whole(
    context: Context, elements: list[Element], index: int, terms: list[Term], current: Term
) -> bool:
    """Whether 的 has just ended alternatives, and the disease that they describe follows."""
    if context.exclusion or not (current.atoms or current.unknown):
        return False
    if not context.text[: elements[index].start].rstrip().endswith("的"):
        return False
    at = index
    while at < len(elements) and elements[at].is_cue(*_STATES):
        at += 1
    if at >= len(elements) or elements[at].kind != "concept" or elements[at].system != "disease":
        return False
    clause = [current]
    for term in reversed(terms):
        if clause[-1].apart:
            break
        clause.append(term)
    if any(atom.dim == "disease" for term in clause for atom in term.atoms):
        return False
    return any(term.connector in ("or", "slash") for term in clause[:-1])


def denial_ends(context: Context, elements: list[Element], index: int, term: Term) -> bool:
    """Whether a denied attribute ends before the disease that has it not."""
    at = index
    while (
        term.atoms
        and at < len(elements) - 1
        and (elements[at].kind == "atom" or elements[at].is_cue(*_STATES))
    ):
        at += 1  # "无可测量病灶的轻链型骨髓瘤", "无脑转移的晚期胃癌"
    element = elements[at]
    return (
        term.negated
        and bool(term.atoms or term.unknown)
        and element.kind == "concept"
        and element.system == "disease"
        and context.text[: elements[index].start].rstrip().endswith("的")
    )


_METHOD = re.compile(
    r"(?:immuno-?)?(?:histo|cyto)\w*|\w*patholog\w*|flow cytometry|radiolog\w*|imaging|biops\w+|CT|MRI|PET(?:-CT)?|IHC|FISH|PCR"
    r"|(?:组织|细胞|病理)(?:学)?(?:检查)?|流式(?:细胞术)?|免疫组化|影像(?:学)?",
    re.IGNORECASE,
)


def between_methods(context: Context, elements: list[Element], index: int) -> bool:
    """ "confirmed by histology or cytology": *or* between methods joins nothing else."""
    if not 0 < index < len(elements) - 1:
        return False
    beside = (elements[index - 1], elements[index + 1])
    return all(
        e.is_cue("noise") and _METHOD.search(context.text, e.start, e.end) is not None
        for e in beside
    )
