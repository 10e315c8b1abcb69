"""The checks of a quote, one function for each name that a warning record can give.

Each errs on the side of silence where the words can be meant otherwise: an amount is converted at
the rate that favours the seller, a range counts by its upper end, a sentence that takes a claim
back does not make it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from cartway.access.read_quote import SENTENCE, Quote, QuoteItem
from cartway.facts import Vocabulary
from cartway.knowledge import product_names
from cartway.knowledge.product_records import Product
from cartway.knowledge.products import approved, list_price, product
from cartway.knowledge.regulations import false_claims
from cartway.knowledge.warnings import compile_patterns, warning_rules
from cartway.truth import TRUE

Words = Mapping[str, str]
_NUMBER = re.compile(r"\b(NCT\d{8}|ChiCTR\w{6,}|CTR\d{8}|MR-?N?-\d+[\w-]*)", re.I)
_APPROVED = re.compile(r"\bapproved\b|\blicen[cs]ed\b|获批|已批准|批准上市|已上市", re.I)
_ELSEWHERE = re.compile(
    r"\b(FDA|EMA|US|USA|U\.S|United States|Europe\w*|EU)\b|美国|欧盟|欧洲|境外|国外|not approved"
    r"|not (yet )?(been )?approved|未获批|未批准|没有获批",
    re.I,
)
_TAKES_PART = re.compile(
    r"\b(participat\w*|enrol\w*|slot|trial|study|research)\b|入组|名额|研究|试验", re.I
)
_CELL_THERAPY = re.compile(r"CAR-?\s?T|cell therapy|细胞治疗|细胞疗法", re.I)
_CHARGED_IN_RESEARCH = frozenset({"product", "leukapheresis", "lymphodepletion", "total", "lump"})
_ROOTS = ("neoplasm", "autoimmune_disease")
_ROUNDING = 0.98


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found in a quote, with the words for the message in each language."""

    warning: str
    words: str
    en: Words = field(default_factory=dict)
    zh: Words = field(default_factory=dict)
    regulations: tuple[str, ...] = ()

    def fields(self, language: str) -> Words:
        """The words to put into the warning's message."""
        return self.zh if language == "zh" else self.en


class _Asked:
    """A quote with what several checks need of it."""

    def __init__(self, quote: Quote, as_of: date, vocabulary: Vocabulary) -> None:
        self.quote, self.as_of, self.vocabulary = quote, as_of, vocabulary
        self.sentences = [one.group().strip() for one in SENTENCE.finditer(quote.text)]

    @cached_property
    def products(self) -> tuple[Product, ...]:
        named = product_names.products_named(self.quote.text)
        return tuple(product(name) for name in dict.fromkeys(one.id for one in named))

    @cached_property
    def asks_money(self) -> bool:
        return any(item.high for item in self.quote.items)

    @cached_property
    def research_sentence(self) -> str:
        """The sentence that offers a trial or study, or ''."""
        rule = warning_rules()["fee-for-research-treatment"]
        patterns, unless = compile_patterns(rule.patterns), compile_patterns(rule.unless)
        for sentence in self.sentences:
            if _says(sentence, patterns) and not _says(sentence, unless):
                return sentence
        return self.quote.setting if _TAKES_PART.search(self.quote.setting) else ""

    def diseases(self, text: str) -> tuple[product_names.Named, ...]:
        """The cancers and autoimmune diseases named in a text."""
        is_a = self.vocabulary.hierarchy.is_a
        roots = [root for root in _ROOTS if root in self.vocabulary.concepts]
        return tuple(
            one
            for one in product_names.diseases_named(text, self.vocabulary)
            if any(is_a(one.id, root) is TRUE for root in roots)
        )

    def disease_words(self, name: str) -> dict[str, str]:
        return {language: self.vocabulary.label(name, language) for language in ("en", "zh")}


def find_hits(quote: Quote, as_of: date, vocabulary: Vocabulary) -> tuple[Hit, ...]:
    """Everything in a quote that a warning speaks of; each finding once."""
    asked = _Asked(quote, as_of, vocabulary)
    hits: dict[tuple[str, str], Hit] = {}
    for rule in warning_rules().values():
        found = _CHECKS[rule.check](asked) if rule.check else _by_words(asked, rule.id)
        for hit in found:
            hits.setdefault((rule.id, str(sorted(hit.en.items()))), hit)
    return tuple(hits.values())


def _by_words(asked: _Asked, warning: str) -> Iterator[Hit]:
    rule = warning_rules()[warning]
    patterns, unless = compile_patterns(rule.patterns), compile_patterns(rule.unless)
    for sentence in asked.sentences:
        if _says(sentence, patterns) and not _says(sentence, unless):
            yield Hit(warning, sentence[:200])


def _says(sentence: str, patterns: tuple[re.Pattern[str], ...]) -> bool:
    return any(pattern.search(sentence) for pattern in patterns)


def _fee_for_research(asked: _Asked) -> Iterator[Hit]:
    if not asked.research_sentence:
        return
    charged = [
        item
        for item in asked.quote.items
        if item.high and (item.part in _CHARGED_IN_RESEARCH or _TAKES_PART.search(item.name))
    ]
    exact = [item for item in charged if item.part not in {"total", "lump"}]
    for item in (exact or charged)[:3]:
        name = item.name or item.part or "?"
        yield Hit(
            "fee-for-research-treatment",
            asked.research_sentence[:200],
            {"amount": _shown(item), "item": name},
            {"amount": _shown(item), "item": name},
        )


def _below_list_price(asked: _Asked) -> Iterator[Hit]:
    for one in asked.products:
        price = list_price(one, asked.as_of)
        if price is None or price.value is None:
            continue
        item = _price_of(one, asked)
        if item is None or item.highest_cny is None:
            continue
        if 0 < item.highest_cny < price.value * _ROUNDING:
            listed = f"CNY {price.value:,.0f}"
            yield Hit(
                "below-list-price",
                f"{item.name} {_shown(item)}",
                {"amount": _shown(item), "product": one.name.en, "list_price": listed},
                {"amount": _shown(item), "product": one.name.zh, "list_price": listed},
            )


def _price_of(one: Product, asked: _Asked) -> QuoteItem | None:
    """The amount that the quote asks for a product: its own line, or all there is."""
    items = [item for item in asked.quote.items if item.high and item.part != "deposit"]
    own = [
        item
        for item in items
        if any(named.id == one.id for named in product_names.products_named(item.name))
    ]
    if own:
        return max(own, key=lambda item: item.highest_cny or 0)
    if len(asked.products) > 1:
        return None
    for part in ("product", "total", "lump"):
        found = [item for item in items if item.part == part]
        if found:
            return max(found, key=lambda item: item.highest_cny or 0)
    return items[0] if len(items) == 1 else None


def _unapproved_as_approved(asked: _Asked) -> Iterator[Hit]:
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


def _wrong_indication(asked: _Asked) -> Iterator[Hit]:
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


def _no_approved_product(asked: _Asked) -> Iterator[Hit]:
    if not asked.asks_money or asked.products or not _CELL_THERAPY.search(asked.quote.text):
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


def _wrong_maker(asked: _Asked) -> Iterator[Hit]:
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


def _mixed_products(asked: _Asked) -> Iterator[Hit]:
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


def _total_differs(asked: _Asked) -> Iterator[Hit]:
    totals = [item for item in asked.quote.items if item.part == "total" and item.high]
    rest = [
        item
        for item in asked.quote.items
        if item.part not in {"total", "deposit"} and item.high is not None
    ]
    currencies = {item.currency for item in (*totals, *rest)}
    if len(totals) != 1 or len(rest) < 2 or len(currencies) != 1:
        return
    low, high = (sum(getattr(item, end) or 0 for item in rest) for end in ("low", "high"))
    total = totals[0]
    if (total.high or 0) < low * 0.99 or (total.low or 0) > high * 1.01:
        words = {"sum": f"{total.currency} {high:,.0f}", "total": _shown(total)}
        yield Hit("total-does-not-add-up", _shown(total), words, words)


def _false_claim(asked: _Asked) -> Iterator[Hit]:
    for claim in false_claims().values():
        patterns = compile_patterns(claim.patterns)
        for sentence in asked.sentences:
            if _says(sentence, patterns):
                yield Hit(
                    "known-false-claim",
                    sentence[:200],
                    {"claim": claim.claim.en, "why_wrong": claim.why_wrong.en},
                    {"claim": claim.claim.zh, "why_wrong": claim.why_wrong.zh},
                    claim.regulations,
                )
                break


def _research_without_number(asked: _Asked) -> Iterator[Hit]:
    if asked.research_sentence and not _NUMBER.search(asked.quote.text):
        yield Hit("research-without-number", asked.research_sentence[:200])


def _no_product_named(asked: _Asked) -> Iterator[Hit]:
    named = asked.products or product_names.unapproved_named(asked.quote.text, asked.as_of)
    if asked.asks_money and not named and not asked.research_sentence:
        match = _CELL_THERAPY.search(asked.quote.text)
        if match:
            yield Hit("price-without-product", match.group())


def _shown(item: QuoteItem) -> str:
    low, high = item.low or 0, item.high or 0
    amount = f"{low:,.0f}" if low == high else f"{low:,.0f}-{high:,.0f}"
    return f"{item.currency} {amount}"


_CHECKS: Mapping[str, Callable[[_Asked], Iterator[Hit]]] = {
    "fee_for_research": _fee_for_research,
    "below_list_price": _below_list_price,
    "unapproved_as_approved": _unapproved_as_approved,
    "wrong_indication": _wrong_indication,
    "no_approved_product": _no_approved_product,
    "wrong_maker": _wrong_maker,
    "mixed_products": _mixed_products,
    "total_differs": _total_differs,
    "false_claim": _false_claim,
    "research_without_number": _research_without_number,
    "no_product_named": _no_product_named,
}
