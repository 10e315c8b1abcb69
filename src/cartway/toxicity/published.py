"""What is published about each scale: title, rule in words, sources, ladders, words to show.

Read from `cartway_knowledge/toxicity`. What rests on memory is pending and says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Literal, TypeVar

from cartway.knowledge.load import (
    BothLanguages,
    Record,
    knowledge_root,
    read_folder,
    read_marked,
    read_record,
    shown_path,
)

RecordT = TypeVar("RecordT", bound=Record)


class Source(Record):
    """A document behind a scale or a ladder."""

    title: str
    url: str | None
    seen: str


class Sources(Record):
    """All documents by id."""

    sources: dict[str, Source]


class PublishedScale(Record):
    """A scale as its publication states it."""

    id: str
    title: BothLanguages
    rule: BothLanguages
    sources: tuple[str, ...]
    where: str
    evidence: str
    pending: bool
    confidence: float
    compiled: date
    notes: tuple[BothLanguages, ...] = ()


class Step(Record):
    """What a guideline describes at a grade."""

    grade: Literal["all", "1", "2", "3", "4"]
    text: BothLanguages
    evidence: Literal["read", "recall"]

    @property
    def pending(self) -> bool:
        """Whether the step rests on memory."""
        return self.evidence == "recall"


class Ladder(Record):
    """What one guideline describes, grade by grade; never advice."""

    id: str
    algorithms: tuple[str, ...]
    title: BothLanguages
    sources: tuple[str, ...]
    published: str
    compiled: date
    confidence: float
    steps: tuple[Step, ...]

    def at(self, lowest: int, highest: int) -> tuple[Step, ...]:
        """The steps for every grade that is possible."""
        grades = {"all", *(str(grade) for grade in range(max(lowest, 1), highest + 1))}
        return tuple(step for step in self.steps if step.grade in grades)


class InputWords(Record):
    """How an input is named and asked for."""

    label: BothLanguages
    question: BothLanguages


class AllInputWords(Record):
    """The words of every input by name."""

    inputs: dict[str, InputWords]


class Words(Record):
    """The words for choices, grades, remarks and findings."""

    choices: dict[str, BothLanguages]
    grades: dict[str, BothLanguages]
    flags: dict[str, BothLanguages]
    findings: dict[str, BothLanguages]
    values: dict[str, BothLanguages]
    phrases: dict[str, BothLanguages]
    problems: dict[str, BothLanguages]
    devices: dict[str, BothLanguages]

    def phrase(self, name: str, language: str) -> str:
        """A phrase of the answer itself."""
        return self.phrases[name].in_language(language)


def scales() -> dict[str, PublishedScale]:
    """Every scale by id."""
    return read_folder("toxicity/algorithms", PublishedScale)


def ladders(algorithm: str) -> tuple[Ladder, ...]:
    """The ladders that belong to a scale."""
    every = read_folder("toxicity/management", Ladder)
    return tuple(one for one in every.values() if algorithm in one.algorithms)


@lru_cache(maxsize=1)
def sources() -> dict[str, Source]:
    """Every document by id."""
    return _one_file("sources.yaml", Sources).sources


@lru_cache(maxsize=1)
def input_words() -> dict[str, InputWords]:
    """The words of every input by name."""
    return _one_file("inputs.yaml", AllInputWords).inputs


@lru_cache(maxsize=1)
def words() -> Words:
    """The words for everything but inputs."""
    return _one_file("words.yaml", Words)


def cited(ids: Iterable[str]) -> list[dict[str, str | None]]:
    """Sources as an answer shows them."""
    known = sources()
    return [
        {"id": one, "title": known[one].title, "url": known[one].url, "seen": known[one].seen}
        for one in ids
    ]


def _one_file(name: str, model: type[RecordT]) -> RecordT:
    path = knowledge_root() / "toxicity" / name
    return read_record(read_marked(path, shown_path(path)), model)
