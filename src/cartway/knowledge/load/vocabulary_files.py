"""The form of the vocabulary's files: facts, event lists and concepts."""

from typing import Literal

from pydantic import Field

from cartway.knowledge.load.records import Record
from cartway.knowledge.load.texts import BothLanguages, WordsInBothLanguages

FactKind = Literal["quantity", "score", "code", "presence", "result", "date", "text"]


class FactEntry(Record):
    """A fact that may be known of a patient."""

    kind: FactKind
    label: BothLanguages
    question: BothLanguages
    unit: str | None = None
    system: str | None = None
    argument: str | None = None
    many: bool = False
    aliases: WordsInBothLanguages = WordsInBothLanguages()
    codes: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    plausible: tuple[float, float] | None = None
    usual_upper_limit: tuple[float, float] | None = None
    changes: Literal["test", "state", "fixed"] = "state"
    note: str | None = None


class AttributeEntry(Record):
    """What may be said of one event: its agent, its dose, its outcome."""

    kind: FactKind
    unit: str | None = None
    system: str | None = None
    many: bool = False
    label: BothLanguages
    aliases: WordsInBothLanguages = WordsInBothLanguages()


class EventsEntry(Record):
    """A dated list of events that may be declared complete."""

    label: BothLanguages
    question: BothLanguages
    attributes: dict[str, AttributeEntry]
    aliases: WordsInBothLanguages = WordsInBothLanguages()
    note: str | None = None


class ConceptEntry(Record):
    """A disease, treatment, antigen or one value of an enumeration."""

    label: BothLanguages
    parents: tuple[str, ...] = ()
    aliases: WordsInBothLanguages = WordsInBothLanguages()
    codes: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    note: str | None = None


class VocabularyFile(Record):
    """One file of the vocabulary."""

    facts: dict[str, FactEntry] = Field(default_factory=dict)
    events: dict[str, EventsEntry] = Field(default_factory=dict)
    concepts: dict[str, ConceptEntry] = Field(default_factory=dict)
