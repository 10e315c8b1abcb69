"""How old the knowledge is: the release, and the day of the trial snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cartway.access.load_trials import snapshot_file
from cartway.knowledge.load import knowledge_release


@dataclass(frozen=True, slots=True)
class DatesOfKnowledge:
    """Shown on every page.

    Attributes:
        release: date of the knowledge release, as ``2026.11.22``.
        snapshot: id of the trial snapshot.
        snapshot_on: the day the registry stood so.
    """

    release: str
    snapshot: str
    snapshot_on: date


def dates_of_knowledge() -> DatesOfKnowledge:
    """The dates of what this installation knows."""
    snapshot = snapshot_file().name.removesuffix(".jsonl.gz")
    return DatesOfKnowledge(
        knowledge_release(), snapshot, date.fromisoformat(snapshot.split("-", 1)[1])
    )
