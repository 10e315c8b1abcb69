"""Every check of a quote, by the name that a warning record gives it.

Each errs on the side of silence where the words can be meant otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from cartway.access import quote_claim_checks as claims
from cartway.access import quote_money_checks as money
from cartway.access.quote_findings import AskedQuote, Hit, says
from cartway.access.read_quote import Quote
from cartway.facts import Vocabulary
from cartway.knowledge.warnings import compile_patterns, warning_rules


def find_hits(quote: Quote, as_of: date, vocabulary: Vocabulary) -> tuple[Hit, ...]:
    """Everything in a quote that a warning speaks of; each finding once."""
    asked = AskedQuote(quote, as_of, vocabulary)
    hits: dict[tuple[str, str], Hit] = {}
    for rule in warning_rules().values():
        found = _CHECKS[rule.check](asked) if rule.check else _by_words(asked, rule.id)
        for hit in found:
            hits.setdefault((rule.id, str(sorted(hit.en.items()))), hit)
    return tuple(hits.values())


def _by_words(asked: AskedQuote, warning: str) -> Iterator[Hit]:
    rule = warning_rules()[warning]
    patterns, unless = compile_patterns(rule.patterns), compile_patterns(rule.unless)
    for sentence in asked.sentences:
        if says(sentence, patterns) and not says(sentence, unless):
            yield Hit(warning, sentence[:200])


_CHECKS: Mapping[str, Callable[[AskedQuote], Iterator[Hit]]] = {
    "fee_for_research": money.fee_for_research,
    "below_list_price": money.below_list_price,
    "below_every_price": money.below_every_price,
    "other_cells": claims.other_cells,
    "unapproved_as_approved": claims.unapproved_as_approved,
    "wrong_indication": claims.wrong_indication,
    "no_approved_product": claims.no_approved_product,
    "wrong_maker": claims.wrong_maker,
    "mixed_products": claims.mixed_products,
    "total_differs": money.total_differs,
    "false_claim": claims.false_claim,
    "research_without_number": claims.research_without_number,
    "no_product_named": claims.no_product_named,
}
