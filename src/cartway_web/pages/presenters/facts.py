"""What is known of the person: a list to look through, and a letter with the places marked."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

from cartway.access.ask_questions import OWN_WORDS, form_of
from cartway.access.plain_facts import plain_date, plain_item
from cartway.access.quantity_words import unit_words
from cartway.access.words import say
from cartway.errors import InputError
from cartway.facts import Fact, Record
from cartway.values import Quantity
from cartway_web.pages.answers import vocabulary


def items(record: Record) -> list[Any]:
    """Everything that can be confirmed or dropped, in the order of the record."""
    return [*record.facts, *record.events, *record.absences]


def rows(record: Record, language: str) -> list[dict[str, Any]]:
    """One row an item: its words, date, origin."""
    return [
        {
            "at": at,
            "words": plain_item(one, vocabulary(), language),
            "on": plain_date(one),
            "origin": _document(one.origin.document, language),
            "start": one.origin.start,
            "sure": getattr(one, "certainty", "stated") in ("stated", "derived"),
        }
        for at, one in enumerate(items(record))
    ]


def _document(name: str, language: str) -> str:
    return say("open_page", "entered", language) if name == OWN_WORDS else name


def without(record: Record, dropped: set[int]) -> Record:
    """The record without the items at these places."""
    facts = [one for at, one in enumerate(record.facts) if at not in dropped]
    so_far = len(record.facts)
    events = [one for at, one in enumerate(record.events, so_far) if at not in dropped]
    so_far += len(record.events)
    absences = [one for at, one in enumerate(record.absences, so_far) if at not in dropped]
    return replace(record, facts=tuple(facts), events=tuple(events), absences=tuple(absences))


def review_rows(record: Record, language: str) -> list[dict[str, Any]]:
    """The rows of a letter, each with the input by which it can be corrected."""
    found = rows(record, language)
    for row, one in zip(found, items(record), strict=True):
        row["input"] = _input(one, language) if isinstance(one, Fact) else {"kind": "none"}
    ordered = sorted(found, key=lambda one: (one["start"] is None, one["start"] or 0, one["at"]))
    for number, row in enumerate(ordered, 1):
        row["number"] = number
    return ordered


def _input(fact: Fact, language: str) -> dict[str, Any]:
    value = fact.value
    if isinstance(value, Quantity):
        number = f"{value.value:g}"
        return {"kind": "number", "value": number, "unit": unit_words(value.unit, language)}
    if value is True or value is False:
        return {"kind": "yes_no", "value": "yes" if value else "no"}
    asked = form_of(fact.fact, fact.argument, vocabulary())
    if asked.form != "choice" or len(asked.choices) > 60:
        return {"kind": "none"}
    choices = [(one, words.get(language) or words["en"]) for one, words in asked.choices]
    return {"kind": "choice", "value": value, "choices": choices}


def marked(letter: str, record: Record, reviewed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The letter in pieces: each with the items that were read there, by their numbers."""
    numbers = {row["at"]: row["number"] for row in reviewed}
    places = [
        (one.origin.start, one.origin.end, at)
        for at, one in enumerate(items(record))
        if one.origin.start is not None and one.origin.end is not None
    ]
    cuts = sorted({0, len(letter), *(cut for start, end, _ in places for cut in (start, end))})
    seen: set[int] = set()
    pieces = []
    for start, end in pairwise(cuts):
        held = [at for begin, stop, at in places if begin <= start and end <= stop]
        new = [at for at in held if at not in seen]
        seen.update(new)
        if start < len(letter):
            new_here = sorted((numbers[at], at) for at in new)
            pieces.append({"text": letter[start:end], "items": held, "new": new_here})
    return pieces


def corrected(record: Record, given: dict[str, str]) -> Record:
    """The record as the person confirmed it: corrected values in, dropped items out."""
    facts = list(record.facts)
    for at, fact in enumerate(facts):
        text = given.get(f"value_{at}", "").strip()
        if text:
            facts[at] = _with_value(fact, text)
    kept = replace(record, facts=tuple(facts))
    count = len(items(record))
    return without(kept, {at for at in range(count) if given.get(f"keep_{at}") == "no"})


def _with_value(fact: Fact, text: str) -> Fact:
    if isinstance(fact.value, Quantity):
        if text == f"{fact.value.value:g}":
            return fact
        try:
            number = float(text.replace(",", "."))
        except ValueError:
            raise InputError(
                "this is not a number",
                where=fact.fact,
                expected="a number such as 1.5",
                code="I017",
            ) from None
        return replace(fact, value=Quantity(number, fact.value.unit, None))
    if isinstance(fact.value, bool):
        return replace(fact, value=text == "yes") if text in ("yes", "no") else fact
    if text != fact.value:
        definition = vocabulary().fact(fact.fact)
        return replace(fact, value=vocabulary().concept(text, definition.system or "result").id)
    return fact
