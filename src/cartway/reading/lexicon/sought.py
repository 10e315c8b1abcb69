"""Patterns that are tried only where the words stand without which they cannot fit.

To look for a few words in a text takes a small part of the time that a pattern takes that fits
nowhere. The words are taken from the pattern itself, when it is first asked about, and it is
compiled only when a text holds them. Then it is tried in small letters first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from cartway.reading.lexicon.small_letters import has_odd, in_small_letters, parts_of

# One word of each group stands in every text that a pattern fits, in small letters.
Needs = tuple[tuple[str, ...], ...]
LookedInto = tuple[Needs, str | None]
_SHORTEST = 3
# As one of several, a shorter word still tells something: "GI" among the names of organs.
_SHORTEST_OF_SEVERAL = 2
_MOST_WORDS = 100
# Only a pattern that is tried so often is worth being compiled a second time, in small letters.
_OFTEN = 6
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")


class Sought:
    """Alternatives that are looked for in texts, without regard to case.

    Args:
        sources: the patterns.
    """

    __slots__ = ("_alternatives", "sources")

    def __init__(self, sources: tuple[str, ...]) -> None:
        self.sources = sources
        self._alternatives: list[_Alternative] | None = None

    def fitting(self, small: str) -> re.Pattern[str] | None:
        """Those that may fit in a text, given in small letters, as one pattern; None for none."""
        fitting = [one for one in self._with_words(small) if one.may_fit(small)]
        if not fitting:
            return None
        return fitting[0].pattern() if len(fitting) == 1 else _joined(fitting)

    def fits(self, text: str, small: str) -> bool:
        """Whether one of them fits in a text, also given in small letters."""
        for one in self._with_words(small):
            pattern = one.in_small(small)
            if pattern is not None:
                if pattern.search(small) is not None:
                    return True
            elif one.pattern().search(text) is not None:
                return True
        return False

    def found(self, text: str, start: int, end: int, small: str) -> Iterable[re.Match[str]]:
        """Where they fit in `text[start:end]`, also given in small letters: places in the text.

        The words of a match may be in small letters.
        """
        held = self._with_words(small)
        if not held:
            return ()
        if start or len(small) != end:
            # What stands before a stretch counts, and only the text shows it.
            pattern = held[0].pattern() if len(held) == 1 else _joined(held)
            return pattern.finditer(text, start, end)
        fitting = []
        as_written = False
        for one in held:
            known = one.in_small(small)
            as_written = as_written or known is None
            if known is None or known.search(small) is not None:
                fitting.append(one)
        if not fitting:
            return ()
        if as_written:
            return _joined(fitting).finditer(text, start, end)
        if len(fitting) > 1:
            return _joined_in_small(fitting).finditer(small)
        alone = fitting[0].in_small(small)
        return () if alone is None else alone.finditer(small)

    def _with_words(self, small: str) -> list[_Alternative]:
        """Those whose words stand in a text."""
        known = self._alternatives
        if known is None:
            known = self._alternatives = list(map(_Alternative, self.sources))
        held: list[_Alternative] = []
        for one in known:
            for words in one.needs:
                for word in words:
                    if word in small:
                        break
                else:
                    break
            else:
                held.append(one)
        return held


class _Alternative:
    """One pattern: the words it needs, and itself in small letters, where that says the same."""

    __slots__ = ("_pattern", "_small", "_tried", "needs", "small_source", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self.needs, self.small_source = _filed.get(source) or looked_into(source)
        self._pattern: re.Pattern[str] | None = None
        self._small: re.Pattern[str] | None = None
        self._tried = 0

    def pattern(self) -> re.Pattern[str]:
        """It alone, as it is written: it may begin with flags of its own."""
        if self._pattern is None:
            self._pattern = re.compile(self.source, re.IGNORECASE)
        return self._pattern

    def in_small(self, small: str) -> re.Pattern[str] | None:
        """The pattern for a text in small letters; None where only the text itself can tell."""
        if self.small_source is None or (not small.isascii() and has_odd(small)):
            return None
        if self._small is None:
            self._small = re.compile(self.small_source)
        return self._small

    def may_fit(self, small: str) -> bool:
        """Whether it fits a text in small letters, as far as that tells."""
        self._tried += 1
        known = self.in_small(small) if self._tried >= _OFTEN else None
        return known is None or known.search(small) is not None


def _joined(alternatives: list[_Alternative]) -> re.Pattern[str]:
    return _compiled(tuple([one.source for one in alternatives]), re.IGNORECASE)


def _joined_in_small(alternatives: list[_Alternative]) -> re.Pattern[str]:
    return _compiled(tuple([one.small_source or "" for one in alternatives]), re.NOFLAG)


@lru_cache(maxsize=8_192)
def _compiled(sources: tuple[str, ...], flags: re.RegexFlag) -> re.Pattern[str]:
    # One alone stands as it is written: it may begin with flags of its own.
    source = sources[0] if len(sources) == 1 else "|".join(f"(?:{one})" for one in sources)
    return re.compile(source, flags)


def looked_into(source: str) -> LookedInto:
    """Give the words that a pattern needs, and the pattern in small letters if it is the same."""
    parts = parts_of(source)
    return _needs(parts), in_small_letters(source, parts)


def file_patterns(known: Mapping[str, LookedInto]) -> None:
    """File what `looked_into` gave of patterns at another time: to look into them takes long."""
    _filed.update(known)


_filed: dict[str, LookedInto] = {}


def needs_of(source: str) -> Needs:
    """Give the words that a pattern needs; none where the interpreter does not show its parts."""
    return _needs(parts_of(source))


def _needs(parts: Iterable[tuple[Any, Any]]) -> Needs:
    groups = _groups(parts)
    return tuple(sorted({tuple(sorted(group)) for group in groups}, key=len))


def _groups(parts: Iterable[tuple[Any, Any]], shortest: int = _SHORTEST) -> list[frozenset[str]]:
    """The groups of a sequence: its own runs of letters, and what its parts need."""
    groups: list[frozenset[str]] = []
    run = ""
    for operation, value in parts:
        name = str(operation)
        if name == "LITERAL":
            run += chr(value).lower()
            continue
        if _telling(run, shortest):
            groups.append(frozenset({run}))
        run = ""
        if name == "SUBPATTERN":
            groups += _groups(value[-1], shortest)
        elif name == "ATOMIC_GROUP":
            groups += _groups(value, shortest)
        elif name in _REPEATS and value[0] >= 1:
            groups += _groups(value[2], shortest)
        elif name == "BRANCH":
            group = _either(value[1])
            if group:
                groups.append(group)
    if _telling(run, shortest):
        groups.append(frozenset({run}))
    return groups


def _either(alternatives: Sequence[Iterable[tuple[Any, Any]]]) -> frozenset[str]:
    """One group of all alternatives: the most telling of each; empty where one needs nothing."""
    found: set[str] = set()
    for alternative in alternatives:
        groups = _groups(alternative, _SHORTEST_OF_SEVERAL)
        if not groups:
            return frozenset()
        found |= max(groups, key=lambda group: (min(map(_weight, group)), -len(group)))
    return frozenset(found) if len(found) <= _MOST_WORDS else frozenset()


def _weight(word: str) -> int:
    return sum(1 if character.isascii() else 3 for character in word)


def _telling(run: str, shortest: int) -> bool:
    """Whether a run of letters is long enough, and has one form in small letters."""
    return _weight(run) >= shortest and all(
        character.isascii() or not character.isalpha() or "\u2e80" <= character <= "\u9fff"
        for character in run
    )
