"""An event that a note tells as the only one: *one seizure in March 2024*, *stroke 2019, none since*."""

from __future__ import annotations

import re

from cartway.reading.lexicon import Match
from cartway.reading.notes.note import Note
from cartway.values import PartialDate

_ONE_BEFORE = re.compile(
    r"(?a)\b(?:one|a single|single|only one|an isolated|isolated|solitary|first and only)\s(?:[\w-]+\s){0,3}$|(?:仅|只|单|曾)?(?:有|发生|出现)?(?:过)?(?:一|1)次(?:性)?\S{0,3}$"
)
_NONE_SINCE = re.compile(
    r"(?a)[^.;。\n]{0,90}?(?:\bnone since\b|\bnever since\b|\bno (?:further|more|recurrent|subsequent|other) (?:episodes?|events?|seizures?|fits|attacks?|bleeds?|bleeding|clots?|thrombos\w+|infections?|strokes?)\b"
    r"|\bno recurrence\b|\b(?:has|have|did) not recur\w*|未再(?:发|发作|出现|出血)|无再发|无复发|至今未再)"
)


def only_once(note: Note, match: Match, concept: str, day: PartialDate | None) -> None:
    """Keep that an event did not come again after the day it is told of."""
    if day is None:
        return
    low = max(note.sentence(match.start).start, match.start - 40)
    high = note.sentence(match.end).end
    if _ONE_BEFORE.search(note.lower, low, match.start) or _NONE_SINCE.match(
        note.lower, match.end, high
    ):
        note.add_absence("condition", concept, match.start, match.end, since=day)
