"""One note under reading: its text, names, dates and scopes, and what has been gathered so far."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from cartway.facts import Absence, Certainty, Event, Fact, Origin, Record, Value, Vocabulary
from cartway.reading.lexicon import Match
from cartway.reading.notes.cues import Cues, load_cues
from cartway.reading.notes.dating import Calendar, DateMention
from cartway.reading.notes.document import Document, Sentence, open_document
from cartway.reading.notes.examination_days import ExaminationDays
from cartway.reading.notes.habits import Habits, load_habits
from cartway.reading.notes.names import find_names
from cartway.reading.notes.scope import Scope, Scopes
from cartway.values import PartialDate


@dataclass
class Gathered:
    """What the rules have found; duplicates are dropped at the end."""

    facts: list[Fact] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)
    complete: set[str] = field(default_factory=set)

    def record(self) -> Record:
        """Everything, each once."""
        return Record(
            tuple(_once(self.facts)), tuple(_once(self.events)), tuple(_once(self.absences)),
            frozenset(self.complete),
        )  # fmt: skip


T = TypeVar("T")


def _once(items: list[T]) -> list[T]:
    seen: dict[str, T] = {}
    for item in items:
        seen.setdefault(repr(item), item)
    return list(seen.values())


class Note:
    """A note and the questions that every rule asks of it."""

    def __init__(
        self,
        original: str,
        vocabulary: Vocabulary,
        as_of: date | None,
        language: str | None,
        name: str = "note",
    ) -> None:
        self.name = name
        self.vocabulary = vocabulary
        self.cues: Cues = load_cues()
        self.habits: Habits = load_habits()
        self.document: Document = open_document(original, self.cues, language)
        self.calendar = Calendar(self.document, as_of)
        self.scopes = Scopes(self.document, self.cues)
        self.gathered = Gathered()
        # The sign of multiplication would be taken for a letter: "R-CHOP×4" is R-CHOP four times.
        self.named = self.plain.replace("×", "*")
        self.matches = find_names(self.named, self.document, vocabulary, self.habits)
        self._match_starts = [one.start for one in self.matches]
        self.examinations = ExaminationDays(self.document, self.calendar, self._names_treatment)

    @property
    def plain(self) -> str:
        """The text the rules work on."""
        return self.document.plain

    @property
    def lower(self) -> str:
        """The same in lower case."""
        return self.document.lower

    @property
    def letter(self) -> date | None:
        """The date of the letter."""
        return self.calendar.letter

    def matches_within(self, start: int, end: int) -> list[Match]:
        """The names that begin inside a stretch."""
        low = bisect_left(self._match_starts, start)
        high = bisect_left(self._match_starts, end)
        return self.matches[low:high]

    def scope(self, match: Match) -> Scope:
        """What kind of statement a name stands in."""
        return self.scopes.of(match.start, match.end)

    def sentence(self, offset: int) -> Sentence:
        """The sentence that holds an offset."""
        return self.document.sentence_at(offset)

    def is_a(self, concept: str, target: str) -> bool:
        """Whether a concept is the target or below it; False if either is not in the vocabulary."""
        return target in self.vocabulary.hierarchy.ancestors(concept)

    def origin(self, start: int, end: int) -> Origin:
        """The place in the original text."""
        first, last = self.document.text.span(start, end)
        return Origin(self.name, self.sentence(start).section, first, last)

    def date_of_test(self, start: int, end: int) -> PartialDate | None:
        """The day of a test whose value stands here."""
        return self.examinations.of(start, end)

    def date_of_specimen(self, start: int, end: int) -> PartialDate | None:
        """The day of a specimen: what is told of it may go on for several sentences."""
        return self.examinations.of(start, end, loose=True)

    def date_of_answer(self, start: int, end: int) -> PartialDate | None:
        """The day of remission, residual disease or blasts: in a history, the last day told."""
        return self.examinations.of_answer(start, end)

    def date_of_state(self, start: int, end: int) -> PartialDate | None:
        """The day of what was seen at the bedside: performance, weight, pressure, saturation."""
        return self.examinations.of_state(start, end)

    def date_before(self, start: int, *, same_clause: bool = False) -> DateMention | None:
        """The last date named before a place in its sentence, brackets about other things aside."""
        return self.examinations.before(start, same_clause=same_clause)

    def _names_treatment(self, start: int, end: int) -> bool:
        return any(
            sense.system == "treatment" and not self.is_a(sense.id, "biopsy_procedure")
            for match in self.matches_within(start, end)
            for sense in match.senses
        )

    def add_fact(
        self,
        name: str,
        value: Value,
        start: int,
        end: int,
        *,
        on: PartialDate | None = None,
        argument: str | None = None,
        certainty: Certainty = Certainty.STATED,
        limits: tuple[float | None, float | None] = (None, None),
        readable: bool = True,
    ) -> None:
        """Keep a fact, if the vocabulary knows it."""
        if name not in self.vocabulary.facts:
            return
        if on is None and self.letter is not None:
            on = PartialDate.of(self.letter)
        self.gathered.facts.append(
            Fact(
                name,
                value,
                on,
                argument,
                self.origin(start, end),
                certainty,
                limits[1],
                limits[0],
                readable,
            )
        )

    def add_event(
        self,
        events: str,
        attributes: Mapping[str, tuple[Value, ...]],
        start: int,
        end: int,
        *,
        first: PartialDate | None = None,
        last: PartialDate | None = None,
        ongoing: bool = False,
        certainty: Certainty = Certainty.STATED,
    ) -> None:
        """Keep an event, if the vocabulary knows its list; unknown attributes are left out."""
        definition = self.vocabulary.events.get(events)
        if definition is None:
            return
        known = {
            key: values
            for key, values in attributes.items()
            if values and key in definition.attributes
        }
        if not known:
            return
        self.gathered.events.append(
            Event(events, known, first, last, ongoing, self.origin(start, end), certainty)
        )

    def add_absence(
        self,
        events: str,
        concept: str,
        start: int,
        end: int,
        *,
        since: PartialDate | None = None,
        status: str | None = None,
    ) -> None:
        """Keep that something is denied."""
        if events in self.vocabulary.events:
            self.gathered.absences.append(
                Absence(events, concept, since, self.origin(start, end), status)
            )
