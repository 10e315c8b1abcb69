"""Values told side by side: *ALT/AST 31/27 U/L*, *WBC / neut / lymph  3.3 / 2.2 / 0.6*."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from cartway.facts import FactDefinition, Vocabulary
from cartway.reading.notes.cues import shared_beginnings
from cartway.reading.notes.habits import Habits, load_habits
from cartway.reading.notes.note import Note
from cartway.reading.notes.values import Number, number_at
from cartway.reading.units import unit_at

_SLASH = re.compile(r"(?a)\s{0,2}/\s{0,2}")
_BETWEEN = re.compile(
    r"(?a)\s?\(?(?P<low>\d+(?:\.\d+)?)\s?[-~]\s?(?P<high>\d+(?:\.\d+)?)\s?(?=[/)])"
)
_FAR = 64


@dataclass(frozen=True, slots=True)
class Pair:
    """One value of such a row, with the stretch of its name."""

    definition: FactDefinition
    number: Number
    start: int
    end: int


@lru_cache(maxsize=4)
def _names(vocabulary: Vocabulary) -> tuple[re.Pattern[str], dict[str, str]]:
    habits: Habits = load_habits()
    names: dict[str, str] = {}
    for fact in vocabulary.facts.values():
        if fact.kind == "quantity" and fact.argument is None:
            for alias in (*fact.aliases.get("en", ()), *fact.aliases.get("zh", ())):
                if 1 < len(alias) <= 18 and "/" not in alias:
                    names.setdefault(alias.lower(), fact.id)
    for short, named in habits.short_names.items():
        if "/" not in short:
            names[short] = named
    for word, other in (
        ("direct", "direct_bilirubin"),
        ("polys", "absolute_neutrophil_count"),
        ("hct", "haematocrit"),
    ):
        if other in vocabulary.facts:
            names.setdefault(word, other)
    one = shared_beginnings(names)
    pattern = re.compile(
        rf"(?a)(?<![a-z0-9/])(?:{one})(?:\s{{0,2}}/\s{{0,2}}(?:{one})){{1,4}}(?![a-z0-9])",
        re.IGNORECASE,
    )
    return pattern, names


def find_pairs(note: Note) -> list[Pair]:
    """Every value whose name stands in a row of names before a row of as many numbers."""
    pattern, names = _names(note.vocabulary)
    found: list[Pair] = []
    for match in pattern.finditer(note.lower):
        parts = _SLASH.split(match.group())
        position = match.end()
        while (
            note.plain[position : position + 1] in (" ", ":", "=") and position - match.end() < 40
        ):
            position += 1
        numbers = _numbers(note, position, len(parts))
        if len(numbers) != len(parts):
            continue
        start = match.start()
        for part, number in zip(parts, numbers, strict=True):
            definition = note.vocabulary.facts.get(names.get(part.strip().lower(), ""))
            begin = note.lower.find(part, start, match.end())
            if definition is not None and definition.kind == "quantity":
                found.append(Pair(definition, number, begin, begin + len(part)))
            start = begin + len(part)
    return found


def _numbers(note: Note, position: int, count: int) -> list[Number]:
    plain, limit = note.plain, min(len(note.plain), position + _FAR)
    numbers: list[Number] = []
    for _ in range(count):
        number = number_at(plain, position, limit)
        if number is None:
            return []
        numbers.append(number)
        slash = _SLASH.match(plain, number.end)
        if slash is None:
            break
        position = slash.end()
    if len(numbers) != count:
        return []
    last = numbers[-1]
    # A unit behind the last holds for those without one; limits may follow in the same order.
    if last.unit is not None:
        numbers = [one if one.unit is not None else replace(one, unit=last.unit) for one in numbers]
    behind = plain[last.end : last.end + 60]
    limits = _LIMITS.match(behind)
    if limits is not None:
        ranges = _RANGE.findall(limits.group(1))
        if len(ranges) == count:
            numbers = [
                replace(one, lower=float(low) if low else None, upper=float(high))
                for one, (low, high) in zip(numbers, ranges, strict=True)
            ]
        unit = unit_at(plain, last.end + limits.end())
        if unit is not None and all(one.unit is None for one in numbers):
            numbers = [replace(one, unit=unit.code) for one in numbers]
    return numbers


_RANGE = re.compile(r"(?a)(?:(\d+(?:\.\d+)?)\s?[-~]\s?|<=?\s?|≤\s?)(\d+(?:\.\d+)?)")
_LIMITS = re.compile(
    r"(?a)\s{0,8}\(?((?:(?:\d+(?:\.\d+)?\s?[-~]\s?|<=?\s?|≤\s?)\d+(?:\.\d+)?\s?/?\s?){2,5})\)?"
)
