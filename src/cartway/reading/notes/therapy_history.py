"""What the history as a whole tells: what became of the treatments, what it rules out."""

from __future__ import annotations

import re

from cartway.reading.notes.dating import back_from
from cartway.reading.notes.note import Note
from cartway.reading.notes.therapy_denials import days_of_now
from cartway.reading.notes.therapy_groups import Group
from cartway.values import PartialDate

RELAPSE = re.compile(
    r"(?a)(?<!no )(?<!no further )(?<!any )(?<!without )(?<!never )(?<!not )relaps(?!\w*[- ]free|\w* (?:risk|rate|prevention|prophylaxis))|(?<![未无没])(?<!未[见再])(?<!没有)(?<!预防)复发(?!率|风险)|\b(?:came|come|comes) back\b|\b(?:disease|leuk\w+|lymphoma|myeloma) (?:has )?(?:returned|recurred)\b"
)


_INTOLERANT = re.compile(
    r"(?a)(?<!no )intoleran|not (?:been )?tolerated|不耐受|受不了|不能耐受|无法耐受"
    r"|\b(?:stopp?\w*|discontinu\w*|ceased|withdrawn|halted|interrupted|aborted|abandoned|off|ended|switched|curtailed|limited|due to|because of|owing to)\b[^.;\n]{0,40}?(?:toxicity|adverse (?:event|effect|reaction)s?)"
    r"|(?<!no )(?<!without )(?:toxicity|adverse (?:event|effect|reaction)s?)[^.;\n]{0,30}?\b(?:stopped|discontinu\w*|ceased|withdrawn|halted|aborted|abandoned|switched|ended)"
)


ON_THERAPY = re.compile(
    r"(?a)progress\w* (?:on|during|under|through)|progress\w*[^.;\n]{0,18}\bon (?:treatment|therapy)\b|pd on|治疗中(?:疾病)?进展|进展停药"
)


ANSWERED = frozenset(
    ("stringent_complete_response", "complete_response", "very_good_partial_response",
     "partial_response", "minimal_response")
)  # fmt: skip


def outcome_of(group: Group) -> str | None:
    """How a treatment ended, by the words around it; None where they do not say."""
    if _INTOLERANT.search(group.text):
        return "outcome_intolerant"
    if ON_THERAPY.search(group.text):
        return "outcome_progressed_on_therapy"
    if "no_response" in group.responses or group.responses[:1] == ["progressive_disease"]:
        return "outcome_refractory"
    if "progressive_disease" in group.responses and not set(group.responses) & ANSWERED:
        return "outcome_refractory"  # stable at best, then progressive
    if RELAPSE.search(group.text) or "progressive_disease" in group.responses:
        return "outcome_relapsed_after"
    return "outcome_ongoing" if group.ongoing else None


# Drugs that may stand among the treatments as well as among the medicines.
_OF_BOTH_LISTS = ("immunosuppressive_agent", "corticosteroid", "b_cell_depleting_therapy")


def close_medicines(note: Note) -> None:
    """Where every medicine of today is listed, none of today hides among the treatments."""
    if "medication" not in note.gathered.complete or note.letter is None:
        return
    for concept in _OF_BOTH_LISTS:
        if concept in note.vocabulary.concepts:
            note.add_absence("prior_therapy", concept, 0, 0, since=days_of_now(note.letter))


def close_lists(note: Note) -> None:
    """Where every treatment against the disease is listed, none of them hides among other drugs."""
    if "prior_therapy" not in note.gathered.complete:
        return
    other = {
        value
        for event in note.gathered.events
        if event.events == "medication"
        for value in event.attributes.get("agent", ())
    }
    for concept in (
        "anticancer_therapy",
        "haematopoietic_stem_cell_transplantation",
        "gene_therapy",
    ):
        if concept in note.vocabulary.concepts and not any(
            isinstance(one, str) and note.is_a(one, concept) for one in other
        ):
            note.add_absence("medication", concept, 0, 0)


_SUPPORT = (
    "haematopoietic_growth_factor",
    "red_cell_transfusion",
    "platelet_transfusion",
    "corticosteroid",
    "anticoagulant",
)


_TOLD = (
    "haematopoietic_stem_cell_transplantation",
    "donor_lymphocyte_infusion",
    "car_t_cell_therapy",
)


def close_history(note: Note, groups: list[Group]) -> None:
    """A history that gives the days of its transplants, cells and last treatment tells them all.

    Nothing is said of the time before; since the last of them there was no other.
    """
    for name in _TOLD:
        held = [one for one in groups if any(note.is_a(concept, name) for concept in one.concepts)]
        days = [one.last or one.first for one in held]
        if held and all(day is not None for day in days):
            last = max((day for day in days if day is not None), key=lambda day: day.latest)
            note.add_absence("prior_therapy", name, held[-1].start, held[-1].end, since=last)
    last_told = {
        concept: one
        for one in groups
        if one.ended and one.last is not None
        for concept in one.concepts
    }
    for concept, one in last_told.items():
        _none_since(note, groups, concept, one)
    _none_of_class_since(note, groups)
    told = [one for one in groups if one.section == "treatment"]
    ends = [one.last for one in told]
    complete = "prior_therapy" in note.gathered.complete
    if complete and told and not any(one.ongoing for one in groups) and ends[-1] is not None:
        known = [day for day in ends if day is not None]
        last = max([*known, *_steroids_told(note)], key=lambda day: day.latest)
        note.add_absence(
            "prior_therapy", "anticancer_therapy", told[-1].start, told[-1].end, since=last
        )


def _steroids_told(note: Note) -> list[PartialDate]:
    """The last days of steroids told among the treatments: they may be part of the last regimen."""
    return [
        event.end
        for event in note.gathered.events
        if event.events == "medication"
        and event.end is not None
        and event.origin.place in ("treatment", "")
        and any(
            isinstance(one, str) and note.is_a(one, "corticosteroid")
            for one in event.attributes.get("agent", ())
        )
    ]


_CLASSES = ("anti_cd20_antibody", "bispecific_antibody", "checkpoint_inhibitor", "pd1_inhibitor",
            "fcrn_antagonist", "complement_inhibitor", "intravenous_immunoglobulin", "plasma_exchange",
            "radiotherapy", "chemotherapy")  # fmt: skip


def _none_of_class_since(note: Note, groups: list[Group]) -> None:
    """The last antibody of a kind that the note tells with its end was the last of that kind."""

    def of_class(group: Group, name: str) -> bool:
        return any(
            note.is_a(part, name)
            for one in group.concepts
            if one in note.vocabulary.concepts
            for part in (one, *note.vocabulary.concepts[one].components)
        )

    for name in _CLASSES:
        held = [one for one in groups if of_class(one, name)]
        if held and all(one.ended and not one.ongoing and one.last is not None for one in held):
            last = max(
                (one.last for one in held if one.last is not None), key=lambda day: day.latest
            )
            for events in ("prior_therapy", "medication"):
                note.add_absence(events, name, held[-1].start, held[-1].end, since=last)


def _none_since(note: Note, groups: list[Group], concept: str, group: Group) -> None:
    """A drug given *until* or *last on* a day was not given after it, unless told of again."""
    held = [
        one
        for one in groups
        if any(
            note.is_a(part, concept) or note.is_a(concept, part)
            for each in one.concepts
            if each in note.vocabulary.concepts
            for part in (each, *note.vocabulary.concepts[each].components)
        )
    ]
    if all(one.ended and not one.ongoing and one.last is not None for one in held):
        last = max((one.last for one in held if one.last is not None), key=lambda day: day.latest)
        for events in ("prior_therapy", "medication"):
            note.add_absence(events, concept, group.start, group.end, since=last)


def close_support(note: Note) -> None:
    """A dated growth factor, transfusion or finished steroid course is the last one the note knows of.

    Laboratory lines name them because they bear on the values: *Hb 92 (last transfusion 21 Aug)*.
    """
    ends: dict[str, PartialDate] = {}
    others = [
        one
        for one in note.gathered.absences
        if one.concept in ("transfusion", "red_cell_transfusion", "platelet_transfusion")
    ]
    for name in _SUPPORT:
        if name not in note.vocabulary.concepts:
            continue
        held = [
            event
            for event in note.gathered.events
            if event.events in ("medication", "prior_therapy")
            and any(
                isinstance(one, str) and note.is_a(one, name)
                for one in event.attributes.get("agent", ())
            )
        ]
        known = [one.end or one.start for one in held if not one.ongoing]
        if not held or any(one.ongoing for one in held) or any(one is None for one in known):
            continue
        last = max((one for one in known if one is not None), key=lambda day: day.latest)
        ends[name] = last
        for events in ("medication", "prior_therapy"):
            note.add_absence(
                events, name, held[-1].origin.start or 0, held[-1].origin.end or 0, since=last
            )
    _close_steroids(note)
    _close_suppressants(note)
    given = [ends[one] for one in ("red_cell_transfusion", "platelet_transfusion") if one in ends]
    if given and (len(given) == 2 or others or _LAST_TRANSFUSION.search(note.lower)):
        last = max(given, key=lambda day: day.latest)
        note.add_absence("medication", "transfusion", 0, 0, since=last)


def _close_suppressants(note: Note) -> None:
    """*Tacrolimus tapered off on July 20*: it was not given after that, unless told of again."""
    names = {
        one
        for event in note.gathered.events
        if event.events == "medication" and event.end is not None
        for one in event.attributes.get("agent", ())
        if isinstance(one, str) and note.is_a(one, "immunosuppressive_agent")
    }
    wide = ["calcineurin_inhibitor"] if "calcineurin_inhibitor" in note.vocabulary.concepts else []
    for name in [*sorted(names), *wide]:
        held = [
            event
            for event in note.gathered.events
            if event.events == "medication"
            and any(
                isinstance(one, str) and note.is_a(one, name)
                for one in event.attributes.get("agent", ())
            )
        ]
        ends = [one.end for one in held if one.end is not None and not one.ongoing]
        if held and len(ends) == len(held):
            last = max(ends, key=lambda day: day.latest)
            start, end = held[-1].origin.start or 0, held[-1].origin.end or 0
            for events in ("medication", "prior_therapy"):
                note.add_absence(events, name, start, end, since=last)


def _close_steroids(note: Note) -> None:
    """A note that lists the drugs and tells a steroid with its dose tells the steroids of late."""
    listed = any(one.section == "medication" for one in note.document.sentences)
    dosed = [
        event
        for event in note.gathered.events
        if event.events == "medication"
        and "dose_per_day" in event.attributes
        and any(
            isinstance(one, str) and note.is_a(one, "corticosteroid")
            for one in event.attributes.get("agent", ())
        )
    ]
    taken = [one for one in dosed if one.ongoing]
    if note.letter is not None and (taken or (listed and dosed)):
        # Without a list the dose told is that of today.
        dosed = taken or dosed
        start, end = dosed[-1].origin.start or 0, dosed[-1].origin.end or 0
        around = note.lower[max(0, start - 30) : end + 60]
        if listed:
            since = back_from(note.letter, 60, "days")
        elif _DOSE_CHANGED.search(around):
            since = days_of_now(note.letter)
        else:
            since = back_from(note.letter, 14, "days")  # a standing dose
        for events in ("medication", "prior_therapy"):
            note.add_absence(events, "corticosteroid", start, end, since=since)


_DOSE_CHANGED = re.compile(
    r"(?a)\btaper|\bwas\b|reduc|increas|\bup to\b|\bfrom\b|\bsince\b|\bstarted|\bnow\b|pulse|减|增|加至|原|改|起|冲击"
)
_LAST_TRANSFUSION = re.compile(
    r"(?a)last (?:transfus\w+|red cells?|rbc|prbc)|末次输血|transfus\w+ last|never plt transfused"
)
