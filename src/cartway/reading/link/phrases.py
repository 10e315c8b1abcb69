"""Kinds of clause that are known as a whole, kept as data: a pattern and what it asks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from cartway.criteria.nodes import Node
from cartway.criteria.notation import parse
from cartway.errors import CartwayError
from cartway.facts.vocabulary import Vocabulary
from cartway.reading.data import reading_data
from cartway.reading.lexicon import Sought, bits_of
from cartway.reading.link.stretches import stretch_nodes


@dataclass(frozen=True, slots=True)
class Phrase:
    """One kind of clause.

    Attributes:
        name: for people.
        match: where it is found.
        unless: what must not stand in the clause as well.
        inclusion, exclusion: what it asks in each kind of line; None where it is left alone.
        words: one of them stands in the clause, in small letters.
        alone: only where the clause names no disease, treatment or antigen.
    """

    name: str
    match: Sought
    unless: Sought | None
    inclusion: str | None
    exclusion: str | None
    alone: bool = False
    words: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def phrases() -> tuple[Phrase, ...]:
    """All kinds of clause, in order."""
    found = []
    for entry in reading_data("phrases")["phrases"]:
        data: dict[str, Any] = entry
        both = data.get("node")
        found.append(
            Phrase(
                data["name"],
                Sought(tuple(data["match"])),
                Sought(tuple(data["unless"])) if data.get("unless") else None,
                data.get("inclusion", both),
                data.get("exclusion", both),
                data.get("alone") == "true",
                tuple(data["words"]),
            )
        )
    return tuple(found)


@lru_cache(maxsize=1024)
def _node(notation: str, vocabulary: Vocabulary) -> Node | None:
    try:
        return parse(notation, vocabulary)
    except CartwayError:
        # A vocabulary of the user's own may lack a name: the clause is read otherwise.
        return None


def phrase_node(
    text: str, *, exclusion: bool, vocabulary: Vocabulary, named: bool = False, seen: int = -1
) -> Node | None:
    """Give what a clause asks if it is of a known kind.

    Args:
        named: whether the clause names a disease, a treatment or an antigen.
        seen: the kinds of which a line with the clause holds a word, as bits; at first all.
    """
    known = phrases()
    small = text.lower()
    for number in bits_of(seen & (1 << len(known)) - 1):
        phrase = known[number]
        notation = phrase.exclusion if exclusion else phrase.inclusion
        if notation is None or (phrase.alone and named):
            continue
        if not any(word in small for word in phrase.words):
            continue
        if not phrase.match.fits(text, small):
            continue
        if phrase.unless is not None and phrase.unless.fits(text, small):
            continue
        node = _node(notation, vocabulary)
        if node is not None:
            return node
    return None


class _Inline(NamedTuple):
    """A stretch that is known as one thing.

    Attributes:
        words: one of them stands in it, in small letters.
    """

    words: tuple[str, ...]
    sought: Sought
    notation: str


@lru_cache(maxsize=1)
def _inline() -> tuple[_Inline, ...]:
    return tuple(
        _Inline(
            tuple(entry["words"]),
            Sought(tuple(entry["match"])),
            entry["node"],
        )
        for entry in reading_data("phrases")["inline"]
    )


def phrase_words() -> list[tuple[str, ...]]:
    """For each kind of clause, the words of which one stands in it."""
    return [one.words for one in phrases()]


def inline_words() -> list[tuple[str, ...]]:
    """For each kind of stretch, the words of which one stands in it."""
    return [one.words for one in _inline()]


def phrase_sources() -> list[str]:
    """The patterns of all kinds of clause, and of the stretches known as one thing."""
    sought = [one.match for one in phrases()] + [one.sought for one in _inline()]
    sought += [one.unless for one in phrases() if one.unless is not None]
    return [source for one in sought for source in one.sources]


def inline_nodes(
    text: str, start: int, end: int, vocabulary: Vocabulary, small: str, seen: int, stretches: int
) -> list[tuple[int, int, Node]]:
    """Give the stretches of a text that are known as one thing, in order, none overlapping.

    Args:
        small: the text in small letters.
        seen: the kinds of which the text holds a word, as bits.
        stretches: the same of those that are filled with numbers.
    """
    found = stretch_nodes(text, start, end, vocabulary, small, stretches)
    for number in bits_of(seen):
        one = _inline()[number]
        for match in one.sought.found(text, start, end, small):
            node = _node(one.notation, vocabulary)
            if node is not None and all(
                match.end() <= begin or match.start() >= after for begin, after, _ in found
            ):
                found.append((match.start(), match.end(), node))
    return sorted(found, key=lambda one: one[0])
