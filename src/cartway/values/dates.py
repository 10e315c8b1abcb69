"""Dates as records give them: a day, a month or a year."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from cartway.errors import InputError

_FORM = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:T.*)?)?)?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date whose day, or day and month, may be unknown.

    Attributes:
        year: calendar year.
        month: 1 to 12, or None when only the year is known.
        day: day of the month, or None.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not 1800 <= self.year <= 2200:
            raise InputError(
                "a year outside 1800 to 2200", expected="a four-digit year", code="V001"
            )
        if self.month is None and self.day is not None:
            raise InputError("a day without its month", expected="YYYY-MM-DD", code="V001")
        if self.month is not None and not 1 <= self.month <= 12:
            raise InputError("a month outside 1 to 12", expected="YYYY-MM", code="V001")
        if self.day is not None and not 1 <= self.day <= monthrange(self.year, self.month or 1)[1]:
            raise InputError(
                "a day that its month does not have", expected="YYYY-MM-DD", code="V001"
            )

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD`` or an ISO instant.

        Raises:
            InputError: the text is none of these.
        """
        match = _FORM.fullmatch(text.strip())
        if match is None:
            raise InputError(
                "this is not a date", expected="YYYY, YYYY-MM or YYYY-MM-DD", code="V001"
            )
        year, month, day = match.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None)

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """Lift a full date."""
        return cls(day.year, day.month, day.day)

    @property
    def earliest(self) -> date:
        """The first day it may be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it may be."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def __str__(self) -> str:
        if self.month is None:
            return f"{self.year:04d}"
        if self.day is None:
            return f"{self.year:04d}-{self.month:02d}"
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"
