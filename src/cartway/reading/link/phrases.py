"""Kinds of clause that are known as a whole, kept as data: a pattern and what it asks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cartway.criteria.nodes import Node
from cartway.criteria.notation import parse
from cartway.errors import CartwayError
from cartway.facts.vocabulary import Vocabulary
from cartway.reading.data import reading_data
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
    match: re.Pattern[str]
    unless: re.Pattern[str] | None
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
                re.compile("|".join(f"(?:{p})" for p in data["match"]), re.IGNORECASE),
                re.compile("|".join(data["unless"]), re.IGNORECASE) if data.get("unless") else None,
                data.get("inclusion", both),
                data.get("exclusion", both),
                data.get("alone") == "true",
                tuple(data["words"]),
            )
        )
    return tuple(found)


@lru_cache(maxsize=8)
def _nodes(vocabulary: Vocabulary) -> dict[str, Node | None]:
    given: dict[str, Node | None] = {}
    for phrase in phrases():
        for notation in (phrase.inclusion, phrase.exclusion):
            if notation is not None and notation not in given:
                try:
                    given[notation] = parse(notation, vocabulary)
                except CartwayError:
                    # A vocabulary of the user's own may lack a name: the clause is read otherwise.
                    given[notation] = None
    return given


def phrase_node(
    text: str, *, exclusion: bool, vocabulary: Vocabulary, named: bool = False
) -> Node | None:
    """Give what a clause asks if it is of a known kind."""
    small = text.lower()
    for phrase in phrases():
        notation = phrase.exclusion if exclusion else phrase.inclusion
        if not any(word in small for word in phrase.words):
            continue
        if phrase.alone and named:
            continue
        if notation is None or phrase.match.search(text) is None:
            continue
        if phrase.unless is not None and phrase.unless.search(text):
            continue
        node = _nodes(vocabulary).get(notation)
        if node is not None:
            return node
    return None


@lru_cache(maxsize=1)
def _inline() -> tuple[tuple[tuple[str, ...], re.Pattern[str], str], ...]:
    return tuple(
        (
            tuple(entry["words"]),
            re.compile("|".join(f"(?:{p})" for p in entry["match"]), re.IGNORECASE),
            entry["node"],
        )
        for entry in reading_data("phrases")["inline"]
    )


@lru_cache(maxsize=8)
def _inline_nodes(
    vocabulary: Vocabulary,
) -> tuple[tuple[tuple[str, ...], re.Pattern[str], Node], ...]:
    given = []
    for words, pattern, notation in _inline():
        try:
            given.append((words, pattern, parse(notation, vocabulary)))
        except CartwayError:
            continue
    return tuple(given)


def inline_nodes(
    text: str, start: int, end: int, vocabulary: Vocabulary
) -> list[tuple[int, int, Node]]:
    """Give the stretches of a text that are known as one thing, in order, none overlapping."""
    found = stretch_nodes(text, start, end, vocabulary)
    small = text[start:end].lower()
    for words, pattern, node in _inline_nodes(vocabulary):
        if not any(word in small for word in words):
            continue
        for match in pattern.finditer(text, start, end):
            if all(match.end() <= begin or match.start() >= after for begin, after, _ in found):
                found.append((match.start(), match.end(), node))
    return sorted(found, key=lambda one: one[0])
