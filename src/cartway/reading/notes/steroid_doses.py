"""A stated present dose of a steroid: it is the whole of what is taken, in whichever list it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from cartway.facts import Absence, Event
from cartway.reading.notes.note import Note
from cartway.values import PartialDate

_STEROID = "systemic_corticosteroid"
# So far back a letter tells of the steroids of one who takes them still.
_TOLD_OF = timedelta(days=90)
_LISTS = ("medication", "prior_therapy")


def read_steroid_doses(note: Note) -> None:
    """Say of a steroid taken now that no other is, and give its dose in both lists.

    A doctor who writes "prednisolone 15 mg daily" leaves out no second steroid that is taken beside
    it; one that is named too stands in the list as well.
    """
    dosed = [one for one in note.gathered.events if _taken_now(note, one)]
    if not dosed:
        return
    for index, event in enumerate(note.gathered.events):
        if event.events != "prior_therapy" or not event.ongoing:
            continue
        agents = event.attributes.get("agent", ())
        for other in dosed:
            if other.attributes["agent"] == agents and "dose_per_day" not in event.attributes:
                dose = {"dose_per_day": other.attributes["dose_per_day"]}
                note.gathered.events[index] = replace(
                    event, attributes={**event.attributes, **dose}
                )
    since = _since(note, dosed)
    if since is not None:
        note.gathered.absences += [
            Absence(name, _STEROID, since, dosed[0].origin)
            for name in _LISTS
            if name in note.vocabulary.events
        ]


def _taken_now(note: Note, event: Event) -> bool:
    agents = event.attributes.get("agent", ())
    return (
        event.events == "medication"
        and event.ongoing
        and "dose_per_day" in event.attributes
        and any(isinstance(one, str) and note.is_a(one, _STEROID) for one in agents)
    )


def _since(note: Note, dosed: list[Event]) -> PartialDate | None:
    """From when on the list of steroids is known: the last beginning, or the day before the letter."""
    starts = [one.start for one in dosed if one.start is not None]
    if note.letter is None:
        return None
    if len(starts) < len(dosed):
        return PartialDate.of(note.letter - timedelta(days=1))
    longest = PartialDate.of(note.letter - _TOLD_OF)
    return max((*starts, longest), key=lambda one: one.latest)
