"""Make explicit what a record implies, so that the engines need not know it.

Regimens are spelt out into their drugs; what happens on one day ends on it; a diagnosis is a
condition; lines of therapy are counted where the list allows it. Nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cartway.facts.lines_of_therapy import lines_of_therapy
from cartway.facts.record import Event, Record, Value
from cartway.facts.vocabulary import Vocabulary


def normalise(record: Record, vocabulary: Vocabulary) -> Record:
    """Spell a record out; doing it twice changes nothing more."""
    events = tuple(_spelt_out(event, vocabulary) for event in record.events)
    spelt = replace(record, events=events)
    lines = lines_of_therapy(spelt, vocabulary)
    return spelt if lines is None else spelt.extended(facts=[lines])


def _spelt_out(event: Event, vocabulary: Vocabulary) -> Event:
    definition = vocabulary.events.get(event.events)
    if definition is None:
        return event
    held = event.attributes.get(definition.main, ())
    full = tuple(dict.fromkeys(_with_components(held, vocabulary)))
    attributes = event.attributes if full == held else {**event.attributes, definition.main: full}
    acute = (
        event.end is None
        and not event.ongoing
        and event.start is not None
        and any(_is_acute(str(value), vocabulary) for value in full)
    )
    return replace(event, attributes=attributes, end=event.start if acute else event.end)


def _with_components(values: Iterable[Value], vocabulary: Vocabulary) -> Iterable[Value]:
    for value in values:
        yield value
        concept = vocabulary.concepts.get(value) if isinstance(value, str) else None
        if concept is not None and concept.components:
            yield from _with_components(concept.components, vocabulary)


def _is_acute(value: str, vocabulary: Vocabulary) -> bool:
    return any(
        (concept := vocabulary.concepts.get(name)) is not None and concept.acute
        for name in vocabulary.hierarchy.ancestors(value)
    )
