"""How the patient is at present: fever, sweats and loss of weight, tobacco, spells of the blood."""

from __future__ import annotations

import re
from datetime import date

from cartway.facts import Certainty
from cartway.reading.notes.addictions import read_addictions
from cartway.reading.notes.fevers import read_fevers
from cartway.reading.notes.note import Note
from cartway.reading.notes.timing import date_near
from cartway.values import Quantity

_NO_FEVER = re.compile(
    r"(?a)\bafebrile\b|\bapyrexial\b|\bno (?:recent |more |further )?(?:fevers?|pyrexia)\b|\bdenies (?:any )?fevers?|\bneg(?:ative)? for fever|\bwithout fever|(?:无|未再|未|不)(?:再)?(?:发热|发烧)(?!史)|体温(?:一直|均|已|恢复|持续|基本)?正常|热退|退热"
)
_FEVER_NOW = re.compile(
    r"(?a)\b(?:(?:is|still|remains|currently|now) febrile|has a fever|fever (?:today|now|persist\w*|continu\w*))\b|仍(?:有)?发热|目前发热|持续发热"
)
_NOT_SMOKING = re.compile(
    r"(?a)\bnever[- ]smok\w+|\bnon-?smok\w+|(?:does not|doesn't|do not) smoke|\bex-?smok\w+|\bformer smok\w+|(?:quit|stopped|gave up) smoking|\bno (?:tobacco|smoking)|\bnever smoked|(?:无|不|否认|未)(?:吸烟|抽烟|烟酒)|已?戒烟|吸烟\d+年[^。;\n]{0,6}(?:已戒|戒\d)"
)
_SMOKING = re.compile(
    r"(?a)\bcurrent(?:ly)? smok\w+|\bsmokes \d|\bactive smok\w+|仍吸烟|吸烟[^。;\n]{0,20}未戒|吸烟\d+年(?![^。;\n]{0,8}戒)"
)
_SWEATS = re.compile(r"(?a)\b(?:drenching |night )+sweats\b|夜间盗汗|盗汗|\bb[- ]symptoms?\b|b症状")
_THERE = re.compile(
    r"(?a)\s?:?\s?(?:are |is )?(?:present|reported|yes\b|\+|\(\+\)|persist\w*|阳性|明显)"
)
_SINCE = re.compile(r"(?a)\bsince\b|起|以来|至今")
_DENIED = re.compile(
    r"(?a)(?:\bno |\bdenies |\bwithout |\bneg(?:ative)? for |无|否认|未)[^.;。;\n]{0,40}$"
)


def read_present_state(note: Note) -> None:
    """Gather fever, sweats and tobacco as the letter tells them of now."""
    _fever(note)
    read_fevers(note)
    read_addictions(note)
    _sweats(note)
    for pattern, value in ((_SMOKING, True), (_NOT_SMOKING, False)):
        for match in pattern.finditer(note.lower):
            if not _of_other(note, match):
                note.add_fact("current_smoker", value, *match.span())
                break


def _of_other(note: Note, match: re.Match[str]) -> bool:
    return note.sentence(match.start()).section == "family" or (
        note.scopes.covering("family", *match.span()) is not None
    )


def _recent(note: Note, day: date | None) -> bool:
    return note.letter is None or day is None or (note.letter - day).days <= 30


def _fever(note: Note) -> None:
    latest: tuple[date | None, bool, tuple[int, int]] | None = None
    for pattern, value in ((_NO_FEVER, False), (_FEVER_NOW, True)):
        for match in pattern.finditer(note.lower):
            if _of_other(note, match) or note.sentence(match.start()).section in ("past", "plan"):
                continue
            near = date_near(note, *match.span())
            day = near.last.latest if near is not None else None
            if near is not None and _SINCE.search(note.lower, match.start() - 12, near.end + 2):
                day = None  # "afebrile since 20 June": up to now
            if _recent(note, day) and (latest is None or value):
                latest = (day, value, match.span())
    temperatures = [
        one for one in note.gathered.facts
        if one.fact == "body_temperature" and isinstance(one.value, Quantity) and one.readable
    ]  # fmt: skip
    if temperatures and note.letter is not None:
        last = temperatures[-1]
        assert isinstance(last.value, Quantity)
        degrees = last.value.value
        fahrenheit = degrees > 60
        high = degrees >= (100.4 if fahrenheit else 38.0)
        if _recent(note, last.on.latest if last.on else None) and (latest is None or high):
            note.add_fact(
                "fever_present", high, last.origin.start or 0, last.origin.end or 0, on=last.on,
                certainty=Certainty.DERIVED,
            )  # fmt: skip
            return
    if latest is not None:
        note.add_fact("fever_present", latest[1], *latest[2])


def _sweats(note: Note) -> None:
    """Any of fever, drenching sweats and loss of weight is a B symptom."""
    for match in _SWEATS.finditer(note.lower):
        if _of_other(note, match) or note.sentence(match.start()).section in ("past", "plan"):
            continue
        near = date_near(note, *match.span())
        if near is not None and not _recent(note, near.last.latest):
            continue
        denied = note.scopes.covering("negated", *match.span()) is not None or _DENIED.search(
            note.lower, max(note.sentence(match.start()).start, match.start() - 46), match.start()
        )
        if _THERE.match(note.lower, match.end()):
            denied = None
        sweats = "symptom" not in match.group() and "症状" not in match.group()
        if not (denied and sweats):  # without sweats there may still be fever or loss of weight
            note.add_fact("b_symptoms", not denied, *match.span())
            return
