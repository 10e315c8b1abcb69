"""What is known of the person: a list to look through, and a letter with the places marked."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from cartway.access.ask_questions import OWN_WORDS
from cartway.access.concept_names import names_in
from cartway.access.correct_facts import items_of, twins_of
from cartway.access.correction_forms import fields_of
from cartway.access.plain_facts import plain_date, plain_item
from cartway.access.words import say
from cartway.errors import InputError
from cartway.facts import Record
from cartway_web.pages.answers import vocabulary
from cartway_web.pages.input_words import input_words

Wrong = Mapping[int, tuple[str, InputError]]


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
        for at, one in enumerate(items_of(record))
    ]


def _document(name: str, language: str) -> str:
    return say("open_page", "entered", language) if name == OWN_WORDS else name


def review_rows(
    record: Record, language: str, given: Mapping[str, str], wrong: Wrong
) -> list[dict[str, Any]]:
    """The rows of a letter, each with the inputs by which it can be corrected.

    Args:
        given: what was typed, if the form was sent and something in it could not be used.
        wrong: the input of a row that could not be used, and why.
    """
    twins = twins_of(record)
    found = []
    for row, one in zip(rows(record, language), items_of(record), strict=True):
        at = row["at"]
        if at in twins:
            continue
        row["doubtful"] = getattr(one, "certainty", "stated") == "uncertain"
        row["derived"] = getattr(one, "certainty", "stated") == "derived"
        row["keep"] = given.get(f"keep_{at}", "" if row["doubtful"] else "yes")
        row["fields"] = [
            {
                "name": f"{field.name}_{at}",
                "kind": field.kind,
                "label": field.label,
                "value": given.get(f"{field.name}_{at}", field.value),
                "choices": field.choices,
                "system": field.system,
                "error": _words_of(wrong.get(at), field.name, language),
            }
            for field in fields_of(one, vocabulary(), language)
        ]
        if at in wrong:
            row["keep"] = "correct"
        found.append(row)
    ordered = sorted(found, key=lambda one: (one["start"] is None, one["start"] or 0, one["at"]))
    for number, row in enumerate(ordered, 1):
        row["number"] = number
        row["wrong"] = row["at"] in wrong
    return ordered


def _words_of(found: tuple[str, InputError] | None, name: str, language: str) -> str:
    if found is None or found[0] != name:
        return ""
    error = found[1]
    words = input_words(error, language)
    if error.nearest and error.nearest in vocabulary().concepts:
        label = vocabulary().label(error.nearest, language)
        words += " " + say("letter", "did_you_mean", language, name=label)
    return words


def name_lists(reviewed: list[dict[str, Any]], language: str) -> list[tuple[str, list[str]]]:
    """The names to choose from while typing, for each system that an input asks for."""
    systems = {
        field["system"] for row in reviewed for field in row["fields"] if field["kind"] == "name"
    }
    return [(one, names_in(one, vocabulary(), language)) for one in sorted(systems)]


def marked(letter: str, record: Record, reviewed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The letter in pieces: each with the items that were read there, by their numbers."""
    numbers = {row["at"]: row["number"] for row in reviewed}
    places = [
        (one.origin.start, one.origin.end, at)
        for at, one in enumerate(items_of(record))
        if one.origin.start is not None and one.origin.end is not None and at in numbers
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
