"""Errors that a person can mend: what, where, what was expected, the nearest right thing.

No message may hold a patient's value: name the fact and the place, never what was recorded.
*Unknown*, *unread* and *pending* are answers and never raised.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class CartwayError(Exception):
    """The root of everything cartway raises on purpose.

    Attributes:
        code: permanent code of the kind of error, with a page in the manual.
        exit_code: what the command line ends with.
    """

    exit_code = 3

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        expected: str | None = None,
        nearest: str | None = None,
        code: str = "X000",
    ) -> None:
        self.what = what
        self.where = where
        self.expected = expected
        self.nearest = nearest
        self.code = code
        super().__init__(self.paragraph())

    def paragraph(self) -> str:
        """Say the error in one paragraph."""
        parts = [f"{self.where}: {self.what}" if self.where else self.what]
        if self.expected:
            parts.append(f"Expected: {self.expected}.")
        if self.nearest:
            parts.append(f"Did you mean {self.nearest}?")
        return " ".join(part if part.endswith((".", "?", "!")) else part + "." for part in parts)


class InputError(CartwayError):
    """The input is at fault; exit code 2."""

    exit_code = 2


class CriterionError(InputError):
    """A criterion that cannot mean anything: refused when it is built."""


class InternalError(CartwayError):
    """The fault is ours; exit code 3."""

    exit_code = 3


def nearest_name(name: str, known: Iterable[str]) -> str | None:
    """Find the known name a person most likely meant, or None."""
    matches = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return matches[0] if matches else None
