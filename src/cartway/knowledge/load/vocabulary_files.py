"""The form of the vocabulary's files: facts, event lists and concepts."""

from typing import Literal

from pydantic import Field, model_validator

from cartway.knowledge.load.records import Record, RuleBroken
from cartway.knowledge.load.texts import BothLanguages, WordsInBothLanguages

FactKind = Literal["quantity", "score", "code", "presence", "result", "date", "text"]


class FactEntry(Record):
    """A fact that may be known of a patient."""

    kind: FactKind
    label: BothLanguages
    question: BothLanguages
    unit: str = "1"
    system: str | None = None
    argument: str | None = None
    many: bool = False
    closed: bool = False
    changes: Literal["test", "state", "fixed"] = "test"
    help: BothLanguages | None = None
    aliases: WordsInBothLanguages = WordsInBothLanguages()
    abbreviations: WordsInBothLanguages = WordsInBothLanguages()
    codes: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    plausible: tuple[float, float] | None = None
    usual_upper_limit: tuple[float, float] | None = None
    molar_mass: float | None = None
    ask: bool = True
    note: str | None = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> "FactEntry":
        if self.kind == "quantity" and self.unit == "1" and "unit" not in self.model_fields_set:
            raise RuleBroken(
                "K014", "A quantity needs its unit.", expected="unit: a UCUM unit, '1' for none"
            )
        if self.kind == "code" and not self.system:
            raise RuleBroken(
                "K014", "A code needs the system it belongs to.", expected="system: disease"
            )
        return self


class AttributeEntry(Record):
    """What may be said of one event: its agent, its dose, its outcome."""

    kind: FactKind
    label: BothLanguages
    unit: str = "1"
    system: str | None = None
    many: bool = False


class EventsEntry(Record):
    """A dated list of events that may be declared complete."""

    label: BothLanguages
    question: BothLanguages
    attributes: dict[str, AttributeEntry]
    main: str
    note: str | None = None


class ConceptEntry(Record):
    """A disease, treatment, antigen or one value of an enumeration."""

    label: BothLanguages
    parents: tuple[str, ...] = ()
    aliases: WordsInBothLanguages = WordsInBothLanguages()
    abbreviations: WordsInBothLanguages = WordsInBothLanguages()
    codes: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    components: tuple[str, ...] = ()
    acute: bool = False
    excludes: tuple[str, ...] = ()
    note: str | None = None


class VocabularyFile(Record):
    """One file of the vocabulary."""

    facts: dict[str, FactEntry] = Field(default_factory=dict)
    events: dict[str, EventsEntry] = Field(default_factory=dict)
    concepts: dict[str, ConceptEntry] = Field(default_factory=dict)
