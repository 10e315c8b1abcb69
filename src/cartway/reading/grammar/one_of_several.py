""" "positive for at least one of A, B and C": the commas and the *and* of such a list part alternatives."""

from __future__ import annotations

import re

from cartway.reading.lex import Element
from cartway.reading.link.context import Context

_ONE_OF = re.compile(
    r"\b(?:at least (?:one|1)|(?:one|1) or more|any(?: one)?(?: or more)?|(?:≥|>=) ?1|either)"
    r" (?:\([1-9]\) )?(?:(?:kinds?|types?) )?of (?:the )?(?:following|these|below)?\b"
    r"|\bat least (?:one|1) (?:positive )?(?:\w+[- ]){0,2}(?:auto-?)?antibod(?:y|ies)\b",
    re.IGNORECASE,
)
_POSITIVE = re.compile("positive", re.IGNORECASE)
_SAID = re.compile(r"\b(?:sero)?positive\b", re.IGNORECASE)
# What may stand in an item of the list beside its name.
_BESIDE = ("noise", "expression", "positive", "example", "definition", "receive")
_LONGEST = 24


def one_of_several(context: Context, elements: list[Element]) -> list[Element]:
    """A clause in which a list that "at least one of" opens is joined by *or* throughout."""
    if context.exclusion or len(elements) < _FEWEST:
        return elements
    begin = elements[0].start
    if context.text[:begin].rstrip().endswith(":"):
        begin = max(0, begin - _HEAD)  # the words that open the list were read before
    found = _ONE_OF.search(context.text, begin, elements[-1].end)
    if found is None:
        return elements
    first = next((i for i, e in enumerate(elements) if e.start >= found.end()), len(elements))
    first, general = _named_in_general(elements, first)
    if first >= len(elements):
        return elements
    given = [e for i, e in enumerate(elements[:first]) if i not in general]
    told = [elements[i] for i in general if _POSITIVE.match(context.text, elements[i].start)]
    given += [Element("cue", "positive", e.start, e.end) for e in told]
    if begin < elements[0].start and _SAID.search(context.text, begin, elements[0].start):
        given.insert(0, Element("cue", "positive", elements[0].start, elements[0].start))
    named = False
    depth = 0
    for place, element in enumerate(elements[first:], first):
        depth += (element.kind == "open") - (element.kind == "close")
        if depth < 0 or place - first > _LONGEST or _ends(element):
            return given + elements[place:] if named else elements
        if named and (element.kind in ("comma", "slash") or element.is_cue("and")):
            if depth == 0 and _goes_on(elements, place):
                element = Element("cue", "or", element.start, element.end)
            elif depth == 0:
                return given + elements[place:]
        named = named or element.kind in ("concept", "fact", "atom")
        given.append(element)
    return given


_FEWEST = 4
_HEAD = 90


def _named_in_general(elements: list[Element], first: int) -> tuple[int, set[int]]:
    """Past "autoantibodies:", the general name of what the list holds."""
    colon = next(
        (i for i in range(first, min(first + 5, len(elements))) if elements[i].kind == "colon"),
        None,
    )
    if colon is None:
        return first, set()
    general = {
        i
        for i in range(max(0, first - 2), colon)
        if elements[i].kind == "fact" and elements[i].system == "presence"
    }
    return colon + 1, general


def _ends(element: Element) -> bool:
    return element.kind in ("semicolon", "stop") or (
        element.kind == "cue" and element.id not in ("and", "or", *_BESIDE)
    )


def _goes_on(elements: list[Element], place: int) -> bool:
    """Whether the next item of the list follows: another name, before anything else is said."""
    for element in elements[place + 1 : place + 4]:
        if element.kind in ("concept", "fact", "atom"):
            return True
        if element.kind in ("comma", "semicolon", "stop", "measure"):
            return False
        if element.kind == "cue" and element.id not in ("and", "or", *_BESIDE):
            return False
    return False
