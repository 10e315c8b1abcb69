"""Whether and where a clause holds a cue of some groups, without looking at each element twice."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from operator import attrgetter

from cartway.reading.lex.element import Element

_ID = attrgetter("id")


def has_cue(elements: Sequence[Element], groups: frozenset[str]) -> bool:
    """Whether some element is a cue of one of some groups."""
    # Most clauses hold no element of such a name, and that is seen at once.
    return not groups.isdisjoint(map(_ID, elements)) and any(
        element.kind == "cue" and element.id in groups for element in elements
    )


def place_of_cue(elements: Sequence[Element], groups: Collection[str]) -> int | None:
    """Where the first cue of one of some groups stands."""
    for index, name in enumerate(map(_ID, elements)):
        if name in groups and elements[index].kind == "cue":
            return index
    return None
