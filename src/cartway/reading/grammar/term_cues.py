"""What a word such as *no*, *history of* or *active* makes of the term it stands in."""

from __future__ import annotations

import re
from functools import lru_cache

from cartway.reading.grammar.judged_states import state_judged
from cartway.reading.grammar.terms import Atom, Term
from cartway.reading.lex import Element
from cartway.reading.link.atoms import atom_of
from cartway.reading.link.context import Context

# Nouns that name something too general to be asked: alone in a list they were not understood.
_SOFT = re.compile(
    r"disease|disorder|infection|therap|treatment|drug|medication|surger|procedure|agent|illness|syndrome|tumou?r"
    r"|疾病|病症|感染|治疗|药|手术|肿瘤",
    re.IGNORECASE,
)


GRADE = re.compile(r"\bgrades?\b|\bgraded\b|\bclass\b|级|度", re.IGNORECASE)


_NEEDED = re.compile(r"\b(?:requir(?:ing|es?)|need(?:ing|s)?|on|receiving)\s$", re.IGNORECASE)


_AND_SUCH = re.compile("等(?:各类|其他|其它|标准)?的?")


_UNFIT = re.compile("不适合|不适宜|不适合参加")


def add_atom(context: Context, term: Term, atom: Atom) -> None:
    """Add what a name asks to a term, unless the term holds it already."""
    held = term.atoms[-1] if term.atoms else None
    if held is not None and held.dim == atom.dim and held.codes and atom.codes:
        hierarchy = context.vocabulary.hierarchy
        # "acute lymphoblastic leukaemia (ALL)", "hepatitis B virus (HBV) infection": one thing twice.
        if set(atom.codes) & set(held.codes):
            return
        if _AND_SUCH.fullmatch(context.text, held.end, atom.start):
            term.atoms[-1] = atom  # "达沙替尼等TKI": the group, the first only named from it
            return
        if any(a in hierarchy.ancestors(h) for a in atom.codes for h in held.codes):
            return
        if any(h in hierarchy.ancestors(a) for a in atom.codes for h in held.codes):
            term.atoms[-1] = atom
            return
    if held is not None and held.node is not None and held.node == atom.node:
        return
    term.atoms.append(atom)


def take_cue(context: Context, elements: list[Element], index: int, term: Term) -> None:
    """Let a cue change the term it stands in."""
    element = elements[index]
    group = element.id
    if group == "negation":
        term.negated = not term.negated if term.negated and _tight(elements, index) else True
        if term.judgements and not term.atoms and not context.exclusion:
            # "stable without steroids": what was said before is not denied.
            term.said_first, term.judgements = [*term.said_first, *term.judgements], []
    elif group == "deontic" or group == "excluded":
        if not context.exclusion:
            term.negated = True
    elif group == "not_received" or (
        group == "interference" and _UNFIT.fullmatch(context.text, element.start, element.end)
    ):
        # A treatment that is refused, planned or not borne was not thereby received.
        written = context.text[element.start : element.end].strip()
        term.unknown.append(written)
        term.not_received.append(written)
    elif group == "active":
        # "requiring ongoing anticoagulation": the treatment goes on, of the illness nothing is said.
        term.active = term.active or not _NEEDED.search(context.text, 0, element.start)
    elif group == "history":
        written = context.text[element.start : element.end]
        # In Chinese the word for a history may stand at the end of a list that has a window.
        if written in ("史", "病史", "病史者") and term.atoms and not term.history:
            term.history_behind = True
        term.history = term.history or not (
            term.window_first and written in ("史", "病史", "病史者")
        )
    elif group == "judgement" and (state := state_judged(context, elements, index)) is not None:
        add_atom(context, term, state)
    elif group == "judgement" or group == "investigator":
        term.judgements.append(context.text[element.start : element.end].strip())
    elif group == "receive":
        term.received = True
    elif group == "progressive" and _is_progression(context, element):
        atom = atom_of(context, element)
        if atom is not None:
            add_atom(context, term, atom)
    elif group in ("positive", "negative", "low", "progressive", "disjoint"):
        term.soft = True
        if group in ("negative", "low"):
            term.unknown.append(context.text[element.start : element.end].strip())
    elif group in ("administrative", "contraception"):
        atom = atom_of(context, element)
        if atom is not None:
            add_atom(context, term, atom)
    elif group == "noise":
        written = context.text[element.start : element.end]
        soft, graded = _says(written)
        term.soft = term.soft or soft
        term.graded = term.graded or graded
    else:
        atom = atom_of(context, element)
        if atom is not None:
            add_atom(context, term, atom)


_NOT_PROGRESSION = re.compile(r"[- ]?free|[- ](?:multiple|multifocal)", re.IGNORECASE)


def _is_progression(context: Context, element: Element) -> bool:
    """Whether the disease is said to have progressed: among the inclusions, "progressed after …"."""
    if context.exclusion:
        return False
    return _NOT_PROGRESSION.match(context.text, element.end) is None


@lru_cache(maxsize=16_384)
def _says(noise: str) -> tuple[bool, bool]:
    """Whether a general word names something too general to be asked, and whether a grade."""
    return _SOFT.search(noise) is not None, GRADE.search(noise) is not None


def _tight(elements: list[Element], index: int) -> bool:
    return index > 0 and elements[index - 1].is_cue("negation")
