"""A pattern that fits few texts, looked for only where one of the words stands that it needs."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

from cartway.reading.lexicon.small_letters import has_odd
from cartway.reading.lexicon.sought import Needs, needs_of


class Seldom:
    """A pattern without regard to case, compiled when a text first holds its words.

    Args:
        source: the pattern.
        words: in small letters, of which one stands in every text that it fits; taken from the
            pattern itself where they are not given.
    """

    __slots__ = ("_needs", "_pattern", "source")

    def __init__(self, source: str, words: Iterable[str] = ()) -> None:
        given = tuple(words)
        self.source = source
        self._needs: Needs | None = (given,) if given else None
        self._pattern: re.Pattern[str] | None = None

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Where it first fits in `text[start:end]`, if it does."""
        stretch = text[start:end] if start or end < len(text) else text
        return self._known().search(text, start, end) if self.may_fit(stretch) else None

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Whether it fits the whole of `text[start:end]`."""
        stretch = text[start:end] if start or end < len(text) else text
        return self._known().fullmatch(text, start, end) if self.may_fit(stretch) else None

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Where it fits at a place; asked only of texts that hold its words (see `may_fit`)."""
        return self._known().match(text, start)

    def may_fit(self, text: str) -> bool:
        """Whether a text holds the words that it needs."""
        needs = self._needs
        if needs is None:
            needs = self._needs = needs_of(self.source)
        small = text.lower()
        for words in needs:
            for word in words:
                if word in small:
                    break
            else:
                return not text.isascii() and has_odd(text)
        return True

    def _known(self) -> re.Pattern[str]:
        pattern = self._pattern
        if pattern is None:
            pattern = self._pattern = re.compile(self.source, re.IGNORECASE)
        return pattern
