"""The cue words of each language, read from data and compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cartway.knowledge.load import Record, read_folder


class CueFile(Record):
    """The form of a file of ``cartway_knowledge/reading_notes``."""

    id: str
    headings: dict[str, tuple[str, ...]]
    negation: tuple[str, ...]
    negation_after: tuple[str, ...]
    not_negation: tuple[str, ...]
    not_done: tuple[str, ...]
    pending: tuple[str, ...]
    family: tuple[str, ...]
    planned: tuple[str, ...]
    uncertain: tuple[str, ...]
    resolved: tuple[str, ...]
    ongoing: tuple[str, ...]
    controlled: tuple[str, ...]
    stopped: tuple[str, ...]
    started: tuple[str, ...]
    complete_treatment: tuple[str, ...]
    complete_condition: tuple[str, ...]
    complete_allergy: tuple[str, ...]
    complete_medication: tuple[str, ...]


GROUPS = tuple(name for name in CueFile.model_fields if name not in ("id", "headings"))


def phrase_pattern(phrases: Iterable[str]) -> str:
    """An alternation, longest first, with word borders where a phrase begins or ends in a letter.

    Phrases share their beginnings, so that a text is looked at once and not once for each phrase.
    """
    groups: dict[tuple[bool, bool], set[str]] = {}
    for phrase in {p.lower() for p in phrases}:
        key = (_is_letter(phrase[0]), _is_letter(phrase[-1]))
        groups.setdefault(key, set()).add(phrase)
    parts = []
    for (before, after), group in sorted(groups.items()):
        left = r"(?<![a-z0-9])" if before else ""
        right = r"(?![a-z0-9])" if after else ""
        parts.append(f"{left}{shared_beginnings(group)}{right}")
    return "(?:" + "|".join(parts) + ")"


def _is_letter(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


def shared_beginnings(phrases: Iterable[str]) -> str:
    """A pattern that matches the longest of the phrases, a blank in one standing for any space."""
    tree: dict[str, Any] = {}
    for phrase in phrases:
        node = tree
        for sign in re.sub(r"\s+", " ", phrase):
            node = node.setdefault(sign, {})
        node[""] = {}
    return _branches(tree)


def _branches(node: dict[str, Any]) -> str:
    single: list[str] = []
    longer: list[str] = []
    for sign, below in sorted(node.items()):
        if sign == "":
            continue
        start = r"\s+" if sign == " " else re.escape(sign)
        if set(below) == {""} and sign != " ":
            single.append(start)
        else:
            longer.append(start + _branches(below))
    if single:
        longer.append(single[0] if len(single) == 1 else "[" + "".join(single) + "]")
    pattern = longer[0] if len(longer) == 1 else "(?:" + "|".join(longer) + ")"
    if "" in node:
        return f"(?:{pattern})?" if longer else ""
    return pattern


@dataclass(frozen=True)
class Cues:
    """All cue words, both languages together: a Chinese letter may hold English statements."""

    patterns: dict[str, re.Pattern[str]]
    heading: re.Pattern[str]
    heading_kinds: dict[str, str]

    def heading_at(self, lower: str, start: int, end: int) -> tuple[str, int] | None:
        """The kind of section that a sentence opens, and where its heading ends."""
        match = self.heading.match(lower, start, end)
        if match is None:
            return None
        name = re.sub(r"\s+", " ", match.group("name"))
        if name == "all" and not _REACTS.match(lower, match.end(), end):
            return None  # the leukaemia
        bracketed = match.group("open") is not None
        rest = match.group("rest") or ""
        at_line_end = match.end() >= end or lower[match.end() : end].strip() == ""
        dated = _ONLY_DATE.fullmatch(lower, match.end(), end)
        if not bracketed and not rest.strip().endswith(":") and not at_line_end and not dated:
            return None
        return self.heading_kinds[name], match.end()


_REACTS = re.compile(
    r"(?a)[^.\n]{0,60}?(?:nkda|nka\b|none|no known|sulfa|sulfon|penicillin|hives|rash|latex|codeine|contrast|anaphyla|allerg|\bnil\b)"
)
_ONLY_DATE = re.compile(
    r"(?a)[\s,()]*(?:[\d./-]{4,10}|\d{1,2}\.?\s[a-z]{3,9}\.?(?:\s\d{4})?)[\s):,]*"
)


def _compile(files: Iterable[CueFile]) -> Cues:
    kinds: dict[str, str] = {}
    groups: dict[str, list[str]] = {name: [] for name in GROUPS}
    for one in files:
        for kind, names in one.headings.items():
            kinds.update({name.lower(): kind for name in names})
        for group in GROUPS:
            groups[group].extend(getattr(one, group))
    alternatives = "|".join(
        re.escape(name).replace(r"\ ", r"\s+") for name in sorted(kinds, key=len, reverse=True)
    )
    heading = re.compile(
        r"(?a)[\s#*•=]{0,6}(?:[-(\d.)]{1,4}\s|(?:[一二三四五六七八九十]{1,2}|\d{1,2})[、.]\s?|\([一二三四五六七八九十\d]{1,2}\)\s?)?(?P<open>\[)?\s?(?P<name>"
        + alternatives
        + r")(?![a-z])"
        r"(?P<rest>(?(open)\s?\]|)\s?(?:\([^()\n]{0,60}\)\s?)?"
        r"(?:[\d\sa-z/.-]{0,30}(?=:))?\s?:{0,1})"
    )
    patterns = {name: re.compile(phrase_pattern(words)) for name, words in groups.items()}
    return Cues(patterns, heading, kinds)


@lru_cache(maxsize=1)
def load_cues() -> Cues:
    """The cues as the knowledge folder gives them."""
    return _compile(read_folder("reading_notes", CueFile).values())
