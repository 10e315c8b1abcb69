"""A quote with what its checks need of it, and what a check finds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from cartway.access.read_quote import SENTENCE, Quote, QuoteItem
from cartway.facts import Vocabulary
from cartway.knowledge import product_names
from cartway.knowledge.product_records import Product
from cartway.knowledge.products import product
from cartway.knowledge.warnings import compile_patterns, warning_rules
from cartway.truth import TRUE

Words = Mapping[str, str]
CELL_THERAPY = re.compile(r"CAR-?\s?T|cell therapy|细胞治疗|细胞疗法", re.I)
TAKES_PART = re.compile(
    r"\b(participat\w*|enrol\w*|slot|trial|study|research)\b|入组|名额|研究|试验", re.I
)
_ROOTS = ("neoplasm", "autoimmune_disease")


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


class AskedQuote:
    """A quote with what several checks need of it."""

    def __init__(self, quote: Quote, as_of: date, vocabulary: Vocabulary) -> None:
        self.quote, self.as_of, self.vocabulary = quote, as_of, vocabulary
        self.sentences = [one.group().strip() for one in SENTENCE.finditer(quote.text)]

    @cached_property
    def products(self) -> tuple[Product, ...]:
        """The products that the quote names, each once."""
        named = product_names.products_named(self.quote.text)
        return tuple(product(name) for name in dict.fromkeys(one.id for one in named))

    @cached_property
    def asks_money(self) -> bool:
        """Whether any item has an amount."""
        return any(item.high for item in self.quote.items)

    @cached_property
    def research_sentence(self) -> str:
        """The sentence that offers a trial or study, or ''."""
        rule = warning_rules()["fee-for-research-treatment"]
        patterns, unless = compile_patterns(rule.patterns), compile_patterns(rule.unless)
        for sentence in self.sentences:
            if says(sentence, patterns) and not says(sentence, unless):
                return sentence
        return self.quote.setting if TAKES_PART.search(self.quote.setting) else ""

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
        """The name of a disease in both languages."""
        return {language: self.vocabulary.label(name, language) for language in ("en", "zh")}


def says(sentence: str, patterns: tuple[re.Pattern[str], ...]) -> bool:
    """Whether one of the patterns is found in a sentence."""
    return any(pattern.search(sentence) for pattern in patterns)


def shown(item: QuoteItem) -> str:
    """An amount with its currency, as the finding shows it."""
    low, high = item.low or 0, item.high or 0
    amount = f"{low:,.0f}" if low == high else f"{low:,.0f}-{high:,.0f}"
    return f"{item.currency} {amount}"
