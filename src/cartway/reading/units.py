"""Units as texts write them, into UCUM codes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from cartway.reading.data import reading_data

RATIOS = frozenset({"ULN", "LLN"})
DURATIONS = frozenset({"a", "mo", "wk", "d", "h"})


class UnitFound(NamedTuple):
    """A unit in a text."""

    code: str
    end: int


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], tuple[str, ...]]:
    data = reading_data("units")
    pairs: list[tuple[str, str]] = []
    for group in ("ratios", "patterns", "durations", "counters"):
        for code, patterns in data[group].items():
            pairs += [(pattern, code) for pattern in patterns]
    # The first alternative that fits wins, so the longest patterns stand first; a multiple of a
    # limit stands before all, as its words begin like those of other units.
    ratio = [p for p in pairs if p[1] in RATIOS]
    rest = sorted((p for p in pairs if p[1] not in RATIOS), key=lambda p: -len(p[0]))
    ordered = ratio + rest
    codes = tuple(code for _, code in ordered)
    source = "|".join(
        f"({pattern.replace(' ?', ' ').replace(' ', r' ?')})" for pattern, _ in ordered
    )
    return re.compile(source, re.IGNORECASE), codes


def unit_at(text: str, position: int) -> UnitFound | None:
    """Give the unit that begins at a place, spaces and a hyphen before it passed over."""
    limit = min(position + 2, len(text))
    while position < limit and text[position] in " -":
        position += 1
    pattern, codes = _patterns()
    match = pattern.match(text, position)
    if match is None or match.end() == match.start() or match.lastindex is None:
        return None
    return UnitFound(codes[match.lastindex - 1], match.end())
