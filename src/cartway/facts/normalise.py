"""Make explicit what a record implies, so that the engines need not know it.

Regimens are spelt out into their drugs; what happens on one day ends on it; a diagnosis is a
condition; lines of therapy are counted where the list allows it; what negative tests and complete
lists rule out is ruled out. Nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cartway.facts.implications import implied_absences, implied_facts
from cartway.facts.lines_of_therapy import lines_of_therapy
from cartway.facts.record import Certainty, Event, Record, Value
from cartway.facts.vocabulary import Vocabulary
from cartway.truth import FALSE, TRUE

_MALIGNANT = "malignant_neoplasm"
_OF_BLOOD = "haematological_malignancy"
_SECOND = "second_primary_malignancy"
_OF_SPREAD = ("metasta", "carcinomatosis", "pleural_malignancy")


def normalise(record: Record, vocabulary: Vocabulary) -> Record:
    """Spell a record out; doing it twice changes nothing more."""
    diagnosed = [str(one.value) for one in record.facts_of("diagnosis")]
    treated = _malignant(diagnosed, vocabulary) if diagnosed else None
    events = tuple(
        _other_malignancy(_spelt_out(event, vocabulary), treated, vocabulary)
        for event in record.events
    )
    spelt = replace(record, events=events)
    lines = lines_of_therapy(spelt, vocabulary)
    facts = [*implied_facts(spelt, vocabulary), *([] if lines is None else [lines])]
    absences = list(implied_absences(spelt, vocabulary))
    return spelt.extended(facts, absences=absences) if facts or absences else spelt


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


def _malignant(names: Iterable[str], vocabulary: Vocabulary) -> set[str]:
    return {one for one in names if _MALIGNANT in vocabulary.hierarchy.ancestors(one)}


def _other_malignancy(event: Event, treated: set[str] | None, vocabulary: Vocabulary) -> Event:
    """Name a cancer that is not the one treated as a second one, and no other.

    A cancer that is the treated one or includes it is never a second one, whatever the source
    calls it: it would close every trial that refuses other cancers. One that the treated diagnosis
    may include (a breast cancer beside a "carcinoma") stays a second one, in doubt. Blood cancers
    turn into one another and solid ones spread, so that only a cancer that shares nothing with any
    treated one, and is not of the blood beside one of the blood, counts unasked.

    Args:
        treated: the malignant diagnoses; None where no diagnosis is recorded.
    """
    if event.events != "condition" or treated is None or _SECOND not in vocabulary.concepts:
        return event
    codes = event.attributes.get("code", ())
    malignant = _malignant(map(str, codes), vocabulary) - {_SECOND}
    if _SECOND in codes:
        pairs = [(one, other) for one in malignant for other in treated]
        if any(vocabulary.hierarchy.is_a(other, one) is TRUE for one, other in pairs):
            kept = tuple(code for code in codes if code != _SECOND)
            return replace(event, attributes={**event.attributes, "code": kept})
        doubtful = any(_related(one, other, vocabulary) for one, other in pairs)
        return replace(event, certainty=Certainty.UNCERTAIN) if doubtful else event
    if not malignant:
        return event
    if any(_may_be_the_same(one, other, vocabulary) for one in malignant for other in treated):
        return event
    return replace(event, attributes={**event.attributes, "code": (*codes, _SECOND)})


def _related(one: str, other: str, vocabulary: Vocabulary) -> bool:
    is_a = vocabulary.hierarchy.is_a
    return is_a(one, other) is not FALSE or is_a(other, one) is not FALSE


def _may_be_the_same(one: str, other: str, vocabulary: Vocabulary) -> bool:
    if _related(one, other, vocabulary):
        return True
    hierarchy = vocabulary.hierarchy
    above, beside = hierarchy.ancestors(one), hierarchy.ancestors(other)
    return _OF_BLOOD in above & beside or any(
        mark in name for name in above | beside for mark in _OF_SPREAD
    )
