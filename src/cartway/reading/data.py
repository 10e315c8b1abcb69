"""The reader's own words and patterns, read once from the knowledge folder."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from cartway.knowledge.load import read_marked, shown_path
from cartway.knowledge.load.cache import kept
from cartway.knowledge.load.places import knowledge_root


def reading_file(name: str) -> Path:
    """Where a file of `cartway_knowledge/reading` is, named without its ending."""
    return knowledge_root() / "reading" / f"{name}.yaml"


@lru_cache(maxsize=32)
def reading_data(name: str) -> Any:
    """Give the plain values of one file of `cartway_knowledge/reading`.

    Args:
        name: the file's name without its ending.

    Raises:
        KnowledgeError: the file is missing or malformed.
    """
    path = reading_file(name)
    return kept(f"reading-{name}", [path], lambda: read_marked(path, shown_path(path)).values)
