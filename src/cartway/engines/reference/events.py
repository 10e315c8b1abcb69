"""Whether an event falls in a window, and what a record rules out about a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cartway.criteria import All, AnyOf, Attribute, Is, Node
from cartway.facts import Absence, Event, Vocabulary
from cartway.truth import FALSE, TRUE, UNKNOWN, Truth


def visible(events: Sequence[Event], as_of: date) -> list[Event]:
    """The events that had begun by the day; undated ones count as begun."""
    return [one for one in events if one.start is None or one.start.earliest <= as_of]


def in_window(event: Event, cutoff: date | None) -> Truth:
    """Say whether the event's last day is on or after `cutoff`."""
    if cutoff is None or event.ongoing:
        return TRUE
    if event.end is not None:
        if event.end.earliest >= cutoff:
            return TRUE
        return FALSE if event.end.latest < cutoff else UNKNOWN
    if event.start is not None and event.start.earliest >= cutoff:
        return TRUE
    return UNKNOWN


def ruled_out(
    where: Node | None,
    absences: Sequence[Absence],
    cutoff: date | None,
    main: str,
    vocabulary: Vocabulary,
    statuses: tuple[str, ...] = (),
) -> Absence | None:
    """Find a recorded absence that no event satisfying `where` could stand beside.

    *No CAR-T so far* rules out ``agent is anti_cd19_car_t``; *no active infection* rules out
    ``code is pneumonia and status is active`` but not an old pneumonia.

    Args:
        statuses: what `where` is known to ask of the status of the event.

    Returns:
        The absence (the last one needed, when `where` is an *or*), or None.
    """
    if isinstance(where, AnyOf):
        found = None
        for child in where.children:
            found = ruled_out(child, absences, cutoff, main, vocabulary, statuses)
            if found is None:
                return None
        return found
    if isinstance(where, All):
        asked = tuple(
            one.concept
            for one in where.children
            if isinstance(one, Is) and one.subject == Attribute("status")
        )
        for child in where.children:
            found = ruled_out(child, absences, cutoff, main, vocabulary, statuses + asked)
            if found is not None:
                return found
        return None
    if not (isinstance(where, Is) and where.subject == Attribute(main)):
        return None
    for absence in absences:
        if _covers(absence, where.concept, cutoff, statuses, vocabulary):
            return absence
    return None


def _covers(
    absence: Absence,
    concept: str,
    cutoff: date | None,
    statuses: tuple[str, ...],
    vocabulary: Vocabulary,
) -> bool:
    is_a = vocabulary.hierarchy.is_a
    if is_a(concept, absence.concept) is not TRUE:
        return False
    if absence.since is not None and (cutoff is None or cutoff < absence.since.latest):
        return False
    return absence.status is None or any(
        is_a(status, absence.status) is TRUE for status in statuses
    )
