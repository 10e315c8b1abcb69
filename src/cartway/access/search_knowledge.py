"""One box over everything the knowledge holds, in both languages, forgiving of typing errors.

The index finds candidates by words and parts of words; what is shown must hold most of what was
asked, a misspelt word by the nearest one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from rapidfuzz import fuzz, process

from cartway.access.search_index import known_pairs, parts_of, plain_text, search_index, tokens_of
from cartway.knowledge.load import knowledge_release
from cartway.knowledge.shelf_lives import shelf_lives

_WEIGHTS = (12.0, 8.0, 2.0, 4.0, 2.0, 0.4)
_LEAST_ALIKE = 0.6
_KIND_WEIGHTS = {
    "answers": 2.0, "products": 3.0, "pathways": 1.5, "regulations": 1.4, "hospitals": 1.3,
    "corrections": 1.2, "warnings": 1.2, "false_claims": 1.1, "trials": 0.7, "sources": 0.4,
}  # fmt: skip
_CANDIDATES = 250
_CALLED_SO = 6.0
_SHORTEST_MISSPELT = 4
_BEGINNING = 0.9
_NEAR = 78.0
_EXCERPT = 220
_LITTLE_WORDS = """
    a an and are at be by can do does for from get how i in is it me my of on or the there to what
    when where which who why will with you your 的 了 吗 呢 怎么 怎样 什么 哪些 如何
"""
_LITTLE = frozenset(_LITTLE_WORDS.split())


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A record that fits a search.

    Attributes:
        record: where it stands, as `products/axi-cel` or `trials/NCT02348216`.
        alike: which part of what was asked it holds, 0 to 1.
        excerpt: what it says about it, by language.
        stale: whether it is past its shelf life on the day asked.
    """

    record: str
    kind: str
    title: dict[str, str]
    excerpt: dict[str, str]
    checked: str | None
    sources: tuple[str, ...]
    alike: float
    stale: bool

    def to_json(self) -> dict[str, Any]:
        """The hit as plain values."""
        return {
            "record": self.record,
            "kind": self.kind,
            "title": self.title,
            "excerpt": self.excerpt,
            "checked": self.checked,
            "sources": list(self.sources),
            "alike": round(self.alike, 3),
            "stale": self.stale,
            "knowledge_release": knowledge_release(),
        }


def search_knowledge(
    text: str, as_of: date, *, kinds: Iterable[str] | None = None, limit: int = 20
) -> tuple[SearchHit, ...]:
    """The records that fit a text best, in either language.

    Args:
        text: what was typed; nothing in it is read as a query language.
        as_of: the day on which staleness is told.
        kinds: only these kinds of record (`products`, `regulations`, … `trials`).
        limit: how many at most.
    """
    words, parts = tokens_of(text)
    wanted = _without_straddling({word for word in words if word not in _LITTLE} or words)
    kept_parts = {part for word in wanted for part in parts_of(word)} or parts
    if not wanted:
        return ()
    query = " OR ".join(
        f"{{{columns}}}: ({' OR '.join(_quoted(one) for one in sorted(tokens))})"
        for columns, tokens in (
            ("title names body", wanted),
            ("title_parts names_parts body_parts", kept_parts),
        )
        if tokens
    )
    allowed = None if kinds is None else set(kinds)
    rows = search_index().execute(
        f"select record, kind, shown, bm25(search, {', '.join(map(str, _WEIGHTS))}) as rank,"  # constants and quoted tokens
        " title, names, body"
        " from search where search match ? order by rank limit ?",
        (query, _CANDIDATES * (1 if allowed is None else 12)),
    )
    found = []
    for record, kind, shown, rank, *columns in rows:
        if allowed is not None and kind not in allowed:
            continue
        alike = _alike(wanted, columns)
        if alike >= _LEAST_ALIKE:
            score = -rank * alike**2 * _KIND_WEIGHTS.get(kind, 1.0)
            if _is_called(record, words):
                score *= _CALLED_SO
            found.append((-score, record, kind, shown, alike))
    return tuple(
        _hit(record, kind, json.loads(shown), alike, wanted, as_of)
        for _, record, kind, shown, alike in sorted(found)[:limit]
    )


def _is_called(record: str, words: set[str]) -> bool:
    """Whether the words asked for are the very id of a record."""
    pieces = re.split(r"[^a-z0-9]+", plain_text(record.split("/", 1)[1]))
    return bool(words) and set(pieces) == {
        word for word in words if word.isdigit() or word in pieces
    }


def _without_straddling(words: set[str]) -> set[str]:
    """The words without pairs of Chinese signs that stand nowhere: they straddle two words."""
    known = {word for word in words if word[0] < "\u3400" or word in known_pairs()}
    return known or words


def _hit(
    record: str, kind: str, shown: dict[str, Any], alike: float, wanted: set[str], as_of: date
) -> SearchHit:
    checked = shown["checked"]
    life = shelf_lives().get(kind)
    stale = bool(checked and life and (as_of - date.fromisoformat(checked)).days > life.days)
    return SearchHit(
        record=record,
        kind=kind,
        title=shown["title"],
        excerpt=_excerpt(shown["says"], wanted) or shown["title"],
        checked=checked,
        sources=tuple(shown["sources"]),
        alike=alike,
        stale=stale,
    )


def _alike(wanted: set[str], columns: list[str]) -> float:
    """Which part of the words asked for a row holds, a misspelt word by the nearest one."""
    held = {token for column in columns[:3] for token in column.split()}
    total = sum(len(word) for word in wanted)
    return sum(len(word) * _nearness(word, held) for word in wanted) / total


def _nearness(word: str, held: set[str]) -> float:
    if word in held:
        return 1.0
    if word[0] >= "\u3400" or len(word) < _SHORTEST_MISSPELT:
        return 0.0
    if any(one.startswith(word) for one in held):
        return _BEGINNING
    near = process.extractOne(word, held, scorer=fuzz.ratio, score_cutoff=_NEAR)
    return 0.0 if near is None else near[1] / 100


def _excerpt(says: list[dict[str, str]], wanted: set[str]) -> dict[str, str]:
    """The sentence that holds most of what was asked, in both languages."""
    parts = {part for word in wanted for part in parts_of(word)} | wanted
    best, most = None, 0
    for one in says:
        tokens = {token for text in one.values() for group in tokens_of(text) for token in group}
        number = len(parts & tokens)
        if number > most:
            best, most = one, number
    if best is None:
        return {}
    return {
        language: text if len(text) <= _EXCERPT else text[: _EXCERPT - 1] + "…"
        for language, text in best.items()
    }


def _quoted(token: str) -> str:
    return '"' + token.replace('"', '""') + '"'
