"""What one term of a list shares with its neighbours."""

from __future__ import annotations

from cartway.criteria.nodes import Judgement
from cartway.reading.grammar.shared_modifiers import share_modifiers
from cartway.reading.grammar.shared_windows import share_windows
from cartway.reading.grammar.shared_words import CONTROLLED
from cartway.reading.grammar.terms import Atom, Term
from cartway.reading.link.context import Context


def share(context: Context, terms: list[Term]) -> None:
    """Let lists share windows, modifiers and negation."""
    _share_heads(terms)
    share_windows(context, terms)
    share_modifiers(context, terms)


def _share_heads(terms: list[Term]) -> None:
    """A term that only modifies belongs to the next one: "severe, uncontrolled hypertension"."""
    index = 0
    while index < len(terms) - 1:
        term, following = terms[index], terms[index + 1]
        modifies = (
            term.empty
            and not term.window
            and not term.elapsed
            and (term.judgements or term.active or term.history or term.negated or term.received)
        )
        if modifies and _held_beside(term, following):
            words = max(term.judgements, key=len)
            term.atoms.append(Atom("judged", term.start, term.end, Judgement(words)))
            term.judgements = []
        elif modifies and not (term.soft and following.connector == "semicolon"):
            following.judgements = term.judgements + following.judgements
            if term.connector != "" or index == 0:
                following.connector = term.connector
            # "active or latent", "current or past": either, so neither narrows.
            if term.active and following.history:
                following.active = False
            else:
                following.active = following.active or term.active
            following.history = following.history or term.history
            following.negated = following.negated or term.negated
            following.received = following.received or term.received
            following.start = term.start
            del terms[index]
            continue
        index += 1


def _held_beside(term: Term, following: Term) -> bool:
    """ "稳定且未使用激素": what is held in check is one thing, what is denied beside it another."""
    return (
        bool(term.judgements)
        and following.negated
        and following.connector == "and"
        and not term.negated
        and all(CONTROLLED.match(word) is not None for word in term.judgements)
    )
