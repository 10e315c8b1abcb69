"""Does a quote or an offer break a rule, and what does it leave out?

Every flag names its warning, the words it rests on and the rules behind it. A quote without flags
is not thereby good: what it leaves out is listed beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cartway.access.quote_checks import find_hits
from cartway.access.quote_findings import Hit
from cartway.access.read_quote import Quote, QuoteItem, read_quote, read_quote_file
from cartway.knowledge.load import BothLanguages, knowledge_release, load_vocabulary
from cartway.knowledge.product_names import products_named
from cartway.knowledge.products import list_price, product
from cartway.knowledge.regulations import regulations
from cartway.knowledge.warnings import WarningRule, compile_patterns, quote_parts, warning_rules

_ORDER = {"stop": 0, "warning": 1, "note": 2}


@dataclass(frozen=True, slots=True)
class Flag:
    """One warning about a quote.

    Attributes:
        words: what in the quote it rests on.
        rules: ids of the regulations behind it, and the state of each on the day.
        pending: none of these was in force and read by us on the day, so that it is a question
            to ask and no finding.
    """

    rule: WarningRule
    message: BothLanguages
    words: str
    rules: tuple[tuple[str, str], ...]

    @property
    def pending(self) -> bool:
        """Whether nothing sure stands behind it on the day."""
        known = regulations()
        return bool(self.rules) and not any(
            state == "in_force" and not known[name].pending for name, state in self.rules
        )

    def to_json(self) -> dict[str, Any]:
        """The flag as plain values."""
        return {
            "warning": self.rule.id,
            "severity": self.rule.severity,
            "title": self.rule.title.model_dump(),
            "message": self.message.model_dump(),
            "words": self.words,
            "rules": [
                {
                    "regulation": name,
                    "state": state,
                    "pending": regulations()[name].pending,
                    "title": regulations()[name].title.model_dump(),
                }
                for name, state in self.rules
            ],
            "pending": self.pending,
            "sources": list(self.rule.sources),
            "how": self.rule.how,
            "confidence": self.rule.confidence,
        }


@dataclass(frozen=True, slots=True)
class QuoteAnswer:
    """What was found in a quote, and what was not."""

    as_of: date
    release: str
    quote: Quote
    products: tuple[str, ...]
    flags: tuple[Flag, ...]
    left_out: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The answer as plain values."""
        parts = {one.id: one for one in quote_parts()}
        return {
            "as_of": self.as_of.isoformat(),
            "knowledge_release": self.release,
            "products": [_product_json(name, self.as_of) for name in self.products],
            "items": [_item_json(item) for item in self.quote.items],
            "flags": [flag.to_json() for flag in self.flags],
            "left_out": [
                {
                    "part": name,
                    "label": parts[name].label.model_dump(),
                    "why": parts[name].why.model_dump(),
                    "essential": parts[name].essential,
                }
                for name in self.left_out
            ],
        }


def check_quote_file(path: Path, as_of: date) -> QuoteAnswer:
    """Check a quote in a file: YAML, JSON, CSV or pasted text.

    Raises:
        InputError: nothing readable is there.
    """
    return check_quote(read_quote_file(path), as_of)


def check_quote_text(text: str, as_of: date) -> QuoteAnswer:
    """Check the pasted words of an offer.

    Raises:
        InputError: the text is empty.
    """
    return check_quote(read_quote(text), as_of)


def check_quote(quote: Quote, as_of: date) -> QuoteAnswer:
    """Check a quote against the rules, prices and approvals of a day."""
    rules = warning_rules()
    hits = find_hits(quote, as_of, load_vocabulary())
    flags = tuple(
        sorted(
            (_flag(rules[hit.warning], hit, as_of) for hit in hits),
            key=lambda flag: (_ORDER[flag.rule.severity], flag.rule.id),
        )
    )
    named = tuple(dict.fromkeys(one.id for one in products_named(quote.text)))
    return QuoteAnswer(as_of, knowledge_release(), quote, named, flags, _left_out(quote))


def _flag(rule: WarningRule, hit: Hit, as_of: date) -> Flag:
    known = regulations()
    message = BothLanguages(
        en=rule.message.en.format_map(hit.fields("en")),
        zh=rule.message.zh.format_map(hit.fields("zh")),
    )
    names = dict.fromkeys((*rule.regulations, *hit.regulations))
    states = tuple((name, known[name].state(as_of)) for name in names)
    return Flag(rule, message, hit.words, states)


def _left_out(quote: Quote) -> tuple[str, ...]:
    stated = {item.part for item in quote.items}
    return tuple(
        one.id
        for one in quote_parts()
        if one.id not in stated
        and not any(pattern.search(quote.text) for pattern in compile_patterns(one.patterns))
    )


def _product_json(name: str, as_of: date) -> dict[str, Any]:
    one = product(name)
    price = list_price(one, as_of)
    return {
        "id": name,
        "name": one.name.model_dump(),
        "list_price_cny": None if price is None else price.value,
        "price_sources": [] if price is None else list(price.sources),
    }


def _item_json(item: QuoteItem) -> dict[str, Any]:
    return {
        "name": item.name,
        "low": item.low,
        "high": item.high,
        "currency": item.currency,
        "part": item.part,
        "line": item.line,
    }
