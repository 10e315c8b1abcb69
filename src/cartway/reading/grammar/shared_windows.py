"""A window that stands once in a list and holds for more than one of its terms."""

from __future__ import annotations

import itertools
import re

from cartway.reading.grammar.shared_words import HAN
from cartway.reading.grammar.terms import Term
from cartway.reading.link.context import Context


def share_windows(context: Context, terms: list[Term]) -> None:
    """Give a window to the terms of a list that it holds for."""
    # A window at the head of a clause governs all that follows without its own.
    for index, term in enumerate(terms):
        if term.empty and (term.window or term.elapsed):
            if index == 0 and len(terms) > 1:
                for later in terms[1:]:
                    if later.window is None and later.elapsed is None:
                        later.window, later.elapsed = term.window, term.elapsed
            else:
                _share_back(context, terms, index)
    # A window at the end of a list governs the list before it.
    for index in range(len(terms) - 1, 0, -1):
        if (terms[index].window or terms[index].elapsed) and terms[index].atoms:
            source = terms[index]
            leads = source.window_first and HAN.search(context.text, source.start, source.end)
            beside = leads and (not source.apart or source.connector == "or")
            if beside or (leads and _has_window(terms[:index])):
                continue  # "A、6个月内的B": in Chinese a window stands before its thing
            _share_back(context, terms, index)
        elif terms[index].window and terms[index].unknown and context.exclusion:
            _doubt_back(terms, index)
    if terms and terms[0].atoms and terms[0].elapsed is not None and terms[0].window_first:
        for later in terms[1:]:
            if later.connector == "semicolon" or later.window is not None or not later.atoms:
                break
            if later.atoms[0].dim == terms[0].atoms[-1].dim:
                later.elapsed = later.elapsed or terms[0].elapsed
    if terms and terms[0].atoms:
        lead = terms[0]
        window = lead.window
        if _leads(lead):
            for before, later in itertools.pairwise(terms):
                if later.connector == "semicolon":
                    break
                if before.history_behind and later.apart and later.connector == "or":
                    break  # "6个月内有A、B病史，或重度C": 史 ends what was within that time
                if later.window is not None or later.elapsed is not None:
                    if later.window is not None and later.window_first and later.apart:
                        window = later.window  # "2个月内用过A，或1个月内用过B、C"
                    continue
                if later.apart and _AT_ANY_TIME.match(context.text, later.start):
                    break
                if later.history and later.history_behind:
                    # "6个月内有A、B或C病史": the history is the one within that time.
                    later.history = False
                if not later.history:
                    later.window = window
    terms[:] = [t for t in terms if not (t.empty and (t.window or t.elapsed) and not t.judgements)]


# "6周内接受过A，或既往接受过B": the second may have been at any time.
_AT_ANY_TIME = re.compile(r"\W*(?:或|或者)?\s*既往")


def _leads(term: Term) -> bool:
    return term.window is not None and term.window_first


def _has_window(terms: list[Term]) -> bool:
    return any(term.window is not None and term.window_first for term in terms)


_EVER = re.compile(
    r"(?:no|not|never|without)\W+(?:\w+\W+)?(?:prior|previous\w*|history)\b|never\b", re.IGNORECASE
)


_ALTERNATIVES = ("or", "comma", "slash")


def _doubt_back(terms: list[Term], index: int) -> None:
    """ "Seizures or <not understood> within 3 months": the time may be that of the seizures."""
    connector = terms[index].connector
    for term in reversed(terms[:index]):
        if term.window or term.elapsed or term.history or connector not in _ALTERNATIVES:
            return
        term.perhaps_window = terms[index].window
        connector = term.connector


def _share_back(context: Context, terms: list[Term], index: int) -> None:
    source = terms[index]
    dim = source.atoms[-1].dim if source.atoms else None
    connector = source.connector
    for earlier in range(index - 1, -1, -1):
        term = terms[earlier]
        if term.window or term.elapsed or connector == "semicolon":
            break
        if term.empty:
            continue
        if (term.judgements or term.active) and not term.history:
            break
        if (
            term.negated
            and source.negated
            and _EVER.match(context.text, term.start)
            and not _EVER.match(context.text, source.start)
        ):
            break  # "no prior gene therapy and no transplantation within 100 days"
        if dim is not None and term.atoms and term.atoms[-1].dim != dim:
            if context.exclusion and not term.history and connector in _ALTERNATIVES:
                term.perhaps_window = source.window
                connector = term.connector
                continue
            break
        if index > earlier + 1 and terms[earlier + 1].perhaps_window is not None:
            term.perhaps_window = source.window
            connector = term.connector
            continue
        if index == 1 and source.apart and connector == "or" and term.history:
            # "any prior allogeneic transplant, or an autologous one within 3 months"
            term.perhaps_window = source.window
            break
        if (
            term.atoms
            and term.atoms[-1].dim in ("compare", "result")
            and dim is None
            and not term.unknown
        ):
            term.window = source.window
            break
        term.window, term.elapsed = source.window, source.elapsed
        connector = term.connector
