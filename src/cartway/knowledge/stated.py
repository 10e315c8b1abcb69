"""A value and how we know it: read, derived, remembered, ours, or looked for and not found."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from cartway.errors import InputError
from cartway.knowledge.load import BothLanguages, Record, RuleBroken
from cartway.values.dates import PartialDate

How = Literal["read", "derived", "recall", "ours", "not_found"]
Confidence = Literal["high", "medium", "low"]
RECALL = "recall"


def _day(value: Any) -> date:
    text = str(value)
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise RuleBroken("K012", f"'{text}' is not a day.", expected="a day as 2026-11-22")


def _partial(value: Any) -> PartialDate:
    if isinstance(value, PartialDate):
        return value
    try:
        return PartialDate.parse(str(value))
    except InputError:
        raise RuleBroken(
            "K012", f"'{value}' is not a date.", expected="2026, 2026-11 or 2026-11-22"
        ) from None


Day = Annotated[date, PlainValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
DayMonthOrYear = Annotated[
    PartialDate,
    PlainValidator(_partial),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}),
]


class Stated(Record):
    """How we know a value: never shown without it.

    Attributes:
        how: read in the sources, derived from them, recalled, our own, or not found.
        confidence: how sure we are of it.
        sources: ids of source records.
        checked: the day it was last compared, when not that of the whole record.
    """

    how: How
    confidence: Confidence
    sources: tuple[str, ...] = ()
    note: BothLanguages | None = None
    checked: Day | None = None

    @model_validator(mode="after")
    def _sources_bear_it(self) -> "Stated":
        read = [source for source in self.sources if source != RECALL]
        if self.how in {"read", "derived"} and not read:
            raise RuleBroken(
                "K017",
                f"The value is said to be '{self.how}' and names no source that was read.",
                expected="sources: [id], or how: recall",
            )
        return self

    @property
    def pending(self) -> bool:
        """Whether it is too weak to support a finding."""
        return self.how in {"recall", "not_found"} or self.confidence == "low"


class StatedText(Stated):
    """A short text that is the same in every language: a name, a number, a code."""

    value: str | None


class StatedWords(Stated):
    """A text in both languages."""

    value: BothLanguages | None


class StatedList(Stated):
    """Several texts in both languages."""

    value: tuple[BothLanguages, ...] | None


class StatedNumber(Stated):
    """A number; its unit is in the name of its key."""

    value: float | None


class DatedNumber(StatedNumber):
    """A number that holds from a day on, the day as exactly as it is known."""

    since: DayMonthOrYear = Field(alias="from")


class CountOn(StatedNumber):
    """A count as it stood on a day, or what was said instead of a count."""

    on: DayMonthOrYear | None = None
    said: BothLanguages | None = None
    lower_bound: bool = False
