"""How long a treatment or a transplant held: the times that protocols ask for."""

from __future__ import annotations

import re
from datetime import date

from cartway.facts import Certainty
from cartway.reading.notes.note import Note
from cartway.reading.notes.therapy_groups import Group
from cartway.reading.notes.timing import date_near
from cartway.values import PartialDate, Quantity

_RELAPSE = re.compile(
    r"(?a)\brelaps\w*|\b(?:came|come) back\b|\bprogress\w*|\bpd\b(?![-\s]?l?[12]\b(?!/))|复发|进展"
)
_REMISSION = re.compile(
    r"(?a)\bcri?[12]?\b|complete (?:metabolic )?(?:response|remission)|\bcmr\b|完全缓解"
)
_DAYS_IN_A_MONTH = 30.44
_LONG = 730


def read_intervals(note: Note, groups: list[Group]) -> None:
    """Gather the time from the first line, first remission and last transplant to relapse."""
    relapses = _days(note, _RELAPSE)
    if not relapses or not groups:
        return
    first = groups[0]
    if first.last is not None and first.line in (1, None):
        _keep_first(note, first.last, relapses, groups)
    if first.line in (1, None):
        if first.first is not None:
            _keep_from(note, "time_from_first_line_start_to_relapse", first.first, relapses, groups)
        told = _day_of_diagnosis(note)
        if told is not None and (first.first is None or told.earliest <= first.first.latest):
            _keep_from(note, "time_from_diagnosis_to_relapse", told, relapses, groups)
    _bound_remission(note, first)
    remissions = _days(note, _REMISSION)
    if remissions:
        after = [day for day in relapses if day.earliest > remissions[0].earliest]
        if after and after[0] == relapses[0]:
            _keep(note, "duration_of_first_remission", remissions[0], after[0], first)
    transplants = [
        one.first
        for one in groups
        if one.first is not None
        and any(
            note.is_a(concept, "haematopoietic_stem_cell_transplantation")
            for concept in one.concepts
        )
    ]
    if transplants:
        day = transplants[-1]
        after = [one for one in relapses if one.earliest > day.earliest]
        if after:
            _keep(note, "time_to_relapse_after_transplantation", day, after[0], first)
    _read_relapse_after_graft(note, groups)


def _read_relapse_after_graft(note: Note, groups: list[Group]) -> None:
    """Blasts in the marrow a month or more after an allogeneic transplant: relapse after it."""
    days = [
        one.first
        for one in groups
        if one.first is not None
        and any(
            note.is_a(concept, "allogeneic_stem_cell_transplantation") for concept in one.concepts
        )
    ]
    blasts = [
        one
        for one in note.gathered.facts
        if one.fact == "bone_marrow_blasts" and isinstance(one.value, Quantity)
        and one.value.value >= 5 and one.on is not None and not one.value.comparator
    ]  # fmt: skip
    name = "relapsed_after_allogeneic_transplant"
    if days and blasts and name in note.vocabulary.concepts:
        last = max(blasts, key=lambda one: one.on.latest)  # type: ignore[union-attr]  # dated above
        if last.on is not None and (last.on.earliest - days[-1].latest).days > 30:
            day = PartialDate.of(note.letter) if note.letter else None
            note.add_fact(
                "disease_status", name, groups[0].start, groups[0].end, on=day,
                certainty=Certainty.DERIVED,
            )  # fmt: skip


def _keep_first(
    note: Note, end: PartialDate, relapses: list[PartialDate], groups: list[Group]
) -> None:
    first = groups[0]
    after = [day for day in relapses if day.earliest >= end.earliest]
    if not after:
        return
    # A relapse found only after the next treatment had begun is not the first one.
    for one in groups[1:]:
        day = one.first or one.last
        transplant = any(
            note.is_a(concept, "haematopoietic_stem_cell_transplantation")
            for concept in one.concepts
        )
        if day is not None and not transplant and end.latest < day.earliest < after[0].earliest:
            return
    months = _keep(note, "time_to_relapse_after_first_line", end, after[0], first)
    start = groups[0].first
    maintained = start is not None and (after[0].earliest - start.latest).days > _LONG
    if maintained and months < 11.5:
        return  # years on treatment: when the remission began is not known
    name = "early_relapse" if months < 11.5 else "late_relapse" if months > 12.5 else None
    if name is not None and name in note.vocabulary.concepts:
        day = PartialDate.of(note.letter) if note.letter else None
        note.add_fact(
            "disease_status", name, first.start, first.end, on=day, certainty=Certainty.DERIVED
        )


_YEAR = 12.0


def _bound_remission(note: Note, group: Group) -> None:
    """Back within a year of the diagnosis: whatever remission there was lasted less."""
    told = {one.fact: one for one in note.gathered.facts if one.fact.startswith("time_")}
    if "time_to_relapse_after_first_line" in told:
        return
    for name in ("time_from_first_line_start_to_relapse", "time_from_diagnosis_to_relapse"):
        one = told.get(name)
        if one is None or not isinstance(one.value, Quantity) or one.value.value >= _YEAR - 0.5:
            continue
        note.add_fact(
            "time_to_relapse_after_first_line", Quantity(one.value.value, "mo", "<"),
            group.start, group.end, certainty=Certainty.DERIVED,
        )  # fmt: skip
        if "early_relapse" in note.vocabulary.concepts:
            day = PartialDate.of(note.letter) if note.letter else None
            note.add_fact(
                "disease_status",
                "early_relapse",
                group.start,
                group.end,
                on=day,
                certainty=Certainty.DERIVED,
            )
        return


def _keep_from(
    note: Note, fact: str, start: PartialDate, relapses: list[PartialDate], groups: list[Group]
) -> None:
    """The time from a day to the first relapse, if none was missed before the second treatment."""
    after = [day for day in relapses if day.earliest > start.latest]
    if not after:
        return
    end = groups[0].last
    for one in groups[1:]:
        day = one.first or one.last
        transplant = any(
            note.is_a(concept, "haematopoietic_stem_cell_transplantation")
            for concept in one.concepts
        )
        known = end is None or day is None or end.latest < day.earliest
        if day is not None and not transplant and known and day.earliest < after[0].earliest:
            return
    _keep(note, fact, start, after[0], groups[0])


_DIAGNOSED = re.compile(
    r"(?a)\bdiagnos(?:ed|is)\b|\bdx(?:'?d)?\b|确诊|诊断(?:为|日期|时间)|first presented|presented (?:in|on|with)"
)


def _day_of_diagnosis(note: Note) -> PartialDate | None:
    found = _days(note, _DIAGNOSED)
    return found[0] if found else None


def _days(note: Note, pattern: re.Pattern[str]) -> list[PartialDate]:
    """The days of what a pattern names, of the patient's own disease, in order of time."""
    found = []
    for match in pattern.finditer(note.lower):
        sentence = note.sentence(match.start())
        if sentence.section in ("family", "past", "plan", "allergy", "medication"):
            continue
        if note.scopes.covering("negated", *match.span()) or note.scopes.covering(
            "family", *match.span()
        ):
            continue
        near = date_near(note, *match.span())
        if near is None and pattern is _RELAPSE and note.document.language == "zh":
            # "2026-01复查骨髓原始细胞14%，诊断首次复发": the day stands at the head of its sentence.
            told = note.calendar.within(sentence.start, match.start())
            near = told[-1] if told else None
        if near is not None and near.first == near.last and near.first.month is not None:
            found.append(near.first)
    return sorted(found, key=lambda day: day.earliest)


def _middle(day: PartialDate) -> date:
    return day.earliest + (day.latest - day.earliest) / 2


def _keep(note: Note, fact: str, start: PartialDate, end: PartialDate, group: Group) -> float:
    months = max(0.0, (_middle(end) - _middle(start)).days / _DAYS_IN_A_MONTH)
    note.add_fact(
        fact, Quantity(round(months, 1), "mo"), group.start, group.end, certainty=Certainty.DERIVED
    )
    return months
