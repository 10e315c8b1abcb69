"""Stretches of a line known as one thing, with the numbers that stand in them, kept as data.

A stretch is a pattern whose named groups fill the notation of what it asks: ``n`` a number in
figures or words, ``unit`` a length of time, ``op`` a comparison (at least, where none is written),
``gene`` a symbol, of a gene or an immunoglobulin.
"""

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
from cartway.reading.lexicon import Sought, bits_of

# The files that hold stretches, the particular before the general.
FILES = ("scores_of_disease", "course_of_disease", "earlier_treatment", "extent_of_disease")
_FRAGMENT = re.compile(r"<<(\w+)>>")
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "single": 1, "first": 1, "1st": 1, "second": 2, "2nd": 2, "two": 2,
    "double": 2, "twice": 2, "third": 3, "3rd": 3, "three": 3, "fourth": 4, "four": 4, "five": 5,
    "six": 6, "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "eighteen": 18, "twenty-four": 24,
    "一": 1, "首": 1, "两": 2, "二": 2, "双": 2, "三": 3, "四": 4, "五": 5, "六": 6, "八": 8, "九": 9,
    "十": 10, "十二": 12, "十八": 18, "半": 0.5,
}  # fmt: skip
# Older names of genes.
_SYMBOLS = {
    "p53": "tp53",
    "mll": "kmt2a",
    "mll1": "kmt2a",
    "c_myc": "myc",
    "bcl_2": "bcl2",
    "bcl_6": "bcl6",
}
_UNITS = (
    (re.compile(r"(?:个)?月|months?|mos?\b", re.IGNORECASE), "mo"),
    (re.compile(r"周|星期|weeks?|wks?", re.IGNORECASE), "wk"),
    (re.compile(r"天|日|days?", re.IGNORECASE), "d"),
    (re.compile(r"年|years?|yrs?", re.IGNORECASE), "a"),
)
_OPERATORS = (
    (re.compile(r"≤|<=|=<|at most|no more than|not (?:more|greater) than|less than or equal|up to|within|不超过|不大于|小于等于|内"), "<="),
    (re.compile(r"≥|>=|=>|at least|minimum|no(?:t)? less than|not fewer than|greater than or equal|more than or equal"
                r"|or (?:more|greater|larger|longer|later|above|higher)|不少于|不低于|不小于|至少|大于等于|及以上|或以上|以上"), ">="),
    (re.compile(r"<|less|under|below|short|fewer|不足|小于|少于|短于|低于"), "<"),
    (re.compile(r">|more|greater|over|exceed|longer|beyond|larger|above|later|after|超过|大于|多于|后"), ">"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stretch:
    """One kind of stretch.

    Attributes:
        name: for people.
        words: one of them stands in the text, in small letters.
        sought: its patterns.
        node: the notation it gives, with places for the groups of its pattern.
    """

    name: str
    words: tuple[str, ...]
    sought: Sought
    node: str


def _numbered(sources: list[str]) -> tuple[str, ...]:
    # Groups of one name may stand in several alternatives: each pattern is its own alternative,
    # its groups numbered apart.
    return tuple(
        re.sub(r"\(\?P<(n|unit|op|gene)>", rf"(?P<\g<1>_{number}>", source)
        for number, source in enumerate(sources)
    )


@lru_cache(maxsize=1)
def stretches() -> tuple[Stretch, ...]:
    """All kinds of stretch, in order."""
    found: list[Stretch] = []
    for file in FILES:
        data: Any = reading_data(file)
        fragments: dict[str, str] = data.get("fragments", {})
        for entry in data["stretches"]:
            sources = _numbered([_expanded(source, fragments) for source in entry["match"]])
            words = tuple(entry["words"])
            found.append(Stretch(entry["name"], words, Sought(sources), entry["node"]))
    return tuple(found)


def stretch_words() -> list[tuple[str, ...]]:
    """For each kind of stretch, the words of which one stands in it."""
    return [one.words for one in stretches()]


def stretch_sources() -> list[str]:
    """The patterns of all kinds of stretch."""
    return [source for one in stretches() for source in one.sought.sources]


def _expanded(source: str, fragments: dict[str, str]) -> str:
    while "<<" in source:
        source = _FRAGMENT.sub(lambda held: fragments[held.group(1)], source)
    return source


def stretch_nodes(
    text: str, start: int, end: int, vocabulary: Vocabulary, small: str, seen: int
) -> list[tuple[int, int, Node]]:
    """Give the stretches known as one thing, none overlapping: place, end and what each asks.

    Args:
        small: the text in small letters.
        seen: the kinds of which the text holds a word, as bits.
    """
    found: list[tuple[int, int, Node]] = []
    for number in bits_of(seen):
        stretch = stretches()[number]
        for match in stretch.sought.found(text, start, end, small):
            first = match.start() + len(match.group()) - len(match.group().lstrip())
            if any(first < after and begin < match.end() for begin, after, _ in found):
                continue
            node = _node(_filled(stretch.node, match), vocabulary)
            if node is not None:
                found.append((first, match.end(), node))
    return found


@lru_cache(maxsize=1024)
def _node(notation: str | None, vocabulary: Vocabulary) -> Node | None:
    if notation is None:
        return None
    try:
        return parse(notation, vocabulary)
    except CartwayError:
        # A vocabulary of the user's own may lack a name: the words are read otherwise.
        return None


def _filled(notation: str, match: re.Match[str]) -> str | None:
    """The notation with the numbers of the text in place; None where one is not known."""
    given = {name.rsplit("_", 1)[0]: value for name, value in match.groupdict().items() if value}
    filled = notation
    if "{n}" in notation:
        number = _number(given.get("n", ""))
        if number is None:
            return None
        filled = filled.replace("{n}", f"{number:g}")
    if "{gene}" in notation:
        symbol = re.sub(r"[^a-z0-9]+", "_", given.get("gene", "").lower())
        filled = filled.replace("{gene}", _SYMBOLS.get(symbol, symbol))
    if "{unit}" in notation:
        unit = next((u for p, u in _UNITS if p.fullmatch(given.get("unit", "").strip())), None)
        if unit is None:
            return None
        filled = filled.replace("{unit}", unit)
    if "{op}" in notation:
        written = given.get("op", "").lower()
        operator = next((sign for p, sign in _OPERATORS if p.search(written)), None)
        if operator is None and written:
            return None
        operator = operator or ">="
        filled = filled.replace("{op}", operator)
    return filled


def _number(written: str) -> float | None:
    text = written.strip().lower()
    if text in _NUMBERS:
        return float(_NUMBERS[text])
    try:
        return float(text)
    except ValueError:
        return None
