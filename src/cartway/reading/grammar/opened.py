"""Where a bracket closes, and a clause with its brackets worked in."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter

from cartway.reading.lex import Element


@dataclass(slots=True)
class Opened:
    """A clause with its brackets worked in.

    Attributes:
        elements: what is left in line.
        exceptions: bracketed exceptions.
        asides: bracketed requirements, each a clause of its own.
        examples: bracketed examples of what is called significant.
    """

    elements: list[Element] = field(default_factory=list)
    exceptions: list[list[Element]] = field(default_factory=list)
    asides: list[list[Element]] = field(default_factory=list)
    examples: list[list[Element]] = field(default_factory=list)


KIND_OF_BRACKET = attrgetter("kind")


def closing_of(elements: list[Element], index: int) -> int:
    """The place where the bracket that opens at `index` closes."""
    depth = 0
    for at in range(index, len(elements)):
        if elements[at].kind == "open":
            depth += 1
        elif elements[at].kind == "close":
            depth -= 1
            if depth == 0:
                return at
    return len(elements)
