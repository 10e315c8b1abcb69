"""Checks of what a quote says: of products, makers, diseases, research and the rules.

A sentence that takes a claim back, or speaks of another country, does not make it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cartway.access.quote_findings import CELL_THERAPY, AskedQuote, Hit, says
from cartway.knowledge import product_names
from cartway.knowledge.products import approved, product
from cartway.knowledge.regulations import false_claims
from cartway.knowledge.warnings import compile_patterns, warning_rules

_NUMBER = re.compile(r"\b(NCT\d{8}|ChiCTR\w{6,}|CTR\d{8}|MR-?N?-\d+[\w-]*)", re.I)
_APPROVED = re.compile(r"\bapproved\b|\blicen[cs]ed\b|获批|已批准|批准上市|已上市", re.I)
_ELSEWHERE = re.compile(
    r"\b(FDA|EMA|US|USA|U\.S|United States|Europe\w*|EU)\b|美国|欧盟|欧洲|境外|国外|not approved"
    r"|not (yet )?(been )?approved|未获批|未批准|没有获批",
    re.I,
)


def other_cells(asked: AskedQuote) -> Iterator[Hit]:
    """Money is asked for immune cells that are not CAR-T."""
    if not asked.asks_money:
        return
    rule = warning_rules()["other-immune-cells"]
    patterns, unless = compile_patterns(rule.patterns), compile_patterns(rule.unless)
    for sentence in asked.sentences:
        found = next((match for one in patterns if (match := one.search(sentence))), None)
        if found is not None and not says(sentence, unless):
            words = {"cells": found.group()}
            yield Hit("other-immune-cells", sentence[:200], words, words)
            return


def unapproved_as_approved(asked: AskedQuote) -> Iterator[Hit]:
    """An unapproved product is priced or called approved."""
    priced = " \n".join(item.name for item in asked.quote.items if item.high)
    said = [
        sentence
        for sentence in asked.sentences
        if _APPROVED.search(sentence) and not _ELSEWHERE.search(sentence)
    ]
    for text in (*priced.splitlines(), *said):
        for named in product_names.unapproved_named(text, asked.as_of):
            words = {"named": named.words}
            yield Hit("unapproved-sold-as-approved", text[:200], words, words)


def wrong_indication(asked: AskedQuote) -> Iterator[Hit]:
    """A product is offered for an illness its approval does not name."""
    texts = [*asked.sentences]
    if asked.quote.indication and len(asked.products) == 1:
        texts.append(f"{asked.products[0].brand.en}: {asked.quote.indication}")
    for text in texts:
        if _ELSEWHERE.search(text):
            continue
        names = {one.id for one in product_names.products_named(text)}
        if len(names) != 1:
            continue
        one = product(names.pop())
        for disease in asked.diseases(text):
            if product_names.may_treat(disease.id, one, asked.as_of, asked.vocabulary):
                continue
            words = asked.disease_words(disease.id)
            on_offer = [entry for entry in approved(asked.as_of) if entry.product.id == one.id]
            titles = [entry.indication.title for entry in on_offer]
            yield Hit(
                "wrong-indication",
                text[:200],
                {
                    "product": one.name.en,
                    "disease": words["en"],
                    "approved": "; ".join(title.en for title in titles) or "nothing on this day",
                },
                {
                    "product": one.name.zh,
                    "disease": words["zh"],
                    "approved": "；".join(title.zh for title in titles) or "该日无",
                },
            )


def no_approved_product(asked: AskedQuote) -> Iterator[Hit]:
    """No approved product may treat the illness, yet money is asked."""
    if not asked.asks_money or asked.products or not CELL_THERAPY.search(asked.quote.text):
        return
    on_offer = {entry.product.id: entry.product for entry in approved(asked.as_of)}.values()
    for disease in asked.diseases(f"{asked.quote.indication}\n{asked.quote.text}"):
        if not any(
            product_names.may_treat(disease.id, one, asked.as_of, asked.vocabulary)
            for one in on_offer
        ):
            words = asked.disease_words(disease.id)
            yield Hit(
                "no-approved-product-for-disease",
                disease.words,
                {"disease": words["en"]},
                {"disease": words["zh"]},
            )


def wrong_maker(asked: AskedQuote) -> Iterator[Hit]:
    """A product is said to come from a maker that is not its own."""
    for sentence in asked.sentences:
        names = {one.id for one in product_names.products_named(sentence)}
        if len(names) != 1:
            continue
        one = product(names.pop())
        makers = [named.words for named in product_names.makers_named(sentence)]
        own = {maker.casefold() for maker in one.makers}
        if not makers or any(maker.casefold() in own for maker in makers):
            continue
        holder = one.marketing_authorisation_holder.value
        if holder is not None:
            yield Hit(
                "wrong-maker",
                sentence[:200],
                {"product": one.name.en, "maker": makers[0], "holder": holder.en},
                {"product": one.name.zh, "maker": makers[0], "holder": holder.zh},
            )


def mixed_products(asked: AskedQuote) -> Iterator[Hit]:
    """One page of prices mixes approved and unapproved products."""
    on_offer = {entry.product.id for entry in approved(asked.as_of)}
    good: list[str] = []
    bad: list[str] = []
    for item in asked.quote.items:
        if item.high:
            named = product_names.products_named(item.name)
            good += [one.words for one in named if one.id in on_offer]
            bad += [one.words for one in product_names.unapproved_named(item.name, asked.as_of)]
    if good and bad:
        words = {"approved": good[0], "unapproved": bad[0]}
        yield Hit("approved-and-unapproved-mixed", f"{good[0]}, {bad[0]}", words, words)


def false_claim(asked: AskedQuote) -> Iterator[Hit]:
    """A sentence makes a claim that is known to be false."""
    for claim in false_claims().values():
        patterns = compile_patterns(claim.patterns)
        for sentence in asked.sentences:
            if says(sentence, patterns):
                yield Hit(
                    "known-false-claim",
                    sentence[:200],
                    {"claim": claim.claim.en, "why_wrong": claim.why_wrong.en},
                    {"claim": claim.claim.zh, "why_wrong": claim.why_wrong.zh},
                    claim.regulations,
                )
                break


def research_without_number(asked: AskedQuote) -> Iterator[Hit]:
    """A trial or study is offered without its registry number."""
    if asked.research_sentence and not _NUMBER.search(asked.quote.text):
        yield Hit("research-without-number", asked.research_sentence[:200])


def no_product_named(asked: AskedQuote) -> Iterator[Hit]:
    """Money is asked for CAR-T and no product is named."""
    named = asked.products or product_names.unapproved_named(asked.quote.text, asked.as_of)
    if asked.asks_money and not named and not asked.research_sentence:
        match = CELL_THERAPY.search(asked.quote.text)
        if match:
            yield Hit("price-without-product", match.group())
