"""What every evaluation is about: one record, one day, one vocabulary."""

from dataclasses import dataclass, field
from datetime import date

from cartway.engines.reference.choose import visible
from cartway.engines.reference.events import visible as begun
from cartway.facts import Event, Fact, Record, Vocabulary


@dataclass(frozen=True, slots=True)
class Context:
    """One record on one day; later facts are not seen."""

    record: Record
    as_of: date
    vocabulary: Vocabulary
    _seen: dict[tuple[str, str | None], list[Fact]] = field(default_factory=dict)
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
            self._seen[key] = visible(self.record.facts_of(name, argument), self.as_of)
        return self._seen[key]
