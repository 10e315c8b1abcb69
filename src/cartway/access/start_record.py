"""A first record from what a person says at the start: the disease and the age."""

from __future__ import annotations

from datetime import date

from cartway.access.ask_questions import OWN_WORDS
from cartway.errors import InputError
from cartway.facts import Fact, Origin, Record, Vocabulary
from cartway.values import PartialDate, Quantity

OLDEST = 120


def start_record(disease: str, age: str, vocabulary: Vocabulary, as_of: date) -> Record:
    """The record of a person of whom the disease is known, and the age if it was given.

    Raises:
        InputError: no such disease, or no such age.
    """
    day, origin = PartialDate.of(as_of), Origin(OWN_WORDS)
    facts = [Fact("diagnosis", vocabulary.concept(disease, "disease").id, day, origin=origin)]
    if age.strip():
        facts.append(Fact("age", Quantity(age_of(age), "a"), day, origin=origin))
    return Record(facts=tuple(facts))


def age_of(text: str) -> float:
    """An age in years.

    Raises:
        InputError: it is no age.
    """
    try:
        years = float(text.strip().replace(",", ".").removesuffix("岁").strip())
    except ValueError:
        years = -1.0
    if not 0 <= years <= OLDEST:
        raise InputError(
            "this is not an age", where="age", expected=f"years from 0 to {OLDEST}", code="I016"
        )
    return years
