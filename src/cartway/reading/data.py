"""The reader's own words and patterns, read once from the knowledge folder."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from cartway.knowledge.load import read_marked, shown_path
from cartway.knowledge.load.cache import kept
from cartway.knowledge.load.places import knowledge_root


@lru_cache(maxsize=32)
def reading_data(name: str) -> Any:
    """Give the plain values of one file of `cartway_knowledge/reading`.

    Args:
        name: the file's name without its ending.

    Raises:
        KnowledgeError: the file is missing or malformed.
    """
    path = knowledge_root() / "reading" / f"{name}.yaml"
    return kept(f"reading-{name}", [path], lambda: read_marked(path, shown_path(path)).values)
