"""Units as texts write them, into UCUM codes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from cartway.reading.data import reading_data

RATIOS = frozenset({"ULN", "LLN"})
DURATIONS = frozenset({"a", "mo", "wk", "d", "h"})


class UnitFound(NamedTuple):
    """A unit in a text."""

    code: str
    end: int


class _Way(NamedTuple):
    """One way of writing a unit.

    Attributes:
        begins: the characters it may begin with, in small letters; None where it may be any.
    """

    source: str
    code: str
    begins: frozenset[str] | None


@lru_cache(maxsize=1)
def _ways() -> tuple[_Way, ...]:
    data = reading_data("units")
    pairs: list[tuple[str, str]] = []
    for group in ("ratios", "patterns", "durations", "counters"):
        for code, patterns in data[group].items():
            pairs += [(pattern, code) for pattern in patterns]
    # The first alternative that fits wins, so the longest patterns stand first; a multiple of a
    # limit stands before all, as its words begin like those of other units.
    ratio = [p for p in pairs if p[1] in RATIOS]
    rest = sorted((p for p in pairs if p[1] not in RATIOS), key=lambda p: -len(p[0]))
    return tuple(
        _Way(source := _spaced(pattern), code, beginnings(source))
        for pattern, code in (*ratio, *rest)
    )


def _spaced(pattern: str) -> str:
    return pattern.replace(" ?", " ").replace(" ", " ?")


_OPTIONAL = ("?", "*", "{")
# What fits one character: itself, a sign behind a backslash, a list of characters.
_ONE = re.compile(r"(?P<plain>[\w /%°×])|\\(?P<escaped>[^\w])|\[(?P<listed>[\w×*]+)\]")


def beginnings(pattern: str) -> frozenset[str] | None:
    """Give the characters that what a pattern fits may begin with, in small letters.

    Only plain characters, groups of alternatives and optional parts are understood; None stands
    for any character, also where the pattern may fit nothing at all.
    """
    if not pattern or _parts(pattern)[1:]:
        return _any_of(_parts(pattern)) if pattern else None
    if pattern.startswith("(?:"):
        close = _closing(pattern)
        inner = _any_of(_parts(pattern[3:close]))
        rest = pattern[close + 1 :]
    elif (one := _ONE.match(pattern)) is not None:
        inner = frozenset((one["plain"] or one["escaped"] or one["listed"]).lower())
        rest = pattern[one.end() :]
    else:
        return None
    if inner is None:
        return None
    if rest.startswith(_OPTIONAL):
        following = beginnings(rest[1:]) if rest[0] != "{" else None
        return None if following is None else inner | following
    return inner


def _any_of(patterns: Sequence[str]) -> frozenset[str] | None:
    found = [beginnings(one) for one in patterns]
    return None if None in found else frozenset().union(*(one for one in found if one is not None))


def _parts(pattern: str) -> list[str]:
    """The alternatives of a pattern, outside brackets."""
    depth, begin, parts = 0, 0, []
    for at, character in enumerate(pattern):
        if at and pattern[at - 1] == "\\":
            continue
        depth += (character in "([") - (character in ")]")
        if character == "|" and depth == 0:
            parts.append(pattern[begin:at])
            begin = at + 1
    return [*parts, pattern[begin:]]


def _closing(pattern: str) -> int:
    """Where the bracket that opens a pattern closes."""
    depth = 0
    for at, character in enumerate(pattern):
        if at and pattern[at - 1] == "\\":
            continue
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return at
    return len(pattern)


class _Together(NamedTuple):
    """Several ways of writing units as one pattern, the code of each by its group."""

    pattern: re.Pattern[str]
    codes: tuple[str, ...]


def _together(ways: Sequence[_Way]) -> _Together:
    source = "|".join(f"({one.source})" for one in ways)
    return _Together(re.compile(source, re.IGNORECASE), tuple(one.code for one in ways))


@lru_cache(maxsize=1)
def _ratios() -> _Together:
    return _together([one for one in _ways() if one.code in RATIOS])


@lru_cache(maxsize=4096)
def _beginning_with(character: str) -> tuple[_Together, ...]:
    """The ways of writing a unit that may begin with a character: those of multiples first."""
    small = character.lower()
    fitting = [one for one in _ways() if one.begins is None or small in one.begins]
    rest = [one for one in fitting if one.code not in RATIOS]
    ratios = (_ratios(),) if len(rest) < len(fitting) else ()
    return (*ratios, _together(rest)) if rest else ratios


def unit_at(text: str, position: int) -> UnitFound | None:
    """Give the unit that begins at a place, spaces and a hyphen before it passed over."""
    limit = min(position + 2, len(text))
    while position < limit and text[position] in " -":
        position += 1
    for pattern, codes in _beginning_with(text[position : position + 1]):
        match = pattern.match(text, position)
        if match is not None and match.end() > position and match.lastindex is not None:
            return UnitFound(codes[match.lastindex - 1], match.end())
    return None
