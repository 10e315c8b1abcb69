"""Names filed by token, found longest first in one pass.

The pass is linear: at each token the walk goes no deeper than the longest filed name.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cartway.reading.lexicon.tokens import JOINING, Token, name_key

_END = "\0"  # no token folds to this, so a node's senses can stand beside its children


class Sense(NamedTuple):
    """One thing that a name may stand for."""

    kind: str  # concept | fact | event | cue
    id: str
    system: str = ""


class Match(NamedTuple):
    """A name found in a text."""

    start: int
    end: int
    first: int  # index of its first token
    after: int  # index of the token after it
    senses: tuple[Sense, ...]

    def sense(self, kind: str) -> Sense | None:
        """The first sense of a kind, if any."""
        for sense in self.senses:
            if sense.kind == kind:
                return sense
        return None

    def ids(self, kind: str) -> tuple[str, ...]:
        """The ids of all senses of a kind."""
        return tuple(s.id for s in self.senses if s.kind == kind)


def is_abbreviation(name: str) -> bool:
    """Say whether a name counts only as capitals: short, letters alone, a capital inside."""
    letters = name.replace("-", "").replace("/", "").replace(" ", "")
    return (
        len(letters) <= 5
        and letters.isascii()
        and letters.isalpha()
        and (letters.isupper() or any(c.isupper() for c in letters[1:]))
        and " " not in name
    )


class Trie:
    """Names by token."""

    def __init__(self) -> None:
        self._root: dict[str, object] = {}
        self.longest = 0

    def add(self, name: str, sense: Sense, *, any_case: bool = False) -> None:
        """File a name.

        Args:
            name: as written; an abbreviation is found only in capitals.
            sense: what it stands for.
            any_case: find an abbreviation in small letters too.
        """
        key = name_key(name)
        if not key:
            return
        node = self._root
        for part in key:
            node = node.setdefault(part, {})  # type: ignore[assignment]  # a nested dict by design
        ends: list[tuple[Sense, bool]] = node.setdefault(_END, [])  # type: ignore[assignment]  # same
        entry = (sense, is_abbreviation(name) and not any_case)
        opposite = (sense, not entry[1])
        if entry in ends or (opposite in ends and entry[1]):
            return
        if opposite in ends:
            ends.remove(opposite)
        ends.append(entry)
        self.longest = max(self.longest, len(key))

    def find(self, text: str, found: list[Token]) -> list[Match]:
        """Give the longest names in a text, from left to right, none overlapping."""
        matches: list[Match] = []
        index = 0
        count = len(found)
        root = self._root
        while index < count:
            token = found[index]
            if token.folded in root and token.folded not in JOINING:
                match = self._longest_at(text, found, index, count)
                if match is not None:
                    matches.append(match)
                    index = match.after
                    continue
            index += 1
        return matches

    def _longest_at(self, text: str, found: list[Token], index: int, count: int) -> Match | None:
        node: object = self._root
        best: Match | None = None
        at = index
        first = found[index]
        previous = first
        while at < count:
            token = found[at]
            if not isinstance(node, dict):
                break
            child = node.get(token.folded)
            if child is None:
                # A joining sign inside a name is passed over, when the name goes on behind it.
                if at > index and token.folded in JOINING and at + 1 < count:
                    at += 1
                    continue
                break
            # A gap of a line end, or of a number glued to a longer number, ends the name.
            if at > index and token.start - previous.end > 2:
                break
            node = child
            previous = token
            at += 1
            ends = child.get(_END) if isinstance(child, dict) else None
            if ends:
                senses = _fitting(text[first.start : token.end], ends)
                if senses:
                    best = Match(first.start, token.end, index, at, senses)
        return best


def _fitting(raw: str, ends: Iterable[tuple[Sense, bool]]) -> tuple[Sense, ...]:
    written = raw[:-1] if len(raw) > 2 and raw[-1] == "s" and raw[-2].isupper() else raw
    capitals = not any(c.islower() for c in written) or any(c.isupper() for c in written[1:])
    return tuple(sense for sense, strict in ends if capitals or not strict)
