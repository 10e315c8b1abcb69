"""The questions of the field, answered in our own words, every sentence with its records.

An answer carries a digest of each record that it rests on: when a record changes, the answer is
to be read again, and a test fails until it has been.
"""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import Field, model_validator

from cartway.errors import InputError, nearest_name
from cartway.knowledge.load import (
    BothLanguages,
    Record,
    RuleBroken,
    WordsInBothLanguages,
    knowledge_root,
    read_folder,
    read_marked,
)
from cartway.knowledge.stated import Day

FOLDER = "answers"
_DIGITS = 12
_NOT_CONTENT = frozenset({"checked"})


class Sentence(Record):
    """One sentence and the records that bear it, as `products/axi-cel`."""

    text: BothLanguages
    records: tuple[str, ...] = Field(min_length=1)


class Answer(Record):
    """A question, how else people ask it, and the answer.

    Attributes:
        rests_on: each record with the digest that it had when the answer was last read.
    """

    id: str
    checked: Day
    question: BothLanguages
    also_asked: WordsInBothLanguages
    sentences: tuple[Sentence, ...] = Field(min_length=1)
    rests_on: dict[str, str]

    @model_validator(mode="after")
    def _digests_of_all_records(self) -> "Answer":
        cited = {record for sentence in self.sentences for record in sentence.records}
        if cited != set(self.rests_on):
            odd = ", ".join(sorted(cited ^ set(self.rests_on)))
            raise RuleBroken(
                "K014",
                f"The sentences and rests_on name different records: {odd}.",
                expected="each cited record once under rests_on",
            )
        return self


@lru_cache(maxsize=1)
def answers() -> dict[str, Answer]:
    """Every answer by id."""
    return read_folder(FOLDER, Answer)


def answer(name: str) -> Answer:
    """One answer.

    Raises:
        InputError: no such answer; names the nearest.
    """
    known = answers()
    if name not in known:
        raise InputError(
            f"no answer is called {name}", nearest=nearest_name(name, known), code="K040"
        )
    return known[name]


def record_digest(record: str, root: Path | None = None) -> str | None:
    """A digest of what a record says, blind to layout and to the day it was checked.

    Returns:
        twelve digits, or None when there is no such record.
    """
    path = (root or knowledge_root()) / f"{record}.yaml"
    if not path.is_file():
        return None
    values = read_marked(path, record).values
    if isinstance(values, dict):
        values = {key: held for key, held in values.items() if key not in _NOT_CONTENT}
    return hashlib.sha256(_canonical(values).encode()).hexdigest()[:_DIGITS]


def changed_records(of: Answer) -> tuple[str, ...]:
    """The records that changed, or went, since an answer was last read."""
    return tuple(name for name, held in of.rests_on.items() if record_digest(name) != held)


def _canonical(values: Any) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
