"""Fevers as events with their days, and since when there has been none."""

from __future__ import annotations

import re

from cartway.reading.notes.not_the_disease import DENIED_BEHIND
from cartway.reading.notes.note import Note
from cartway.reading.notes.timing import date_near
from cartway.values import PartialDate, Quantity

_FEVER = re.compile(
    r"(?a)(?<!hay )(?<!yellow )(?<!glandular )(?<!rheumatic )(?<!dengue )\b(?:fevers?|febrile(?! (?:convulsion|seizure|neutrop))|pyrexia)\b(?! (?:in |with )?neutrop)"
    r"|(?:发热|发烧|高热|低热)(?!性)"
)
_HOW_HIGH = re.compile(
    r"(?a)[^.;。;\n]{0,24}?(?<![\d.])(?P<c>3[5-9](?:\.\d)?|4[0-2](?:\.\d)?)\s?(?:°\s?c?|℃|度|degrees|c\b)"
)
_SINCE = re.compile(
    r"(?a)\b(?:afebrile|apyrexial|no (?:more |further )?fevers?|fever[- ]free|temperature normal|apyretic)\s(?:since|from|after)\W{0,2}(?:the )?$"
)
_NORMAL_FROM = re.compile(
    r"(?a)\s?(?:起|后|以来|始)?(?:体温(?:已|恢复|降至)?正常|未再发热|无发热|热退)"
)
_ASKED = re.compile(
    r"(?a)\b(?:if|should|in case of|contact us|risk of|return)\b|如有|若|出现发热时"
)


def read_fevers(note: Note) -> None:
    """Gather when the patient had a fever, and from which day on none."""
    if "fever_episode" not in note.vocabulary.concepts:
        return
    for match in _FEVER.finditer(note.lower):
        span = match.span()
        sentence = note.sentence(match.start())
        scope = note.scopes.of(*span)
        if sentence.section in ("family", "plan") or not scope.of_patient_now:
            continue
        if DENIED_BEHIND.match(note.lower, match.end()):
            continue
        if _ASKED.search(note.lower, max(sentence.start, match.start() - 30), match.start()):
            continue
        near = date_near(note, *span)
        day = near.first if near is not None else None
        last = near.last if near is not None else None
        told = note.date_before(match.start(), same_clause=True) if day is None else None
        if told is not None and note.document.language == "zh":
            day = last = told.last
        note.add_event("condition", {"code": ("fever_episode",)}, *span, first=day, last=last)
        high = _HOW_HIGH.match(note.lower, match.end(), sentence.end)
        if high is not None and day is not None:
            degrees = Quantity(float(high.group("c")), "Cel")
            note.add_fact("body_temperature", degrees, *span, on=day)
    for mention in note.calendar.mentions:
        before = note.lower[max(0, mention.start - 40) : mention.start]
        if _SINCE.search(before) or _NORMAL_FROM.match(note.lower, mention.end):
            _absent(note, mention.start, mention.end, mention.last)


def _absent(note: Note, start: int, end: int, since: PartialDate) -> None:
    note.add_absence("condition", "fever_episode", start, end, since=since)
