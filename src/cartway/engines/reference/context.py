"""What every evaluation is about: one record, one day, one vocabulary."""

from dataclasses import dataclass, field
from datetime import date

from cartway.engines.reference import choose
from cartway.engines.reference.events import visible as begun
from cartway.engines.reference.outcome import Outcome
from cartway.facts import Event, Fact, FactDefinition, Record, Vocabulary
from cartway.truth import Truth
from cartway.values import Duration


@dataclass(frozen=True, slots=True)
class Context:
    """One record on one day; later facts are not seen.

    Attributes:
        of_concepts: what a value gives when asked for a concept: one object for each truth.
    """

    record: Record
    as_of: date
    vocabulary: Vocabulary
    of_concepts: dict[tuple[int, Truth], Outcome] = field(default_factory=dict)
    _seen: dict[tuple[str, str | None], list[Fact]] = field(default_factory=dict)
    _latest: dict[tuple[str, str | None, Duration | None], list[Fact]] = field(default_factory=dict)
    _begun: dict[str, list[Event]] = field(default_factory=dict)

    def events(self, name: str) -> list[Event]:
        """The events of a list that had begun by the day, looked up once."""
        if name not in self._begun:
            self._begun[name] = begun(self.record.events_of(name), self.as_of)
        return self._begun[name]

    def facts(self, name: str, argument: str | None) -> list[Fact]:
        """The values of a fact that were recorded by the day, looked up once."""
        key = (name, argument)
        if key not in self._seen:
            self._seen[key] = choose.visible(self.record.facts_of(name, argument), self.as_of)
        return self._seen[key]

    def latest(
        self, name: str, argument: str | None, definition: FactDefinition, window: Duration | None
    ) -> tuple[list[Fact], list[Fact]]:
        """All values of a fact, and those that may be the latest in a window, looked up once."""
        recorded = self.facts(name, argument)
        if not recorded:
            return recorded, recorded
        key = (name, argument, window)
        if key not in self._latest:
            within = choose.inside(recorded, definition, self.as_of, window)
            self._latest[key] = choose.latest(within)
        return recorded, self._latest[key]
