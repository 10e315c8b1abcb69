"""What is told of immunity as a whole: the graft against the host, and what is given against the self."""

from __future__ import annotations

import re

from cartway.facts import Certainty, Event
from cartway.reading.notes.note import Note
from cartway.values import PartialDate

_GRAFT = "graft_versus_host_disease"
_ACTIVE = "condition_active"
_RESOLVED = "condition_resolved"
_GIVEN = ("immunosuppressive_agent", "jak_inhibitor", "b_cell_depleting_therapy", "biologic_immunosuppressant")  # fmt: skip
_NOT_SYSTEMIC = re.compile(
    r"(?a)\b(?:topical(?:ly)?|creams?|ointments?|emollients?|phototherapy)(?: \w+)? only\b|\bonly topical|\bno (?:systemic )?(?:treatment|therapy|immunosuppress\w+|drugs?)"
    r"|\bnever (?:\w+ )?(?:systemic|treated|needed|required)|\buntreated\b|\bwithout (?:any )?(?:systemic )?(?:treatment|therapy)|\boff (?:all )?treatment"
    r"|(?:仅|只|就)(?:用)?(?:外用|局部|[擦涂抹](?:擦|涂|抹|点|过|用)*)(?:药膏|药)?|没(?:有)?(?:吃|用)过?(?:激素|免疫|药)|未再(?:治疗|用药)|未(?:用|使用|接受|予)(?:过)?(?:任何)?(?:系统|全身|激素|免疫抑制|药物|治疗)|无需(?:治疗|用药|激素)|未治疗"
)
# How far behind its name the treatment of a disease is told.
_NEAR = 110


def read_immunity(note: Note) -> None:
    """Conclude what the diseases of immunity and the drugs against them say together."""
    _graft(note)
    _against_self(note)


def _of(note: Note, name: str) -> list[Event]:
    return [
        one
        for one in note.gathered.events
        if one.events == "condition"
        and any(isinstance(code, str) and note.is_a(code, name) for code in one.attributes["code"])
    ]


def _graft(note: Note) -> None:
    """Whether the disease of the graft is active; and that its worst grade was told."""
    held = _of(note, _GRAFT)
    if not held:
        return
    active = [one for one in held if _ACTIVE in one.attributes.get("status", ())]
    denied = any(
        one.events == "condition" and one.concept is not None and note.is_a(one.concept, _GRAFT)
        for one in note.gathered.absences
    )
    free = any(one.concept == "immunosuppressive_agent" for one in note.gathered.absences)
    resolved = all(_RESOLVED in one.attributes.get("status", ()) for one in held)
    told = (active or held)[0]
    if active or (resolved and (denied or free)):
        start, end = told.origin.start or 0, told.origin.end or 0
        known = any(one.fact == f"{_GRAFT}_active" for one in note.gathered.facts)
        if not known:
            note.add_fact(f"{_GRAFT}_active", bool(active), start, end, certainty=Certainty.DERIVED)
    acute = _of(note, f"acute_{_GRAFT}")
    if acute and all("grade" in one.attributes for one in acute):
        # Who tells the grade tells the worst.
        start, end = acute[-1].origin.start or 0, acute[-1].origin.end or 0
        note.add_absence("condition", f"acute_{_GRAFT}", start, end)


def _against_self(note: Note) -> None:
    """*Polymyalgia, on prednisolone 4 mg*: immunosuppression for a disease of immunity."""
    held = [one for one in _of(note, "autoimmune_disease") if one.certainty is Certainty.STATED]
    given = [
        one
        for one in note.gathered.events
        if one.events == "medication"
        and one.ongoing
        and any(
            isinstance(agent, str)
            and any(note.is_a(agent, name) for name in _GIVEN if name in note.vocabulary.concepts)
            for agent in one.attributes.get("agent", ())
        )
    ]
    free = [one for one in held if _without_treatment(note, one)]
    for disease in held:
        start = disease.origin.end or 0
        sentence = note.sentence(disease.origin.start or 0)
        limit = min(sentence.end, start + _NEAR, _next_illness(note, start, sentence.end))
        if any(start <= (one.origin.start or 0) < limit for one in given):
            note.add_fact(
                "autoimmune_disease_under_immunosuppression", True, start, limit, on=_today(note),
                certainty=Certainty.DERIVED,
            )  # fmt: skip
            return
    if held and len(free) == len(held):
        start, end = held[0].origin.start or 0, held[0].origin.end or 0
        note.add_fact(
            "autoimmune_disease_under_immunosuppression", False, start, end, on=_today(note),
            certainty=Certainty.DERIVED,
        )  # fmt: skip


def _today(note: Note) -> PartialDate | None:
    return PartialDate.of(note.letter) if note.letter else None


def _without_treatment(note: Note, disease: Event) -> bool:
    if any(isinstance(code, str) and code == "vitiligo" for code in disease.attributes["code"]):
        return True  # nothing systemic is given against it
    start = disease.origin.end or 0
    end = min(note.sentence(disease.origin.start or 0).end, start + _NEAR)
    return _NOT_SYSTEMIC.search(note.lower, start, end) is not None


def _next_illness(note: Note, start: int, end: int) -> int:
    for match in note.matches_within(start, end):
        if any(one.kind == "concept" and one.system == "disease" for one in match.senses):
            return match.start
    return end
