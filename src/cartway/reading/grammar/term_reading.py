"""Reads the terms of a clause: what stands between two connectors."""

from __future__ import annotations

import re
from dataclasses import replace

from cartway.criteria.nodes import Judgement
from cartway.reading.grammar.term_boundaries import between_methods, denial_ends, names_the_whole
from cartway.reading.grammar.term_cues import add_atom, take_cue
from cartway.reading.grammar.term_measures import take_measure
from cartway.reading.grammar.terms import Atom, Term
from cartway.reading.lex import Element
from cartway.reading.link.atoms import atom_of
from cartway.reading.link.context import Context

_CONNECTORS = {"comma": "comma", "slash": "slash", "semicolon": "semicolon", "stop": "semicolon"}


def read_terms(context: Context, elements: list[Element]) -> list[Term]:
    """Give the terms of a clause, each with its atoms and what modifies them."""
    terms: list[Term] = []
    current: Term | None = None
    connector, apart, strict = "", False, False
    index = 0
    while index < len(elements):
        element = elements[index]
        joined = _CONNECTORS.get(element.kind)
        if joined is None and element.is_cue("and", "or"):
            if between_methods(context, elements, index):
                index += 1
                continue
            if context.text[element.start : element.end].lower() == "either":
                index += 1  # it opens a list, it does not join it to what stands before
                continue
            joined = element.id
        if joined is not None:
            if current is not None:
                terms.append(current)
                current = None
                connector, apart, strict = joined, False, False
            elif joined in ("and", "or") or not connector:
                apart = apart or connector == "comma"
                connector = joined
            apart = apart or context.text[element.start : element.end] == ","
            strict = (
                strict or _STRICT.fullmatch(context.text, element.start, element.end) is not None
            )
            index += 1
            continue
        if element.kind in ("open", "close", "colon", "sign"):
            index += 1
            continue
        if current is not None and current.atoms and element.is_cue("negation"):
            # "… in patients not receiving anticoagulants": what follows is denied, not what stood before.
            terms.append(current)
            current = None
            connector = "with"
        freed = False
        if current is not None and denial_ends(context, elements, index, current):
            # "无标准治疗的实体瘤患者": what is denied ends at 的.
            terms.append(current)
            current = None
            connector = "with"
            freed = True
        of_all = False
        if current is not None and names_the_whole(context, elements, index, terms, current):
            # "TP53突变或复杂核型的白血病": the disease at the end is that of every alternative.
            terms.append(current)
            current = None
            connector, of_all = "with", True
        if current is None:
            current = Term(element.start, element.end, connector if terms else "")
            current.apart, current.strict, current.of_all = apart, strict, of_all
            current.anew = freed or (apart and _ANEW.match(context.text, element.start) is not None)
            connector, apart, strict = "", False, False
        current.end = max(current.end, element.end)
        index = _take(context, elements, index, current)
    if current is not None:
        terms.append(current)
    return terms


def _take(context: Context, elements: list[Element], index: int, term: Term) -> int:
    """Add one element (or a few that belong together) to a term."""
    element = elements[index]
    if (
        element.is_cue("negation")
        and _NOT_DOING.fullmatch(context.text, element.start, element.end)
        and elements[index + 1 : index + 2]
        and elements[index + 1].kind == "word"
        and elements[index + 1].start == element.end
    ):
        # "未恢复的并发症": something is not done, nothing named is denied.
        element = replace(elements[index + 1], start=element.start)
        elements = [*elements[: index + 1], element, *elements[index + 2 :]]
        index += 1
    if element.kind == "measure":
        return take_measure(context, elements, index, term)
    if element.kind == "word":
        last = index
        while last + 1 < len(elements) and elements[last + 1].kind == "word":
            last += 1
        text = context.text[element.start : elements[last].end].strip()
        against = text == "抗" and elements[last + 1 : last + 2]
        if any(c.isalnum() for c in text) and not (against and against[0].kind == "concept"):
            term.unknown.append(text)
        return last + 1
    if element.kind == "cue":
        take_cue(context, elements, index, term)
        return index + 1
    atom = atom_of(context, element)
    if atom is not None:
        risk = _RISK.match(context.text, atom.end) if atom.dim in ("disease", "presence") else None
        if risk is not None:
            # "出血风险": who may bleed has not bled, and who has not may.
            atom = Atom(
                "risk", atom.start, risk.end(), Judgement(context.text[atom.start : risk.end()])
            )
        add_atom(context, term, atom)
        if atom.dim == "presence" and "active" in atom.fact:
            # "active hepatitis B or hepatitis C": the word is part of a name and goes on.
            term.active = (
                term.active or _ACTIVE.search(context.text, atom.start, atom.end) is not None
            )
    return index + 1


_ANEW = re.compile(r"(?:any|use of|receipt of)\b(?! other)", re.IGNORECASE)


_ACTIVE = re.compile(r"active|活动", re.IGNORECASE)


_NOT_DOING = re.compile("[未不非]")


_RISK = re.compile("的?(?:高|潜在)?(?:风险|危险|可能性|家族史)")


_STRICT = re.compile(r"AND|且|并且|而且|同时|同时伴有|同时满足|和/且|并")
