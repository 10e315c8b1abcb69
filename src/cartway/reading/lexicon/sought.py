"""Patterns that are tried only where the words stand without which they cannot fit.

To look for a few words in a text takes a small part of the time that a pattern takes that fits
nowhere. The words are taken from the pattern itself, when it is first asked about, and it is
compiled only when a text holds them.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

# One word of each group stands in every text that a pattern fits, in small letters.
Needs = tuple[tuple[str, ...], ...]
_SHORTEST = 3
_MOST_WORDS = 40
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")


@dataclass(frozen=True, slots=True)
class Sought:
    """Alternatives that are looked for in texts, without regard to case."""

    sources: tuple[str, ...]

    def fitting(self, small: str) -> re.Pattern[str] | None:
        """Those that may fit in a text, given in small letters, as one pattern; None for none."""
        fitting: tuple[str, ...] = ()
        for source, needs in zip(self.sources, _needs_of(self.sources), strict=True):
            for words in needs:
                for word in words:
                    if word in small:
                        break
                else:
                    break
            else:
                fitting = (*fitting, source)
        return _compiled(fitting) if fitting else None


@lru_cache(maxsize=8_192)
def _compiled(sources: tuple[str, ...]) -> re.Pattern[str]:
    # One alone stands as it is written: it may begin with flags of its own.
    alone = len(sources) == 1
    source = sources[0] if alone else "|".join(f"(?:{one})" for one in sources)
    return re.compile(source, re.IGNORECASE)


@lru_cache(maxsize=8_192)
def _needs_of(sources: tuple[str, ...]) -> tuple[Needs, ...]:
    return tuple(map(needs_of, sources))


@lru_cache(maxsize=8_192)
def needs_of(source: str) -> Needs:
    """Give the words that a pattern needs; none where the interpreter does not show its parts."""
    try:
        parse = importlib.import_module("re._parser").parse
    except (ImportError, AttributeError):
        return ()
    groups = _groups(parse(source))
    return tuple(sorted({tuple(sorted(group)) for group in groups}, key=len))


def _groups(parts: Iterable[tuple[Any, Any]]) -> list[frozenset[str]]:
    """The groups of a sequence: its own runs of letters, and what its parts need."""
    groups: list[frozenset[str]] = []
    run = ""
    for operation, value in parts:
        name = str(operation)
        if name == "LITERAL":
            run += chr(value).lower()
            continue
        if _telling(run):
            groups.append(frozenset({run}))
        run = ""
        if name == "SUBPATTERN":
            groups += _groups(value[-1])
        elif name == "ATOMIC_GROUP":
            groups += _groups(value)
        elif name in _REPEATS and value[0] >= 1:
            groups += _groups(value[2])
        elif name == "BRANCH":
            group = _either(value[1])
            if group:
                groups.append(group)
    if _telling(run):
        groups.append(frozenset({run}))
    return groups


def _either(alternatives: Sequence[Iterable[tuple[Any, Any]]]) -> frozenset[str]:
    """One group of all alternatives: the most telling of each; empty where one needs nothing."""
    found: set[str] = set()
    for alternative in alternatives:
        groups = _groups(alternative)
        if not groups:
            return frozenset()
        found |= max(groups, key=lambda group: (min(map(_weight, group)), -len(group)))
    return frozenset(found) if len(found) <= _MOST_WORDS else frozenset()


def _weight(word: str) -> int:
    return sum(1 if character.isascii() else 3 for character in word)


def _telling(run: str) -> bool:
    """Whether a run of letters is long enough, and has one form in small letters."""
    return _weight(run) >= _SHORTEST and all(
        character.isascii() or not character.isalpha() or "\u2e80" <= character <= "\u9fff"
        for character in run
    )
