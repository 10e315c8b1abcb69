"""Judging words and negation that hold on through a list of like things."""

from __future__ import annotations

import itertools
import re

from cartway.criteria.nodes import Not
from cartway.reading.grammar.shared_words import CONTROLLED, HAN
from cartway.reading.grammar.terms import Term
from cartway.reading.link.context import Context

_NOW = re.compile("正在|目前|当前")


_DENIES = re.compile(
    r"无|没有|未见|未发现|不伴|不合并|否认|^\W*(?:no|without|absence of|free of|lack of|no evidence of)\b",
    re.IGNORECASE,
)


def share_modifiers(context: Context, terms: list[Term]) -> None:
    """Modifiers and negation hold on through a list of like things."""
    leading = {id(one) for one in terms[:1]}
    for before, term in itertools.pairwise(terms):
        if term.connector in ("semicolon", "with") or before.empty:
            leading.add(id(term))
        if term.connector == "semicolon":
            continue
        own_denial = bool(term.atoms) and isinstance(term.atoms[0].node, Not)
        if own_denial:
            continue  # "无供者或不适合移植": what denies by itself is not denied again
        if not before.atoms:
            if (
                before.negated
                and before.unknown
                and term.connector in ("or", "and", "comma")
                and not term.strict
                and not (term.apart and HAN.search(context.text, before.start, term.end))
                and _DENIES.search(context.text[before.start : before.end]) is not None
                and term.atoms
                and term.atoms[0].dim != "compare"
                and (
                    HAN.search(context.text, before.start, term.end) is not None
                    or term.atoms[0].dim in ("disease", "presence", "result", "therapy")
                )
            ):
                term.negated = True  # "无穿孔及出血": what is denied goes on, understood or not
            continue
        if not term.atoms:
            if before.negated and not term.negated:
                term.negated = before.negated
            continue
        like = before.atoms[-1].dim == term.atoms[0].dim or {
            before.atoms[-1].dim,
            term.atoms[0].dim,
        } <= {"disease", "presence", "result", "therapy"} | ({"bare"} if before.negated else set())
        if not like:
            if (
                before.negated
                and term.connector in ("or", "slash")
                and not (term.apart and HAN.search(context.text, before.start, term.end))
                and term.atoms[0].dim != "compare"
            ):
                term.negated = True
            continue
        refuses = bool(term.not_received) and not before.not_received
        if (
            before.negated
            and not term.negated
            and not (term.anew and term.connector == "with")
            and term.atoms[0].dim not in ("compare",)
            and not any(CONTROLLED.fullmatch(judged) for judged in term.judgements)
            and not (refuses and HAN.search(context.text, term.start, term.end))
        ):
            term.negated = True
        own = term.judgements or term.active or term.history
        if not own and term.atoms[0].dim not in ("compare", "result"):
            timed = term.window is not None and before.window is None and HAN.search(context.text)
            term.active = before.active and not timed
            term.history = before.history and not _NOW.search(
                context.text, term.start, term.atoms[0].start
            )
            if _goes_on(before, term, led=id(before) in leading) and not _judged_by_name(
                context, term
            ):
                term.judgements = [j for j in _said_of(before) if not _OF_ONE.search(j)]
                if id(before) in leading:
                    leading.add(id(term))
        denied = [u for u in before.unknown if u in before.not_received]
        if (
            denied
            and term.atoms[0].dim == "therapy"
            and term.connector in ("or", "and", "slash", "comma")
        ):
            term.unknown += denied
            term.not_received += denied
        if before.received and term.atoms[0].dim == "therapy":
            term.received = True


# Words that belong to one kind of illness, or that name one thing only.
_OF_ONE = re.compile(
    r"decompensat|失代偿|congenital|先天|hereditary|\bprimary\b|原发", re.IGNORECASE
)


# What happens once is not held in check, and what its own name judges needs no other word.
_ONCE = ("myocardial_infarction", "stroke", "thromboembolism", "intracranial_haemorrhage")


_OWN_NEED = re.compile(r"\W*(?:或|或者)?(?:需|正在)")


_OWN_WORD = re.compile(
    r"unstable|decompensat|severe|acute|不稳定|失代偿|严重|重度|急性", re.IGNORECASE
)


def _judged_by_name(context: Context, term: Term) -> bool:
    """Whether a thing's own name says how bad it is: "unstable angina", "acute infarction"."""
    atom = term.atoms[0]
    if _OWN_NEED.match(context.text, term.start):
        return True
    if atom.dim != "disease":
        return False
    named = _OWN_WORD.search(context.text, atom.start, atom.end) is not None
    return named or context.is_a(atom.codes[0], *_ONCE)


def _said_of(term: Term) -> list[str]:
    """The judging words of a term, those within the name of its thing as well."""
    return [*term.judgements, *(j for atom in term.atoms[-1:] for j in atom.judged)]


def _goes_on(before: Term, term: Term, *, led: bool) -> bool:
    """Whether a judging word is said of the next thing too.

    At the head of a list it is said of the whole list; inside one, of its own thing and of what
    an *or* joins to it. A thing with a window of its own stands for itself.
    """
    if not _said_of(before) or (term.window is not None and term.window != before.window):
        return False
    if term.anew:
        return False
    return led or (term.connector in ("or", "slash") and before.connector not in ("or", "slash"))
