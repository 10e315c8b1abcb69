"""Patterns over lower-case text that are tried only where one of their words stands.

Thousands of registry entries are asked hundreds of patterns each; nearly all of them fail, and a
look for a few letters says so many times faster than the pattern itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_SHORTEST_KEY = 2


class WordPattern:
    """A pattern for lower-case text; each of its outermost alternatives is tried by itself.

    Args:
        text: a regular expression without capital letters in what it matches.
    """

    __slots__ = ("_keys", "_parts")

    def __init__(self, text: str) -> None:
        self._parts = [(_key(one), re.compile(one)) for one in _alternatives(text)]
        keys = tuple(dict.fromkeys(key for key, _ in self._parts))
        # An alternative without a sure word could match anywhere: the pattern is always tried.
        self._keys = keys if all(keys) else None

    def search(self, lowered: str) -> re.Match[str] | None:
        """A place where the pattern stands."""
        return next(self.finditer(lowered), None)

    def finditer(self, lowered: str) -> Iterator[re.Match[str]]:
        """Every place where one of the alternatives stands."""
        if self._keys is not None and not any(map(lowered.__contains__, self._keys)):
            return iter(())
        return self._each(lowered)

    def _each(self, lowered: str) -> Iterator[re.Match[str]]:
        for key, pattern in self._parts:
            if key in lowered:
                yield from pattern.finditer(lowered)


def _alternatives(text: str) -> Iterator[str]:
    """The parts between the outermost bars."""
    depth, start, at = 0, 0, 0
    while at < len(text):
        sign = text[at]
        if sign == "\\":
            at += 1
        elif sign == "[":
            at = text.index("]", at + 2)
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
        elif sign == "|" and depth == 0:
            yield text[start:at]
            start = at + 1
        at += 1
    yield text[start:]


def _key(alternative: str) -> str:
    """The longest run of letters and digits that any match must hold; empty if there is none."""
    best, run, at = "", "", 0
    depth = 0
    while at < len(alternative):
        sign = alternative[at]
        if sign == "\\":
            at += 1
            best, run = max(best, run, key=len), ""
        elif sign == "[":
            at = alternative.index("]", at + 2)
            best, run = max(best, run, key=len), ""
        elif sign in "()":
            depth += 1 if sign == "(" else -1
            best, run = max(best, run, key=len), ""
        elif sign in "?*{":
            best, run = max(best, run[:-1], key=len), ""
            if sign == "{":
                at = alternative.index("}", at)
        elif depth == 0 and sign.isalnum():
            run += sign
        else:
            best, run = max(best, run, key=len), ""
        at += 1
    best = max(best, run, key=len)
    return best if len(best) >= _SHORTEST_KEY else ""
