"""Warnings as data: what in an offer or a quote breaks a rule, and what a whole quote holds."""

import re
from functools import lru_cache
from typing import Literal

from pydantic import Field, model_validator

from cartway.knowledge.load import BothLanguages, Record, RuleBroken, read_folder
from cartway.knowledge.regulations import Patterns
from cartway.knowledge.stated import Confidence, Day, How, Stated

Severity = Literal["stop", "warning", "note"]
Check = Literal[
    "fee_for_research",
    "below_list_price",
    "below_every_price",
    "other_cells",
    "unapproved_as_approved",
    "wrong_indication",
    "no_approved_product",
    "wrong_maker",
    "mixed_products",
    "total_differs",
    "false_claim",
    "research_without_number",
    "no_product_named",
]


def compile_patterns(patterns: Patterns) -> tuple[re.Pattern[str], ...]:
    """The patterns of both languages, blind to case."""
    return tuple(re.compile(one, re.IGNORECASE) for one in (*patterns.en, *patterns.zh))


class WarningRule(Stated):
    """One thing to warn of, found by a check or by words in the text.

    Attributes:
        check: a check of the quote's content, by name; without one, the words decide.
        patterns: words that give it away, by language.
        unless: words in the same sentence that take it back.
    """

    id: str
    severity: Severity
    check: Check | None = None
    title: BothLanguages
    message: BothLanguages
    patterns: Patterns = Patterns()
    unless: Patterns = Patterns()
    regulations: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _can_be_found(self) -> "WarningRule":
        if self.check is None and not (self.patterns.en and self.patterns.zh):
            raise RuleBroken(
                "K014",
                "The warning has neither a check nor words in both languages.",
                expected="check: a name, or patterns with en and zh",
            )
        for one in (*self.patterns.en, *self.patterns.zh, *self.unless.en, *self.unless.zh):
            try:
                re.compile(one)
            except re.error as error:
                raise RuleBroken("K019", f"The pattern '{one}' cannot be read: {error}.") from None
        return self


class QuotePart(Record):
    """One part that a whole quote states."""

    id: str
    checked: Day
    order: int
    label: BothLanguages
    essential: bool
    why: BothLanguages
    patterns: Patterns


class Currency(Record):
    """A currency as quotes write it, with the most yuan one unit has bought."""

    code: str
    most_cny_per_unit: float
    written: tuple[str, ...]


class Currencies(Record):
    """The currencies that quotes use."""

    id: str
    checked: Day
    how: How
    confidence: Confidence
    note: BothLanguages
    currencies: tuple[Currency, ...] = Field(min_length=1)


@lru_cache(maxsize=1)
def warning_rules() -> dict[str, WarningRule]:
    """Every warning by id."""
    return read_folder("warnings", WarningRule)


@lru_cache(maxsize=1)
def quote_parts() -> tuple[QuotePart, ...]:
    """The parts of a whole quote, in the order of a bill."""
    return tuple(sorted(read_folder("quote_parts", QuotePart).values(), key=lambda one: one.order))


@lru_cache(maxsize=1)
def quote_currencies() -> tuple[Currency, ...]:
    """The currencies that quotes use."""
    return read_folder("currencies", Currencies)["quote_currencies"].currencies
