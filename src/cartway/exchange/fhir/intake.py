"""What one reading holds: the facts and events so far, and how each kind of resource adds to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cartway.exchange.codebook import NOTHING, CodeBook, FactTarget, Meaning
from cartway.exchange.fhir.bundles import Opened, find_contained
from cartway.exchange.fhir.findings import Findings
from cartway.facts import Absence, Certainty, Event, Fact, Origin
from cartway.values import PartialDate

_NARROWED = frozenset(("disease", "treatment"))


@dataclass(slots=True)
class Intake:
    """One patient's record as it is being read."""

    book: CodeBook
    opened: Opened
    document: str
    findings: Findings
    facts: list[Fact] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)
    complete: set[str] = field(default_factory=set)

    def find(self, resource: Mapping[str, Any], reference: object) -> dict[str, Any] | None:
        """The resource that a reference means: contained, or elsewhere in the bundle."""
        if not isinstance(reference, dict):
            return None
        address = reference.get("reference")
        if not isinstance(address, str):
            return None
        if address.startswith("#"):
            return find_contained(resource, address)
        return self.opened.find(address)

    def meanings(self, concept: object) -> Iterator[Meaning]:
        """What each code of a CodeableConcept means, those that mean something."""
        if isinstance(concept, dict):
            meaning = self.book.meaning
            for coding in concept.get("coding") or ():
                found = meaning(coding.get("system"), coding.get("code"))
                if found is not NOTHING:
                    yield found

    def concepts(self, coded: object, system: str) -> tuple[str, ...]:
        """The concepts of a system that a CodeableConcept names, the narrowest only.

        Codes count before names. A name counts where no code is known, or where it only narrows
        what the codes say, as *autologous* does beside the code of any transplant.
        """
        if not isinstance(coded, dict):
            return ()
        codings = coded.get("coding")
        if not codings or len(codings) > 1:
            return self._look_up(coded, system)
        one = codings[0]
        key = (system, one.get("system"), one.get("code"), one.get("display"), coded.get("text"))
        found = self.book.remembered.get(key)
        if found is None:
            found = self._look_up(coded, system)
            self.book.remember(key, found)
        return found

    def _look_up(self, coded: Mapping[str, Any], system: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        known = self.book.vocabulary.concepts
        for one in self.meanings(coded):
            for name in one.concepts:
                if known[name].system == system:
                    found[name] = None
        if found and system not in _NARROWED:
            return self.narrowest(found)
        for text in names_in(coded):
            named = self.book.named_concept(text, system)
            if named is None or named in found:
                continue
            if not found:
                return (named,)
            if found.keys() <= self.book.vocabulary.hierarchy.ancestors(named):
                found[named] = None
        return self.narrowest(found)

    def narrowest(self, concepts: Mapping[str, None]) -> tuple[str, ...]:
        """Leave out what stands above another."""
        if len(concepts) < 2:
            return tuple(concepts)
        ancestors = self.book.vocabulary.hierarchy.ancestors
        above = {one for name in concepts for one in ancestors(name) if one != name}
        return tuple(name for name in concepts if name not in above)

    def say(
        self,
        target: FactTarget,
        value: bool,
        on: PartialDate | None,
        origin: Origin,
        certainty: Certainty = Certainty.STATED,
    ) -> None:
        """Record a yes-or-no fact."""
        if target.definition.kind == "presence":
            self.facts.append(
                Fact(target.definition.id, value, on, target.argument, origin, certainty)
            )

    def unmapped(self, kind: str, coded: object, place: str) -> None:
        """Note a code that is not known, by system and code."""
        self.findings.add(kind, code_shown(coded), place)


def names_in(coded: object) -> Iterator[str]:
    """The names a CodeableConcept gives: displays, then its text."""
    if isinstance(coded, dict):
        for coding in coded.get("coding") or ():
            display = coding.get("display")
            if isinstance(display, str):
                yield display
        text = coded.get("text")
        if isinstance(text, str):
            yield text


def code_shown(coded: object) -> str:
    """The codes of a CodeableConcept without any words: words may be a patient's."""
    if not isinstance(coded, dict):
        return "no code"
    shown = []
    for coding in coded.get("coding") or ():
        system, code = coding.get("system"), coding.get("code")
        if isinstance(code, str):
            shown.append(f"{system} {code[:40]}" if isinstance(system, str) else code[:40])
    return " | ".join(shown) or "text without a code"


def has_code(coded: object, *codes: str) -> bool:
    """Whether a CodeableConcept carries one of these codes, of whatever system."""
    if isinstance(coded, dict):
        for coding in coded.get("coding") or ():
            if coding.get("code") in codes:
                return True
    return isinstance(coded, str) and coded in codes
