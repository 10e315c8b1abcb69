"""Whether an infection that a note tells of is over: treated to an end, or healed, before the note."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cartway.reading.notes.note import Note
from cartway.values import PartialDate

# How far behind the name of an infection its treatment and its end are looked for.
_REACH = 300
_ENDS_BEFORE = re.compile(
    r"(?a)\b(?:until|till|to|through|thru|completed|finished|stopped|ended|discontinued|off antibiotics since)\W{0,3}(?:in |on |by )?$|(?:至|停药|停用)\s?$"
)
_HEALED_BEFORE = re.compile(
    r"(?a)\b(?:resolved|cleared|sterile|negative|healed|recovered|discharged|afebrile since|normal since)\W{0,3}(?:in |on |by )?$|(?:出院|治愈)\s?$"
)
_HEALED_AFTER = re.compile(
    r"(?a)\)?\W{0,2}(?:(?:\w+ ){0,3}(?:sterile|negative|resolved|healed|cleared|clear)\b|[^,;。\n]{0,12}(?:停药|停用|治愈|痊愈|吸收|结痂|转阴|恢复|消失|正常|阴性|出院))"
)
_APART = re.compile(r"(?a)[;。]|\.\s|,")
_GOES_ON = re.compile(
    r"(?a)\b(?:ongoing|continu(?:es|ing|ed)|still|currently|to date|at present|persist\w*|not resolved)\b|至今|继续|目前仍|仍(?!有轻)|持续(?!缓解)"
)
_LASTING = ("hepatitis_b", "hepatitis_c", "hiv_disease", "latent_tuberculosis")


@dataclass(frozen=True, slots=True)
class Course:
    """An infection that is over: the last day of its treatment, where that is told."""

    last: PartialDate | None


def course_over(note: Note, start: int, end: int) -> Course | None:
    """Give the end of an infection; None where it may go on."""
    if note.letter is None:
        return None
    line = note.plain.find("\n", end)
    high = min(line if line >= 0 else len(note.plain), end + _REACH)
    for other in note.matches_within(end, high):
        apart = _APART.search(note.lower, end, other.start) is not None
        if apart and any(
            one.system == "disease" and note.is_a(one.id, "infection") for one in other.senses
        ):
            high = other.start  # what follows is told of that one
            break
    found: PartialDate | None = None
    over, last = False, end
    for mention in note.calendar.within(max(0, start - 1), high):
        before = note.lower[max(0, mention.start - 24) : mention.start]
        told = mention.first != mention.last or _ENDS_BEFORE.search(before)
        healed = _HEALED_BEFORE.search(before) or _HEALED_AFTER.match(
            note.lower, mention.end, min(high, mention.end + 40)
        )
        if not (told or healed) or mention.last.earliest > note.letter:
            continue
        over, last = True, mention.end
        if told and (found is None or mention.last.earliest >= found.earliest):
            found = mention.last
    if not over or _GOES_ON.search(note.lower, last, high):
        return None
    return Course(found)


def passes(note: Note, concept: str) -> bool:
    """Whether a disease is an infection that comes and goes."""
    return note.is_a(concept, "infection") and not any(
        note.is_a(concept, one) for one in _LASTING if one in note.vocabulary.concepts
    )
