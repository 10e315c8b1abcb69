"""Habits of those who write notes: short names of values, units left out, usual detection limits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from cartway.knowledge.load import Record, read_folder


class UnwrittenUnit(Record):
    """A unit that a bare number has when it lies in this range."""

    unit: str
    low: float
    high: float


class HabitFile(Record):
    """The form of a file of ``cartway_knowledge/reading_habits``."""

    id: str
    short_names: dict[str, tuple[str, ...]]
    unwritten_units: dict[str, tuple[UnwrittenUnit, ...]]
    organ_cancers: dict[str, str]
    result_names: dict[str, tuple[str, ...]]
    only_with: dict[str, dict[str, tuple[str, ...]]]
    not_with: dict[str, dict[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Habits:
    """The habits, compiled."""

    short_names: dict[str, str]
    short_pattern: re.Pattern[str]
    unwritten_units: dict[str, tuple[UnwrittenUnit, ...]]
    organ_cancers: dict[str, str]
    result_names: dict[str, str]
    result_pattern: re.Pattern[str]
    only_with: dict[str, dict[str, tuple[str, ...]]]
    not_with: dict[str, dict[str, tuple[str, ...]]]


@lru_cache(maxsize=1)
def load_habits() -> Habits:
    """The habits as the knowledge folder gives them."""
    names: dict[str, str] = {}
    units: dict[str, tuple[UnwrittenUnit, ...]] = {}
    organs: dict[str, str] = {}
    results: dict[str, str] = {}
    only: dict[str, dict[str, tuple[str, ...]]] = {}
    without: dict[str, dict[str, tuple[str, ...]]] = {}
    for one in read_folder("reading_habits", HabitFile).values():
        for fact, shorts in one.short_names.items():
            names.update({re.sub(r"[\s.]+", " ", short.lower()).strip(): fact for short in shorts})
        units.update(one.unwritten_units)
        organs.update(one.organ_cancers)
        for fact, others in one.result_names.items():
            results.update(dict.fromkeys(others, fact))
        only.update(one.only_with)
        without.update(one.not_with)
    ordered = sorted(names, key=len, reverse=True)
    alternatives = "|".join(re.escape(name).replace(r"\ ", r"[\s.]{1,2}") for name in ordered)
    pattern = re.compile(
        rf"(?a)(?<![A-Za-z0-9^*/+-])(?P<name>{alternatives})(?![A-Za-z])"
        r"(?=[\s:=.|]{1,24}(?:[<>≤≥]\s?)?\d|(?:[<>≤≥]\s?)?\d+\.\d|\d+\s?(?:[x×*]\s?10|[a-zμ]{0,2}(?:g|mol)/)"
        r"|(?<=[\u4e00-\u9fff])\s?\d|\s?(?:normal|正常))",
        re.IGNORECASE,
    )
    longest = "|".join(re.escape(name) for name in sorted(results, key=len, reverse=True))
    result_pattern = re.compile(rf"(?a)(?<![a-z0-9-])(?:{longest})(?![a-z0-9])")
    return Habits(names, pattern, units, organs, results, result_pattern, only, without)
