"""An event that a note tells as the only one: *one seizure in March 2024*."""

from __future__ import annotations

import re

from cartway.reading.lexicon import Match
from cartway.reading.notes.note import Note
from cartway.values import PartialDate

_ONE_BEFORE = re.compile(
    r"(?a)\b(?:one|a single|single|only one|an isolated|isolated|solitary|first and only)\s(?:[\w-]+\s){0,3}$|(?:仅|只|单|曾)?(?:有|发生|出现)?(?:过)?(?:一|1)次(?:性)?\S{0,3}$"
)


def only_once(note: Note, match: Match, concept: str, day: PartialDate | None) -> None:
    """Keep that an event did not come again after the day it is told of."""
    if day is None:
        return
    low = max(note.sentence(match.start).start, match.start - 40)
    if _ONE_BEFORE.search(note.lower, low, match.start):
        note.add_absence("condition", concept, match.start, match.end, since=day)
