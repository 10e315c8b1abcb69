"""A clause without conditions and exceptions: its terms read, completed, shared and joined."""

from __future__ import annotations

from cartway.criteria.nodes import Judgement, Node, Unread, all_nodes, any_nodes
from cartway.reading.grammar.chinese_joining import (
    counts_a_list,
    say_of_all,
    share_ends,
    unread_alternatives,
)
from cartway.reading.grammar.directed import treated_by_target
from cartway.reading.grammar.joining import join_terms
from cartway.reading.grammar.kinds_of_target import without_kinds_of_target
from cartway.reading.grammar.neighbours import (
    complete_adjectives,
    give_back,
    name_targets,
    take_grade,
    without_opinion,
    without_verdict,
)
from cartway.reading.grammar.shared_needs import (
    share_need,
    share_present,
    share_therapy,
    share_trailing,
)
from cartway.reading.grammar.sharing import share
from cartway.reading.grammar.support_of_counts import support_window, transfusion_of_count
from cartway.reading.grammar.term_reading import read_terms
from cartway.reading.grammar.terms import Term
from cartway.reading.lex import Element
from cartway.reading.link.context import Context


def read_list(context: Context, elements: list[Element]) -> Node | None:
    """Give what a clause without conditions and exceptions asks; None where it asks nothing."""
    if elements and counts_a_list(context, context.words(elements)):
        return Unread(context.words(elements))
    elements, denied = without_verdict(context, elements)
    elements, opinion = without_opinion(context, elements)
    terms = read_terms(context, elements)
    give_back(context, terms)
    take_grade(terms)
    name_targets(context, terms)
    treated_by_target(context, terms)
    without_kinds_of_target(context, terms)
    complete_adjectives(context, terms)
    share(context, terms)
    share_trailing(context, terms)
    say_of_all(context, terms)
    share_ends(context, terms)
    unread_alternatives(context, terms)
    share_therapy(context, terms)
    support_window(context, terms)
    transfusion_of_count(context, terms)
    share_present(context, terms)
    share_need(context, terms)
    if denied:
        for term in terms:
            term.negated = True
    alternative = opinion.startswith("or ")
    if opinion and not alternative:
        for term in terms:
            term.judgements.append(opinion)
    terms = _without_filler(terms)
    if not any(t.atoms or t.unknown for t in terms):
        return None
    node = join_terms(context, terms)
    if alternative and node is not None:
        extra = Judgement(opinion.removeprefix("or "))
        return all_nodes([node, extra]) if context.exclusion else any_nodes([node, extra])
    return node


def _without_filler(terms: list[Term]) -> list[Term]:
    """ "M4 type, IHC or flow cytometry confirms X": *or* between words that say nothing joins nothing."""
    given: list[Term] = []
    handed = ""
    for term in terms:
        if term.empty and not term.soft and not term.judgements:
            handed = handed or term.connector
            continue
        if handed not in ("", "or") and given and term.connector in ("or", "slash"):
            term.connector = handed
        handed = ""
        given.append(term)
    return given
