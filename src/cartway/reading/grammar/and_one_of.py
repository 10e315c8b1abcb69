""" "A, and at least one of B and C": the list that the words open is one demand, beside what stands before."""

from __future__ import annotations

import re

from cartway.reading.lex import Element
from cartway.reading.link.context import Context

_AND_ONE_OF = re.compile(
    r"[,;]? and,? (?:also )?(?:who )?(?:(?:meet(?:ing|s)?|ha(?:ve|s|ving)|with|show(?:ing|s)?|fulfil\w*) )?(?:positiv\w+ (?:for|in) )?"
    r"(?P<of>(?:at least (?:one|1)|(?:one|1) or more|any(?: one)?|one|either)(?: \(1\))? of\b)",
    re.IGNORECASE,
)


def beside_one_of(
    context: Context, elements: list[Element]
) -> tuple[list[Element], list[Element]] | None:
    """What stands before such a list, and the list; None where there is no such list."""
    if context.exclusion or len(elements) < _FEWEST or " of" not in context.text:
        return None
    found = _AND_ONE_OF.search(context.text, elements[0].start, elements[-1].end)
    if found is None:
        return None
    head = [one for one in elements if one.end <= found.start()]
    tail = [one for one in elements if one.start >= found.start("of")]
    depth = sum((one.kind == "open") - (one.kind == "close") for one in head)
    if depth or any(one.is_cue("or") for one in head):
        return None
    return (head, tail) if _asks(head) and _asks(tail) else None


def _asks(elements: list[Element]) -> bool:
    return any(one.kind in ("concept", "fact", "atom", "measure") for one in elements)


_FEWEST = 5
