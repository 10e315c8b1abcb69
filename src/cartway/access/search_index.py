"""The search index: every record and trial as words and parts of words in SQLite FTS5.

Two sorts of tokens: words, and parts of words (three letters of Latin text, two signs of Chinese,
which has no word boundaries). Words rank, parts forgive.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from cartway.access.load_trials import load_trials, snapshot_file
from cartway.knowledge.documents import KINDS, Document, documents
from cartway.knowledge.load import files_of, load_vocabulary
from cartway.knowledge.load.cache import kept

_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+(?:[.'’-][a-z0-9]+)*")


def plain_text(text: str) -> str:
    """A text without case and accents, for comparing."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in folded if not unicodedata.combining(sign))


def tokens_of(text: str) -> tuple[set[str], set[str]]:
    """The words of a text, and their parts."""
    words: set[str] = set()
    for run in _RUN.findall(plain_text(text)):
        if run[0] >= "\u3400":
            words.update(_pairs(run))
        else:
            pieces = re.split(r"[.'’-]", run)
            words.update(piece for piece in pieces if piece)
            if len(pieces) > 1:
                words.add("".join(pieces))
    return words, {part for word in words for part in parts_of(word)}


def _pairs(run: str) -> set[str]:
    return {run[at : at + 2] for at in range(len(run) - 1)} or {run}


def parts_of(word: str) -> set[str]:
    """The parts of a word by which near spellings are found."""
    if word[0] >= "\u3400":
        return {word}
    if len(word) < 4:
        return {word}
    return {word[at : at + 3] for at in range(len(word) - 2)}


@lru_cache(maxsize=1)
def search_index() -> sqlite3.Connection:
    """The index over everything known, built once and kept."""
    files = [
        snapshot_file(),
        Path(__file__),
        *(path for kind in (*KINDS, "vocabulary", "codes") for path in files_of(kind)),
    ]
    content = kept("search", files, lambda: _build((*documents(), *_trials())))
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.deserialize(content)
    connection.execute("create virtual table search_terms using fts5vocab(search, row)")
    return connection


def _build(all_documents: Iterable[Document]) -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "create virtual table search using fts5(title, names, body, title_parts, names_parts,"
        " body_parts, record unindexed, kind unindexed, shown unindexed,"
        ' tokenize="unicode61 remove_diacritics 0")'
    )
    connection.executemany(
        "insert into search(title, names, body, title_parts, names_parts, body_parts,"
        " record, kind, shown) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (_row(one) for one in all_documents),
    )
    connection.execute("insert into search(search) values ('optimize')")
    connection.commit()
    return connection.serialize()


def _row(one: Document) -> tuple[str, ...]:
    groups = [tokens_of(text) for text in (" ".join(one.title.values()), one.names, one.body)]
    shown = {
        "title": dict(one.title),
        "says": [dict(text) for text in one.says],
        "checked": None if one.checked is None else one.checked.isoformat(),
        "sources": list(one.sources),
    }
    return (
        *(" ".join(sorted(words)) for words, _ in groups),
        *(" ".join(sorted(parts)) for _, parts in groups),
        one.record,
        one.kind,
        json.dumps(shown, ensure_ascii=False),
    )


def _trials() -> Iterator[Document]:
    trials = load_trials(load_vocabulary())
    for one in trials.options:
        details = one.details
        names = [one.id, str(details.get("sponsor") or "")]
        names += [str(word) for key in ("cities", "targets") for word in _listed(details.get(key))]
        body = [str(word) for key in ("conditions", "sites") for word in _listed(details.get(key))]
        yield Document(
            record=f"trials/{one.id}",
            kind="trials",
            title=dict(one.title),
            names=" ".join(names),
            body=" ".join(body),
            says=(),
            checked=trials.taken_on,
            sources=(trials.snapshot,),
        )


def _listed(held: object) -> list[object]:
    return list(held) if isinstance(held, (list, tuple)) else []


@lru_cache(maxsize=1)
def known_pairs() -> frozenset[str]:
    """The pairs of Chinese characters that the index holds."""
    rows = search_index().execute("select term from search_terms where term >= ?", ("\u3400",))
    return frozenset(row[0] for row in rows)
