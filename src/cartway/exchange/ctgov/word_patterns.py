"""Patterns over lower-case text that are tried only where one of their words stands.

Thousands of registry entries are asked hundreds of patterns each; nearly all of them fail, and a
look for a few letters says so many times faster than the pattern itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_SHORTEST_KEY = 2


class WordPattern:
    """A pattern for lower-case text.

    Args:
        text: a regular expression without capital letters in what it matches.
    """

    __slots__ = ("_keys", "_pattern")

    def __init__(self, text: str) -> None:
        self._pattern = re.compile(text)
        keys = [_key(one) for one in _alternatives(text)]
        # An alternative without a sure word could match anywhere: the pattern is always tried.
        self._keys = tuple(dict.fromkeys(keys)) if all(keys) else None

    def search(self, lowered: str) -> re.Match[str] | None:
        """The first place where the pattern stands."""
        return self._pattern.search(lowered) if self._may_stand(lowered) else None

    def finditer(self, lowered: str) -> Iterator[re.Match[str]]:
        """Every place where the pattern stands."""
        return self._pattern.finditer(lowered) if self._may_stand(lowered) else iter(())

    def _may_stand(self, lowered: str) -> bool:
        return self._keys is None or any(key in lowered for key in self._keys)


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
