"""From a patient file to the whole answer: the one road that commands and pages share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson

from cartway.access.gather_options import Offer, gather_options
from cartway.access.match_options import Match, match
from cartway.access.present_match import as_data
from cartway.access.read_patient import read_patient
from cartway.errors import InputError
from cartway.facts import Record, Vocabulary
from cartway.knowledge.load import load_vocabulary


@dataclass(frozen=True)
class Answer:
    """The answer for one patient on one day, in every form it can take."""

    match: Match
    vocabulary: Vocabulary
    offer: Offer

    @cached_property
    def data(self) -> dict[str, Any]:
        """The answer as data, in the contract's shape."""
        return as_data(self.match, self.vocabulary)

    def json(self) -> bytes:
        """The answer as JSON, the same bytes for the same input."""
        return orjson.dumps(self.data)

    def html(self, language: str) -> str:
        """The report for a doctor: one file that needs nothing else."""
        from cartway.access.report_match import report

        return report(self, language)


def answer_match(
    path: Path, as_of: date, subject: str | None = None, today: date | None = None
) -> Answer:
    """Answer for a patient file.

    Args:
        as_of: the day asked about.
        subject: ``Patient/id`` when a bundle holds several.
        today: when given, a record with a date after it is refused.

    Raises:
        InputError: the file is not a record of one patient; says what it is instead.
    """
    vocabulary = load_vocabulary()
    record = read_patient(path, vocabulary, as_of=as_of, patient=subject, today=today)
    if not record.facts and not record.events:
        raise InputError(
            "nothing in it could be read as a fact about a patient",
            where=path.name,
            expected="a record or a letter that names at least an age, a disease or a value",
            code="I030",
        )
    return answer_record(record, as_of, vocabulary)


def answer_record(record: Record, as_of: date, vocabulary: Vocabulary) -> Answer:
    """Answer for a record that is already read."""
    offer = gather_options(as_of, vocabulary)
    matched = match(
        record,
        offer.panel,
        vocabulary,
        as_of,
        release=offer.release,
        snapshot=offer.snapshot,
    )
    return Answer(matched, vocabulary, offer)
