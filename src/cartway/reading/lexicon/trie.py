"""Names filed by token, found longest first in one pass.

The pass is linear: at each token the walk goes no deeper than the longest filed name.
"""

from __future__ import annotations

from typing import NamedTuple

from cartway.reading.lexicon.tokens import JOINING, Tokens, name_key


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


class _Branch(dict[str, "_Branch"]):
    """What follows some tokens, and what they name where a name ends with them."""

    __slots__ = ("filed", "in_any_case", "in_capitals")

    def __init__(self) -> None:
        self.filed: list[tuple[Sense, bool]] = []  # with whether it counts only as capitals
        self.in_capitals: tuple[Sense, ...] = ()
        self.in_any_case: tuple[Sense, ...] = ()

    def file(self, sense: Sense, *, strict: bool) -> None:
        """Add what the name stands for; a name found in any case is the wider one of two."""
        if (sense, strict) in self.filed or (strict and (sense, False) in self.filed):
            return
        if not strict and (sense, True) in self.filed:
            self.filed.remove((sense, True))
        self.filed.append((sense, strict))
        self.in_capitals = tuple(one for one, _ in self.filed)
        loose = tuple(one for one, only_capitals in self.filed if not only_capitals)
        self.in_any_case = self.in_capitals if loose == self.in_capitals else loose


_SHORTEST = 2  # a name that takes part of another has at least three characters


class Trie:
    """Names by token."""

    def __init__(self) -> None:
        self._root = _Branch()

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
        branch = self._root
        for part in key:
            following = branch.get(part)
            if following is None:
                following = branch[part] = _Branch()
            branch = following
        branch.file(sense, strict=is_abbreviation(name) and not any_case)

    def alone(self, folded: str) -> tuple[Sense, ...]:
        """What one token stands for by itself."""
        branch = self._root.get(folded)
        return branch.in_any_case if branch is not None else ()

    def find(self, text: str, found: Tokens) -> list[Match]:
        """Give the longest names in a text, from left to right, none overlapping."""
        matches: list[Match] = []
        after = 0
        for index, branch in enumerate(map(self._root.get, found.folded)):
            if branch is not None and index >= after:
                match = _longest(text, found, index, branch)
                if match is not None:
                    if found.kinds[index] == "han" and match.after > index + 1:
                        match = self._shorter(text, found, match, branch) or match
                    matches.append(match)
                    after = match.after
        return matches

    def _shorter(self, text: str, found: Tokens, match: Match, branch: _Branch) -> Match | None:
        """A shorter name, where the longest cuts into a name that goes on behind it.

        "活动性溃疡性结肠炎" is 活动性 + 溃疡性结肠炎, not 活动性溃疡 + 性 + 结肠炎.
        """
        behind = match.after
        if behind >= len(found.kinds) or found.kinds[behind] != "han":
            return None
        following = self.at(text, found, behind)
        if following is not None and following.after > behind + 1:
            return None
        for at in range(match.first + 1, behind):
            other = self.at(text, found, at)
            if other is None or other.after <= behind or other.after - at <= _SHORTEST:
                continue
            if all(sense.kind == "cue" for sense in other.senses):
                continue
            shorter = _longest(text, found, match.first, branch, at)
            if shorter is not None and shorter.after == at:
                return shorter
        return None

    def at(self, text: str, found: Tokens, index: int) -> Match | None:
        """Give the longest name that begins at one token."""
        branch = self._root.get(found.folded[index])
        return None if branch is None else _longest(text, found, index, branch)


def _longest(
    text: str, found: Tokens, index: int, branch: _Branch, stop: int | None = None
) -> Match | None:
    """The longest name that begins with a token, whose branch is given."""
    _, folded, starts, ends, _ = found
    start = starts[index]
    end = ends[index]
    senses = _fitting(text[start:end], branch) if branch.filed else ()
    named, after = end, index + 1
    at = after
    count = len(folded) if stop is None else stop
    while branch and at < count:
        following = branch.get(folded[at])
        if following is None:
            # A joining sign inside a name is passed over, when the name goes on behind it.
            if folded[at] not in JOINING:
                break
            at += 1
            continue
        # A gap of a line end, or of a number glued to a longer number, ends the name.
        if starts[at] - end > 2:
            break
        branch = following
        end = ends[at]
        at += 1
        if branch.filed and (fitting := _fitting(text[start:end], branch)):
            senses, named, after = fitting, end, at
    return Match(start, named, index, after, senses) if senses else None


def _fitting(raw: str, branch: _Branch) -> tuple[Sense, ...]:
    """What a name stands for as it is written: an abbreviation counts only as capitals."""
    if branch.in_any_case is branch.in_capitals:
        return branch.in_capitals
    written = raw[:-1] if len(raw) > 2 and raw[-1] == "s" and raw[-2].isupper() else raw
    capitals = not any(map(str.islower, written)) or any(map(str.isupper, written[1:]))
    return branch.in_capitals if capitals else branch.in_any_case
