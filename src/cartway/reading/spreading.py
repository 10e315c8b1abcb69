"""Words that share a noun which stands once, each given the noun: "cardiac, pulmonary or hepatic disease"."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from cartway.reading.data import reading_data
from cartway.reading.lexicon import Sought

Spread = tuple[tuple[str, ...], Sought, Callable[[re.Match[str]], str]]


def spreads() -> list[Spread]:
    """The kinds of such lists: words of which one stands there, the list, and what it becomes."""
    found: list[Spread] = []
    entries: Any = reading_data("shared_nouns")["shared_nouns"]
    for entry in entries:
        each = {word.lower(): name for word, name in _each_of(entry, entries).items()}
        one = "|".join(re.escape(word) for word in sorted(each, key=len, reverse=True))
        # A word of letters ends where letters end; a Chinese one may stand inside others.
        edged = rf"(?<![A-Za-z-])(?:{one})(?![A-Za-z])"
        said = rf"(?P<said>(?:{entry['said']}){{1,4}})?" if "said" in entry else "(?P<said>)"
        source = (
            f"{said}{entry.get('before', '')}(?P<list>{edged}"
            f"(?:{entry['between']}{edged})+){entry['after']}"
        )
        found.append((tuple(entry["words"]), Sought((source,)), _named(each, entry["between"])))
    return found


def _each_of(entry: Any, entries: Any) -> dict[str, str]:
    if "each" not in entry:
        entry = next(one for one in entries if one["name"] == entry["each_of"])
    each: dict[str, str] = entry["each"]
    return each


def _named(each: dict[str, str], between: str) -> Callable[[re.Match[str]], str]:
    parts = re.compile(f"({between})", re.IGNORECASE)

    def write(match: re.Match[str]) -> str:
        # What is said of them stands once, too: "severe cardiac or hepatic disease".
        said = match.group("said") or ""
        written = []
        for index, part in enumerate(parts.split(match.group("list"))):
            name = each.get(part.strip().lower(), part)
            written.append(part if index % 2 else said + name)
        return "".join(written)

    return write
