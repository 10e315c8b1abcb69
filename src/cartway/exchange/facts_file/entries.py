"""The entries of a facts file into a record: facts, events, absences, complete lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cartway.errors import nearest_name
from cartway.exchange.facts_file.forms import AbsenceEntry, FactEntry, FactsFile
from cartway.exchange.facts_file.values import ValueReader
from cartway.facts import (
    Absence,
    AttributeDefinition,
    Event,
    EventsDefinition,
    Fact,
    FactDefinition,
    Origin,
    Record,
    Value,
)
from cartway.knowledge.load.marked_yaml import Trail


class EntryReader(ValueReader):
    """Turns checked entries into facts and events, collecting every problem."""

    def record(self, content: FactsFile) -> Record:
        """Everything in the file that has no problem."""
        return Record(
            tuple(one for at, entry in enumerate(content.facts) for one in self._fact(at, entry)),
            tuple(one for at, entry in enumerate(content.events) for one in self._event(at, entry)),
            tuple(
                one for at, entry in enumerate(content.absences) for one in self._absence(at, entry)
            ),
            frozenset(one for at, one in enumerate(content.complete) if self._complete(at, one)),
        )

    def _fact(self, at: int, entry: FactEntry) -> Iterator[Fact]:
        trail: Trail = ("facts", at)
        definition = self.vocabulary.facts.get(entry.fact)
        if definition is None:
            near = nearest_name(entry.fact, self.vocabulary.facts) or ""
            named = self.book.named_fact(entry.fact)
            near = named.definition.id if named else near
            self.problem((*trail, "fact"), "this fact is not known", "the id of a fact", near)
            return
        argument = self._argument(trail, entry, definition)
        value = self.value(trail, entry.value, entry.unit, definition)
        on = self.date((*trail, "on"), entry.on)
        if value is None or (definition.argument and argument is None):
            return
        line = self.marked.value_places.get(trail, (1, 1))[0]
        yield Fact(
            definition.id, value, on, argument, Origin(self.name, f"line {line}"),
            entry.certainty, entry.upper_limit, entry.lower_limit,
        )  # fmt: skip

    def _argument(self, trail: Trail, entry: FactEntry, definition: FactDefinition) -> str | None:
        if definition.argument is None:
            if entry.argument is not None:
                self.problem((*trail, "argument"), f"{definition.id} takes no argument")
            return None
        if entry.argument is None:
            self.problem(
                trail, f"{definition.id} needs an argument", f"argument: a {definition.argument}"
            )
            return None
        return self.concept((*trail, "argument"), entry.argument, definition.argument)

    def _list(self, trail: Trail, name: object) -> EventsDefinition | None:
        found = self.vocabulary.events.get(str(name))
        if found is None:
            known = ", ".join(self.vocabulary.events)
            near = nearest_name(str(name), self.vocabulary.events) or ""
            self.problem(trail, "this list of events is not known", f"one of {known}", near)
        return found

    def _event(self, at: int, entry: dict[str, Any]) -> Iterator[Event]:
        trail: Trail = ("events", at)
        definition = self._list((*trail, "events"), entry.get("events"))
        if definition is None:
            return
        dates = {
            key: self.text_date((*trail, key), entry.get(key)) for key in ("on", "start", "end")
        }
        start, end = dates["start"] or dates["on"], dates["end"] or dates["on"]
        attributes: dict[str, tuple[Value, ...]] = {}
        for key, given in entry.items():
            if key in ("events", "on", "start", "end", "ongoing", "certainty"):
                continue
            attribute = definition.attributes.get(key)
            if attribute is None:
                known = ", ".join(definition.attributes)
                near = nearest_name(key, definition.attributes) or ""
                self.problem(
                    (*trail, key),
                    f"{definition.id} has no attribute {key}",
                    f"one of {known}",
                    near,
                )
                continue
            listed = given if isinstance(given, list) else [given]
            values = [self._attribute((*trail, key), one, attribute) for one in listed]
            attributes[key] = tuple(one for one in values if one is not None)
        certainty = self.certainty((*trail, "certainty"), entry.get("certainty"))
        ongoing = self.flag((*trail, "ongoing"), entry.get("ongoing"))
        line = self.marked.value_places.get(trail, (1, 1))[0]
        origin = Origin(self.name, f"line {line}")
        yield Event(definition.id, attributes, start, end, ongoing, origin, certainty)

    def _attribute(
        self, trail: Trail, given: object, attribute: AttributeDefinition
    ) -> Value | None:
        if not isinstance(given, str):
            self.problem(trail, f"{attribute.id} is one value or a list of values")
            return None
        return self.value(trail, given, None, attribute)

    def _absence(self, at: int, entry: AbsenceEntry) -> Iterator[Absence]:
        trail: Trail = ("absences", at)
        definition = self._list((*trail, "events"), entry.events)
        if definition is None:
            return
        system = definition.attributes[definition.main].system or ""
        concept = self.concept((*trail, "concept"), entry.concept, system)
        since = self.date((*trail, "since"), entry.since)
        if concept is not None:
            line = self.marked.value_places.get(trail, (1, 1))[0]
            yield Absence(
                definition.id, concept, since, Origin(self.name, f"line {line}"), entry.status
            )

    def _complete(self, at: int, name: str) -> bool:
        return self._list(("complete", at), name) is not None
