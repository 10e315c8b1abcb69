"""A number as a text gives it."""

from __future__ import annotations

from dataclasses import dataclass

from cartway.reading.units import DURATIONS, RATIOS


@dataclass(frozen=True, slots=True)
class Measure:
    """A number as a text gives it.

    Attributes:
        start, end: place in the plain text, comparison and unit included.
        first, after: the tokens it covers.
        op: ``<``, ``<=``, ``=``, ``>=``, ``>`` or None where none was written.
        value: the number; the lower one of a range.
        unit: UCUM code, or None where none was written.
        high: the upper number of a range.
        plus: a plus sign follows, as in "2+".
        number: place where the number itself begins.
        worded: the number was a word.
        listed: the range was a list such as "0 or 1".
    """

    start: int
    end: int
    first: int
    after: int
    op: str | None
    value: float
    unit: str | None
    high: float | None = None
    plus: bool = False
    number: int = 0
    worded: bool = False
    listed: bool = False

    @property
    def is_duration(self) -> bool:
        """Whether it is a length of time."""
        return self.unit in DURATIONS

    @property
    def is_ratio(self) -> bool:
        """Whether it is a multiple of a limit of normal."""
        return self.unit in RATIOS
