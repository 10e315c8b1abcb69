"""What the parts of a line name, and where a cue stands in them."""

from __future__ import annotations

from cartway.reading.lex import Element
from cartway.reading.lex.cues import place_of_cue

_NAMED = ("fact", "concept", "atom", "event")


def has_content(elements: list[Element]) -> bool:
    """Whether anything in a clause names something."""
    return any(e.kind in _NAMED or e.kind == "measure" for e in elements)


def has_name(elements: list[Element]) -> bool:
    """Whether anything in a clause names something, a number aside."""
    return any(e.kind in _NAMED for e in elements)


def find_cue(elements: list[Element], *groups: str) -> int | None:
    """The place of the first cue of one of these groups; None where there is none."""
    return place_of_cue(elements, groups)
