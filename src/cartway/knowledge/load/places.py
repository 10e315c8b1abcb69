"""Where the knowledge files lie, and the date of their release."""

import os
from functools import lru_cache
from pathlib import Path

import cartway_knowledge
from cartway.errors import InputError


def knowledge_root() -> Path:
    """The folder of the knowledge files that came with this installation."""
    return Path(next(iter(cartway_knowledge.__path__)))


def files_of(folder: str, suffix: str = ".yaml") -> list[Path]:
    """Every file of one folder of the knowledge, at any depth, in a fixed order."""
    found: list[Path] = []
    for here, folders, names in os.walk(knowledge_root() / folder):
        folders.sort()
        found += [Path(here, name) for name in names if name.endswith(suffix)]
    return sorted(found)


def shown_path(path: Path) -> str:
    """A path as messages and records name it: from the knowledge folder down."""
    root = knowledge_root()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


@lru_cache(maxsize=1)
def knowledge_release() -> str:
    """The date of the release of the knowledge, as `2026.11.22`."""
    try:
        text = (knowledge_root() / "RELEASE").read_text(encoding="utf-8")
    except OSError:
        raise InputError(
            "The knowledge folder has no RELEASE file; install cartway anew.", code="K042"
        ) from None
    return text.split()[0]
