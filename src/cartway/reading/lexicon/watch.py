"""Which of many words a text holds, learned token by token.

A pattern that needs one of some words is worth trying only where one of them stands. A text has few
tokens and the same ones again and again, so each token is asked once, and later looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

from cartway.reading.lexicon.tokens import tokens

_MOST_TOKENS = 65_536
_STEM = 3


class Watch:
    """Groups of words, of which one of each group is looked for in texts.

    Args:
        groups: words in small letters, or parts of words, or several words.
    """

    def __init__(self, groups: Sequence[Iterable[str]]) -> None:
        self._known = _Tokens()
        self._unsure: list[tuple[str, int]] = []
        for number, words in enumerate(groups):
            for word in words:
                pieces = tokens(word).written
                piece = max(pieces, key=len)
                if len(pieces) == 1 and piece == word:
                    self._known.file(piece, 1 << number)
                else:
                    # Of several tokens the longest is watched; the rest is looked up in the text.
                    self._unsure.append((word, 1 << number))
                    self._known.file(piece, 1 << len(groups) + len(self._unsure) - 1)
        self._groups = len(groups)
        self._sure = (1 << self._groups) - 1

    def seen(self, small: str, written: Iterable[str]) -> int:
        """Give the groups of which a word stands in a text, as bits.

        Args:
            small: the text in small letters.
            written: its tokens as they are written.
        """
        bits = reduce(or_, filter(None, map(self._known.__getitem__, written)), 0)
        seen = bits & self._sure
        waiting = bits >> self._groups
        while waiting:
            lowest = waiting & -waiting
            waiting ^= lowest
            word, group = self._unsure[lowest.bit_length() - 1]
            if not seen & group and word in small:
                seen |= group
        return seen


class _Tokens(dict[str, int]):
    """What is known of the tokens met so far."""

    def __init__(self) -> None:
        self._stems: dict[str, list[tuple[str, int]]] = {}

    def file(self, piece: str, bit: int) -> None:
        self._stems.setdefault(piece[:_STEM], []).append((piece, bit))

    def __missing__(self, token: str) -> int:
        small = token.lower()
        bits = 0
        for at in range(len(small)):
            for length in range(1, _STEM + 1):
                for piece, bit in self._stems.get(small[at : at + length], ()):
                    if small.startswith(piece, at):
                        bits |= bit
        if len(self) >= _MOST_TOKENS:
            self.clear()
        self[token] = bits
        return bits


def bits_of(seen: int) -> Iterable[int]:
    """The numbers of the bits that are set, in order."""
    while seen:
        lowest = seen & -seen
        yield lowest.bit_length() - 1
        seen ^= lowest
