"""The vocabulary: what may be known of a patient, as data.

`cartway.knowledge.load` fills it from `cartway_knowledge/vocabulary`; nothing here reads files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from cartway.errors import InputError, nearest_name
from cartway.facts.hierarchy import Hierarchy

Words = Mapping[str, str]
WordLists = Mapping[str, tuple[str, ...]]
FactKind = Literal["quantity", "score", "code", "presence", "result", "date", "text"]


@dataclass(frozen=True, slots=True)
class FactDefinition:
    """One thing that may be known of a patient.

    Attributes:
        kind: quantity (number with unit), score (whole number), code (concept of `system`),
            presence (yes or no), result (positive, negative, indeterminate), date, text.
        unit: UCUM unit of a quantity.
        system: the system that a code belongs to.
        argument: the system of the argument of a fact such as ``antigen_expression(cd19)``.
        many: several values may hold at one time.
        closed: what is recorded is all there is, so that an unlisted value is not held.
        changes: ``test`` (windows matter), ``state`` (goes on), ``fixed``.
        plausible: outside it, the unit is taken to be wrong and the value is not used.
        usual_upper_limit: lowest and highest adult upper limits of normal in common use, in `unit`.
        molar_mass: g/mol, to compare mg/dL with µmol/L.
        ask: a patient or their doctor can answer it; False for what a site or investigator settles.
    """

    id: str
    kind: FactKind
    label: Words
    question: Words
    unit: str = "1"
    system: str | None = None
    argument: str | None = None
    many: bool = False
    closed: bool = False
    changes: Literal["test", "state", "fixed"] = "test"
    help: Words = field(default_factory=dict)
    aliases: WordLists = field(default_factory=dict)
    abbreviations: WordLists = field(default_factory=dict)
    codes: WordLists = field(default_factory=dict)
    plausible: tuple[float, float] | None = None
    usual_upper_limit: tuple[float, float] | None = None
    molar_mass: float | None = None
    ask: bool = True


@dataclass(frozen=True, slots=True)
class Concept:
    """A disease, a treatment, an antigen, a stage: anything a code can name.

    Attributes:
        components: what a regimen is made of.
        acute: happens at a time and is over, so that its start is when it was.
        excludes: concepts of the same system that cannot hold together with it.
    """

    id: str
    system: str
    parents: tuple[str, ...]
    label: Words
    aliases: WordLists = field(default_factory=dict)
    abbreviations: WordLists = field(default_factory=dict)
    codes: WordLists = field(default_factory=dict)
    components: tuple[str, ...] = ()
    acute: bool = False
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AttributeDefinition:
    """One attribute of the events in a list, such as the agent of a prior therapy."""

    id: str
    kind: FactKind
    label: Words
    system: str | None = None
    unit: str = "1"
    many: bool = False


@dataclass(frozen=True, slots=True)
class EventsDefinition:
    """A list of dated events: prior therapy, medication, condition, procedure, allergy."""

    id: str
    label: Words
    question: Words
    attributes: Mapping[str, AttributeDefinition]
    main: str


class Vocabulary:
    """All definitions, with the hierarchy of the concepts.

    Args:
        facts, events, concepts: the definitions; ids are unique across each.
    """

    def __init__(
        self,
        facts: Iterable[FactDefinition],
        events: Iterable[EventsDefinition],
        concepts: Iterable[Concept],
    ) -> None:
        self.facts: Mapping[str, FactDefinition] = {one.id: one for one in facts}
        self.events: Mapping[str, EventsDefinition] = {one.id: one for one in events}
        self.concepts: Mapping[str, Concept] = {one.id: one for one in concepts}
        self.hierarchy = Hierarchy({one.id: one.parents for one in self.concepts.values()})
        self._by_system: dict[str, list[str]] = {}
        for concept in self.concepts.values():
            self._by_system.setdefault(concept.system, []).append(concept.id)
        self._by_code: dict[tuple[str, str], tuple[str, ...]] = {}
        coded: list[FactDefinition | Concept] = [*self.facts.values(), *self.concepts.values()]
        for definition in coded:
            for system, codes in definition.codes.items():
                for code in codes:
                    held = self._by_code.get((system, code), ())
                    self._by_code[system, code] = (*held, definition.id)

    def fact(self, name: str) -> FactDefinition:
        """Look a fact up.

        Raises:
            InputError: no such fact; names the nearest.
        """
        if name in self.facts:
            return self.facts[name]
        raise InputError(
            f"no fact is called {name}", nearest=nearest_name(name, self.facts), code="C010"
        )

    def event_list(self, name: str) -> EventsDefinition:
        """Look a list of events up.

        Raises:
            InputError: no such list; names the nearest.
        """
        if name in self.events:
            return self.events[name]
        raise InputError(
            f"no list of events is called {name}",
            nearest=nearest_name(name, self.events),
            code="C011",
        )

    def concept(self, name: str, system: str | None = None) -> Concept:
        """Look a concept up, within a system if one is given.

        Raises:
            InputError: no such concept there; names the nearest.
        """
        concept = self.concepts.get(name)
        if concept is not None and system in (None, concept.system):
            return concept
        known = self._by_system.get(system, []) if system else list(self.concepts)
        among = f" among {system}" if system else ""
        raise InputError(
            f"no concept is called {name}{among}", nearest=nearest_name(name, known), code="C012"
        )

    def systems(self) -> frozenset[str]:
        """The names of all systems of concepts."""
        return frozenset(self._by_system)

    def in_system(self, system: str) -> tuple[str, ...]:
        """The ids of a system's concepts, in the order of the files."""
        return tuple(self._by_system.get(system, ()))

    def by_code(self, system: str, code: str) -> tuple[str, ...]:
        """The ids of facts and concepts that carry a code, such as ``("loinc", "751-8")``."""
        return self._by_code.get((system, code), ())

    def label(self, name: str, language: str) -> str:
        """The words for a fact, list or concept; its id if it has none."""
        for table in (self.facts, self.concepts, self.events):
            definition = table.get(name)
            if definition is not None:
                words: Words = definition.label
                return words.get(language) or words.get("en") or name
        return name
