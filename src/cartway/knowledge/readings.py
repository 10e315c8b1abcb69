"""Reviewed readings: what a person decided that a criterion says, for exactly that text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from pydantic import Field

from cartway.criteria import Node, parse
from cartway.facts import Vocabulary
from cartway.knowledge.load import Record, read_folder
from cartway.knowledge.stated import Day

FOLDER = "readings"


class Reading(Record):
    """One reviewed line.

    Attributes:
        text_hash: SHA-256 of the line, spaces at its ends left out; another text is not touched.
        reviewer_role: who decided, by role: no names.
    """

    text_hash: str = Field(pattern=r"^[0-9a-f]{64}$")
    kind: Literal["inclusion", "exclusion"]
    notation: str
    reviewer_role: str
    on: Day
    reason: str


class TrialReadings(Record):
    """The reviewed lines of one trial, in a file named after it."""

    id: str
    readings: tuple[Reading, ...]


@lru_cache(maxsize=1)
def reviewed_readings() -> dict[str, TrialReadings]:
    """Every trial that has reviewed lines."""
    return read_folder(FOLDER, TrialReadings)


def overrides(vocabulary: Vocabulary) -> Mapping[str, Node]:
    """The reviewed lines by the hash of their text.

    Raises:
        InputError: a notation that does not fit the vocabulary.
    """
    return {
        one.text_hash: parse(one.notation, vocabulary)
        for trial in reviewed_readings().values()
        for one in trial.readings
    }
