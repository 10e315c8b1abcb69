"""Diseases: the one to be treated, what else the patient has or had, and what is denied."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cartway.facts import Certainty
from cartway.reading.lexicon import Match
from cartway.reading.notes.note import Note
from cartway.reading.notes.scope import Scope
from cartway.reading.notes.timing import date_near, part_around
from cartway.values import PartialDate, Quantity

MALIGNANT = "malignant_neoplasm"
_SINCE = re.compile(r"\b(?:since|from)\b|以来|起")
_GRADE = re.compile(
    r"\b(?:grade|gr\.?|g)\s?(?P<en>[1-5]|iv|i{1,3}|v)\b|(?P<zh>[1-5]|iv|i{1,3})\s?(?:级|度)"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_OTHER = re.compile(r"\bother\b|其他|其它|另")
_TRANSFORMED = re.compile(r"transform|richter|转化")
_ACTIVE_ONLY = re.compile(r"\b(?:active|acute|ongoing|current|uncontrolled)\s+$|活动性$|急性$")
_ACTIVE_BEHIND = re.compile(r"\s?(?:at present|now|currently|at the moment|目前)")
_MORE_STATED = re.compile(
    r"(?:relapsed|refractory|advanced|metastatic|primary|secondary|newly diagnosed|复发|难治|晚期|转移性|原发)\W*$"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A disease that the note names, with the kind of statement."""

    concept: str
    match: Match
    section: str
    scope: Scope


def disease_mentions(note: Note) -> list[Mention]:
    """Every disease named, except those of relatives."""
    found = []
    for match in note.matches:
        for sense in match.senses:
            if sense.kind == "concept" and sense.system == "disease":
                scope = note.scope(match)
                found.append(Mention(sense.id, match, note.sentence(match.start).section, scope))
    return found


def read_conditions(note: Note) -> tuple[str, ...]:
    """Gather diagnosis, conditions and denials.

    Returns:
        The concepts of the disease to be treated.
    """
    mentions = disease_mentions(note)
    treated = _treated(note, mentions)
    for mention in mentions:
        if mention.scope.family or mention.section == "family":
            continue
        if mention.scope.negated:
            _deny(note, mention)
        elif (
            mention.scope.planned
            or mention.section == "allergy"
            or any(_related(note, mention.concept, one) for one in treated)
        ):
            continue
        else:
            _add_condition(note, mention)
    for concept in treated:
        first = next(one for one in mentions if one.concept == concept)
        note.add_fact("diagnosis", concept, first.match.start, first.match.end)
    return treated


def _treated(note: Note, mentions: list[Mention]) -> tuple[str, ...]:
    usable = [
        one
        for one in mentions
        if one.scope.of_patient_now
        and one.section not in ("past", "family", "allergy", "medication", "social")
    ]
    usable = usable or [
        one for one in mentions if one.scope.of_patient_now and one.section == "past"
    ]
    if not usable:
        return ()
    malignant = [
        one for one in usable if note.is_a(one.concept, MALIGNANT) and not _historical(note, one)
    ]
    if not malignant:
        stated = [one for one in usable if one.section == "diagnosis"] or usable
        principal = next((one for one in stated if _may_be_treated(note, one.concept)), None)
        if principal is None:
            return ()
        same = [one.concept for one in usable if _related(note, one.concept, principal.concept)]
        return _most_specific(note, same)
    lead = next((one for one in malignant if one.section == "diagnosis"), malignant[0])
    group = [one.concept for one in malignant if _same_disease(note, one.concept, lead.concept)]
    return _most_specific(note, group)


def _historical(note: Note, mention: Mention) -> bool:
    """A tumour of the past: removed, cured, *history of*."""
    low, high = part_around(note, mention.match.start, mention.match.end)
    text = note.lower[low:high]
    return bool(
        re.search(
            r"\b(?:history of|h/o|excised|resected|cured|in situ|surveillance|s/p|previous)\b|原位|根治|术后|曾患|已愈",
            text,
        )
    )


_TREATABLE = ("autoimmune_disease", "rheumatic_disease", "neuroimmunological_disease", "plasma_cell_neoplasm",
              "benign_haematological_disease", "inflammatory_myopathy", "connective_tissue_disease")  # fmt: skip


def _may_be_treated(note: Note, concept: str) -> bool:
    known = [one for one in _TREATABLE if one in note.vocabulary.concepts]
    return any(note.is_a(concept, one) for one in known) if known else True


def _related(note: Note, one: str, other: str) -> bool:
    above = note.vocabulary.hierarchy.ancestors
    return one == other or one in above(other) or other in above(one)


def _same_disease(note: Note, one: str, other: str) -> bool:
    """The same illness, or one it may have turned into."""
    if _related(note, one, other):
        return True
    for group in (
        "lymphoid_malignancy",
        "myeloid_malignancy",
        "plasma_cell_neoplasm",
        "haematological_malignancy",
    ):
        if note.is_a(one, group) and note.is_a(other, group):
            return True
    solid = "solid_tumour"
    return solid in note.vocabulary.concepts and one == other


def _most_specific(note: Note, concepts: list[str]) -> tuple[str, ...]:
    above = note.vocabulary.hierarchy.ancestors
    kept = []
    for one in dict.fromkeys(concepts):
        if not any(other != one and one in above(other) for other in concepts):
            kept.append(one)
    return tuple(kept)


def _deny(note: Note, mention: Mention) -> None:
    match = mention.match
    stretch = note.scopes.covering("negated", match.start, match.end)
    start = stretch.cue_start if stretch is not None else match.start
    before = note.lower[max(0, match.start - 14) : match.start]
    cue = note.lower[start : match.start]
    active = (
        _ACTIVE_ONLY.search(before)
        or _ACTIVE_BEHIND.match(note.lower, match.end)
        or (re.search(r"\b(?:evidence|sign|signs|symptoms) of\b|征象|依据", cue))
    )
    since = None
    near = date_near(note, match.start, match.end)
    if near is not None and _SINCE.search(note.lower, match.end, near.start):
        since = near.first
    note.add_absence(
        "condition",
        mention.concept,
        start,
        match.end,
        since=since,
        status="condition_active" if active else None,
    )


def _add_condition(note: Note, mention: Mention) -> None:
    match, scope = mention.match, mention.scope
    concept = note.vocabulary.concepts[mention.concept]
    near = date_near(note, match.start, match.end)
    start = near.first if near is not None else None
    end: PartialDate | None = None
    low, high = part_around(note, match.start, match.end)
    text = note.lower[low:high]
    sentence = note.sentence(match.start)
    clause = note.lower[match.start : sentence.end]
    status: str | None = None
    resolved = bool(_RESOLVED_NEAR.search(text) or _RESOLVED_NEAR.search(clause[:90]))
    controlled = bool(_CONTROLLED_NEAR.search(clause[:70]))
    ongoing = bool(_ONGOING_NEAR.search(clause[:110]) or _ONGOING_NEAR.search(text))
    if resolved and not re.search(r"\b(?:not|un)resolved", text):
        status, end = "condition_resolved", start
    elif controlled:
        status = "condition_controlled"
    elif ongoing or (
        not concept.acute and mention.section in ("diagnosis", "past", "status", "current")
    ):
        status = "condition_active"
    if concept.acute and end is None and status != "condition_active":
        end = start
    attributes: dict[str, tuple[object, ...]] = {"code": (mention.concept,)}
    if status is not None:
        attributes["status"] = (status,)
    grade = _GRADE.search(text)
    if grade is not None:
        word = grade.group("en") or grade.group("zh")
        attributes["grade"] = (Quantity(float(_ROMAN.get(word) or word), "1"),)
    certainty = (
        Certainty.UNCERTAIN if scope.uncertain and _doubted(note, mention) else Certainty.STATED
    )
    note.add_event(
        "condition",
        attributes,  # type: ignore[arg-type]  # the values are concepts and quantities
        match.start,
        match.end,
        first=start,
        last=end,
        ongoing=status in ("condition_active", "condition_controlled") and end is None,
        certainty=certainty,
    )


_RESOLVED_NEAR = re.compile(
    r"\b(?:resolved|cured|recovered|healed|gone|excised|resected|removed|ablated|no recurrence|none since|never since"
    r"|completely regressed|eradicated|svr|in remission|surgery|treated)\b|已愈|治愈|痊愈|恢复|已吸收|切除|根治|消融|未再发|无复发|根除|转阴|陈旧|至今未发"
)
_CONTROLLED_NEAR = re.compile(
    r"\b(?:well[- ]controlled|controlled|stable|under control)\b|控制可|控制良好|控制好|稳定|控制平稳|控制满意"
)
_ONGOING_NEAR = re.compile(
    r"\b(?:ongoing|on treatment|under treatment|i\.?v\.?\s|active|currently|now|persist\w*|chronic|continu\w*|insulin|inhaler)\b"
    r"|治疗中|静滴|至今|口服|目前|现|服|活动"
)


def _doubted(note: Note, mention: Mention) -> bool:
    low, high = part_around(note, mention.match.start, mention.match.end)
    stretch = note.scopes.covering("uncertain", mention.match.start, mention.match.end)
    return stretch is not None and low <= stretch.cue_start < high
