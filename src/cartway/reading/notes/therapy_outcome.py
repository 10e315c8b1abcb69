"""What became of the treatments: relapsed, refractory, in remission after the first, intolerant."""

from __future__ import annotations

import re
from collections.abc import Callable

from cartway.facts import Certainty
from cartway.reading.notes.note import Note
from cartway.reading.notes.therapy_groups import Group
from cartway.reading.notes.therapy_history import ANSWERED, ON_THERAPY, RELAPSE, outcome_of
from cartway.values import PartialDate

# The disease was still there when the treatment was over.
NOT_CLEARED = re.compile(
    r"(?a)\bstill (?:there|present|active|positive|visible)\b|\bpersist(?:ent|s|ed|ing)\b(?! (?:remission|response|cr\b|neutropen|cytopen|thrombo|neuropath|fatigue))|\bresidual (?:viable |active |avid )*(?:disease|lymphoma|leuk\w+|tumou?r)|\bnever (?:in|reached|achieved|went|entered|had a) (?:a )?(?:complete |full )?(?:remission|response|cr\b|away)"
    r"|\bnot in (?:complete )?remission|\bno remission|\b(?:primary |primarily )?refractory\b|未缓解|未达(?:完全缓解|cr)|残留病灶(?:仍)?(?:有)?活性"
)
_COMPLETE = frozenset(
    {"complete_response", "stringent_complete_response", "complete_response_incomplete_recovery"}
)
_POOR = frozenset({"progressive_disease", "no_response", "stable_disease"})


_LONGEST_TALE = 600


def was_not_cleared(note: Note, groups: list[Group], index: int) -> bool:
    """Whether the disease is told to have been there still, before the next treatment against it."""
    group = groups[index]
    high = groups[index + 1].start if index + 1 < len(groups) else group.end + len(group.text)
    return (
        NOT_CLEARED.search(note.lower, group.start, min(high, group.start + _LONGEST_TALE))
        is not None
    )


def myeloma_of(note: Note) -> bool:
    """Whether the disease to be treated is one of plasma cells."""
    return any(
        isinstance(one.value, str) and note.is_a(one.value, "plasma_cell_neoplasm")
        for one in note.gathered.facts
        if one.fact == "diagnosis"
    )


_MYELOMA_CLASSES = ("proteasome_inhibitor", "immunomodulatory_drug", "anti_cd38_antibody")


def _read_classes(note: Note, groups: list[Group], say: Callable[[str, Group], None]) -> None:
    """The classes of drugs under which a myeloma grew, or that had no effect at all."""
    failed: set[str] = set()
    for group in groups:
        under = ON_THERAPY.search(group.text) is not None
        if not (under or group.responses[:1] in (["progressive_disease"], ["no_response"])):
            continue
        parts = {
            part
            for one in group.concepts
            if one in note.vocabulary.concepts
            for part in (one, *note.vocabulary.concepts[one].components)
        }
        failed |= {name for name in _MYELOMA_CLASSES if any(note.is_a(one, name) for one in parts)}
    if len(failed) == len(_MYELOMA_CLASSES):
        say("triple_refractory", groups[-1])
    elif failed == set(_MYELOMA_CLASSES[:2]):
        say("double_refractory", groups[-1])


def _read_first_answer(note: Note, groups: list[Group], say: Callable[[str, Group], None]) -> None:
    """What the first treatment did: a complete remission, or nothing that counts as an answer."""
    first = groups[0]
    if not any(
        one.fact == "diagnosis" and note.is_a(str(one.value), "haematological_malignancy")
        for one in note.gathered.facts
    ):
        return
    if first.line not in (None, 1) or _NOT_FIRST.search(
        note.lower, max(note.sentence(first.start).start, first.start - 40), first.start
    ):
        return
    line = [one for one in groups if one.line == 1 and first.line == 1] or [first]
    answers = {answer for one in line for answer in one.responses}
    if answers & (ANSWERED if myeloma_of(note) else _COMPLETE):
        say("remission_after_first_line", first)
    elif not answers & ANSWERED and (
        (first.responses[:1] and first.responses[0] in _POOR) or was_not_cleared(note, groups, 0)
    ):
        say("primary_refractory", first)


_NOT_FIRST = re.compile(
    r"(?a)\b(?:salvage|second|third|fourth|2nd|3rd|re-?induction|relapse\w*|current\w*|last)\b|挽救|复发|末次|[二三四]线"
)


def read_outcome(note: Note, groups: list[Group]) -> None:
    """Relapsed or refractory by what became of the treatments, whatever the note calls it."""
    if not groups:
        return
    day = PartialDate.of(note.letter) if note.letter else None

    def say(name: str, group: Group) -> None:
        if name in note.vocabulary.concepts:
            note.add_fact(
                "disease_status", name, group.start, group.end, on=day, certainty=Certainty.DERIVED
            )

    answered = (
        "complete_response",
        "stringent_complete_response",
        "very_good_partial_response",
        "partial_response",
    )
    for group in groups:
        if set(group.responses) & set(answered) and (
            "progressive_disease" in group.responses or RELAPSE.search(group.text)
        ):
            say("relapsed", group)
            break
    for group in groups:
        if outcome_of(group) == "outcome_intolerant":
            say("intolerant_of_therapy", group)
    if not any(one.fact == "histological_transformation" for one in note.gathered.facts):
        _read_first_answer(note, groups, say)
    autoimmune = any(
        one.fact == "diagnosis" and note.is_a(str(one.value), "autoimmune_disease")
        for one in note.gathered.facts
    )
    for group in groups if autoimmune else []:
        if outcome_of(group) in ("outcome_relapsed_after", "outcome_refractory"):
            # A treatment under which the disease came back, or went on, did not hold it.
            note.add_fact(
                "inadequate_response_to_conventional_therapy", True, group.start, group.end, on=day,
                certainty=Certainty.DERIVED,
            )  # fmt: skip
            break
    if myeloma_of(note):
        _read_classes(note, groups, say)
    last = groups[-1]
    failed = set(last.responses[:1]) & {"progressive_disease", "no_response", "stable_disease"}
    if failed or ON_THERAPY.search(last.text):
        say("refractory", last)
        say("refractory_to_last_line", last)
        note.add_fact(
            "inadequate_response_to_conventional_therapy", True, last.start, last.end, on=day,
            certainty=Certainty.DERIVED,
        )  # fmt: skip
