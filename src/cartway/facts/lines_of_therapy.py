"""Count lines of therapy from dated treatments: a lower bound, unless the list is complete.

Source: IMWG 2015 (Rajkumar et al., Blood 126:921), guidelines for lines of therapy: a planned course
is one line; treatment begun anew with other drugs after it ended is another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from cartway.facts.record import Certainty, Event, Fact, Origin, Record
from cartway.facts.vocabulary import Vocabulary
from cartway.truth import TRUE
from cartway.values import Quantity

# Phases of one plan (induction, transplant, consolidation) follow each other within weeks.
_NEW_COURSE_AFTER_DAYS = 90
_SYSTEMIC = "systemic_anticancer_therapy"
_MALIGNANT = "malignant_neoplasm"


def lines_of_therapy(record: Record, vocabulary: Vocabulary) -> Fact | None:
    """The number of prior lines, if the record does not state it and its treatments tell.

    Numbered lines are counted. Without numbers, a course with a new systemic drug that began more
    than 90 days after all before it had ended is a further line; this is done only where the record
    holds a single malignant disease, because a drug may have been for another.
    """
    if record.facts_of("prior_lines_of_therapy"):
        return None
    listed = [one for one in record.events_of("prior_therapy") if _stated(one)]
    complete = "prior_therapy" in record.complete
    numbered = {
        value.value
        for event in listed
        for value in event.attributes.get("line", ())
        if isinstance(value, Quantity)
    }
    if numbered:
        return _fact(max(numbered), complete)
    if not listed:
        return _fact(0, complete) if complete else None
    if not _single_disease(record, vocabulary):
        return None
    courses = _courses(_systemic(listed, vocabulary))
    return _fact(courses, False) if courses else None


def _stated(event: Event) -> bool:
    return event.certainty in (Certainty.STATED, Certainty.DERIVED)


def _fact(count: float, exact: bool) -> Fact:
    return Fact(
        "prior_lines_of_therapy",
        Quantity(count, "1", None if exact else ">="),
        origin=Origin("cartway", "counted from prior_therapy"),
        certainty=Certainty.DERIVED,
    )


@dataclass
class _Course:
    end: date
    drugs: set[str] = field(default_factory=set)


def _systemic(events: Iterable[Event], vocabulary: Vocabulary) -> list[tuple[date, date, set[str]]]:
    """The systemic treatments with full dates: first day, last day, drugs."""
    found = []
    for event in events:
        drugs = {
            str(value)
            for value in event.attributes.get("agent", ())
            if _SYSTEMIC in vocabulary.hierarchy.ancestors(str(value))
        }
        if drugs and event.start is not None and event.end is not None and not event.ongoing:
            found.append((event.start.latest, event.end.latest, drugs))
    return sorted(found, key=lambda one: one[:2])


def _courses(treatments: Iterable[tuple[date, date, set[str]]]) -> int:
    course: _Course | None = None
    seen: set[str] = set()
    count = 0
    for start, end, drugs in treatments:
        if course is None or (start - course.end).days > _NEW_COURSE_AFTER_DAYS:
            if course is not None:
                count += bool(course.drugs - seen)
                seen |= course.drugs
            course = _Course(end)
        course.drugs |= drugs
        course.end = max(course.end, end)
    return count + bool(course and course.drugs - seen)


def _single_disease(record: Record, vocabulary: Vocabulary) -> bool:
    """Whether every malignant disease on record is one and the same, more or less exactly named."""
    is_a = vocabulary.hierarchy.is_a
    named = {str(one.value) for one in record.facts_of("diagnosis")}
    for event in record.events_of("condition"):
        named |= {str(value) for value in event.attributes.get("code", ())}
    malignant = [one for one in named if _MALIGNANT in vocabulary.hierarchy.ancestors(one)]
    return bool(malignant) and all(
        is_a(a, b) is TRUE or is_a(b, a) is TRUE for a in malignant for b in malignant
    )
