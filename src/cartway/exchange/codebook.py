"""What a code or a name means: the vocabulary first, then the code maps, last exact names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from cartway.exchange.code_files import CodeEntry, CodeFile, RoleFile, UnitFile
from cartway.exchange.names import loose_name
from cartway.exchange.units import Units
from cartway.facts import FactDefinition, Vocabulary
from cartway.knowledge.load import (
    files_of,
    load_vocabulary,
    read_marked,
    read_record,
    shown_path,
)
from cartway.knowledge.load.cache import kept
from cartway.values import convert_factor

FOLDER = "codes"
_MOST_REMEMBERED = 100_000


class FactTarget(NamedTuple):
    """A fact that a code records, with its argument if the code settles it."""

    definition: FactDefinition
    argument: str | None


@dataclass(frozen=True, slots=True)
class Meaning:
    """All that one code says.

    Attributes:
        measured: the fact, when a code records one plain quantity and nothing else.
    """

    facts: tuple[FactTarget, ...] = ()
    concepts: tuple[str, ...] = ()
    score: float | None = None
    holds: tuple[FactTarget, ...] = ()
    denies: tuple[FactTarget, ...] = ()
    measured: FactDefinition | None = None


NOTHING = Meaning()


class MeasuredPlan(NamedTuple):
    """What to do with a plain number under one code and one unit.

    Attributes:
        unit: the record's own unit, in UCUM.
        factor: what turns the number into the fact's unit.
        lowest, highest: what is plausible, in the fact's unit.
    """

    definition: FactDefinition
    fact: str
    unit: str
    factor: float
    lowest: float
    highest: float


class CodeFiles(NamedTuple):
    """The code maps as read from their files."""

    systems: tuple[CodeFile, ...]
    units: UnitFile
    roles: RoleFile


class _Plans(dict[tuple[object, object, object], "MeasuredPlan | None"]):
    """Address, code and unit to the plan; worked out when first asked for."""

    def __init__(self, book: CodeBook) -> None:
        super().__init__()
        self._book = book

    def __missing__(self, key: tuple[object, object, object]) -> MeasuredPlan | None:
        plan = self._book.plan_of(*key)
        if len(self) < _MOST_REMEMBERED:
            self[key] = plan
        return plan


class CodeBook:
    """Looks codes and names up. Answers are remembered, for records repeat themselves.

    Args:
        vocabulary: facts and concepts with their codes and names.
        files: the maps beyond it.
    """

    def __init__(self, vocabulary: Vocabulary, files: CodeFiles) -> None:
        self.vocabulary = vocabulary
        self.roles = files.roles
        self.units = Units(files.units.words)
        self._system_of = {
            address.casefold().rstrip("/"): one.system
            for one in files.systems
            for address in one.addresses
        }
        self._narrows = {one.system for one in files.systems if one.narrows}
        self.entries = {
            (one.system, code): entry for one in files.systems for code, entry in one.codes.items()
        }
        self.unread_resources = frozenset(files.roles.unread_resources)
        self._meanings: dict[tuple[object, object], Meaning] = {}
        self.measured = _Plans(self)
        self.remembered: dict[tuple[object, ...], tuple[str, ...]] = {}
        self.targets: dict[tuple[object, ...], tuple[FactTarget, ...]] = {}
        self.is_diagnosis = lru_cache(maxsize=8192)(self._below(files.roles.diagnoses))
        self.is_therapy = lru_cache(maxsize=8192)(self._below(files.roles.prior_therapy))
        self.is_both = lru_cache(maxsize=8192)(self._below(files.roles.both))
        self.is_procedure = lru_cache(maxsize=8192)(self._below(files.roles.procedures))

        self.named_fact = lru_cache(maxsize=16384)(self._fact_named)
        self.named_concept = lru_cache(maxsize=16384)(self._concept_named)
        self._factors: dict[tuple[str, str], float | None] = {}
        self._scales: dict[tuple[str, str | None, str | None], tuple[str | None, float | None]] = {}

    def remember(self, key: tuple[object, ...], concepts: tuple[str, ...]) -> None:
        """Keep what a printed code and its names mean; records repeat themselves."""
        if len(self.remembered) < _MOST_REMEMBERED:
            self.remembered[key] = concepts

    def remember_targets(self, key: tuple[object, ...], targets: tuple[FactTarget, ...]) -> None:
        """Keep which facts an observation's printed code stands for."""
        if len(self.targets) < _MOST_REMEMBERED:
            self.targets[key] = targets

    def plan_of(self, address: object, code: object, unit_code: Any) -> MeasuredPlan | None:
        """What to do with a plain number; None where the code or the unit need more thought."""
        definition = self.meaning(address, code).measured
        if definition is None or not unit_code:
            return None
        unit, factor = self.scale(definition, unit_code, None)
        if unit is None or factor is None:
            return None
        low, high = definition.plausible or (-1e15, 1e15)
        return MeasuredPlan(definition, definition.id, unit, factor, low, high)

    def scale(
        self, definition: FactDefinition, code: str | None, text: str | None
    ) -> tuple[str | None, float | None]:
        """The UCUM unit that a record gives, and what turns a number in it into the fact's unit.

        None for a unit that is not known; for a factor where the unit does not measure the fact.
        """
        key = (definition.id, code, text)
        found = self._scales.get(key)
        if found is None:
            if definition.unit in (code, text) or (
                not code and not text and definition.unit == "1"
            ):
                found = (definition.unit, 1.0)
            else:
                unit = self.units.code_of(code, text)
                found = (unit, None if unit is None else self.factor(unit, definition))
            if len(self._scales) < _MOST_REMEMBERED:
                self._scales[key] = found
        return found

    def factor(self, unit: str, definition: FactDefinition) -> float | None:
        """What turns a number in `unit` into the fact's own unit; None if it does not measure it."""
        key = (unit, definition.id)
        if key not in self._factors:
            same = unit == definition.unit
            self._factors[key] = (
                1.0 if same else convert_factor(unit, definition.unit, definition.molar_mass)
            )
        return self._factors[key]

    def _below(self, roots: Iterable[str]) -> Callable[[str], bool]:
        wanted = frozenset(roots)
        ancestors = self.vocabulary.hierarchy.ancestors
        return lambda concept: not wanted.isdisjoint(ancestors(concept))

    def system_of(self, address: object) -> str | None:
        """Our short name of a code system, or None for one we do not know."""
        if not isinstance(address, str):
            return None
        return self._system_of.get(address.casefold().rstrip("/"))

    def meaning(self, address: object, code: object) -> Meaning:
        """What a code of a system means; `NOTHING` if we do not know."""
        key = (address, code)
        try:
            return self._meanings[key]
        except KeyError:
            pass
        except TypeError:
            return NOTHING
        system = self.system_of(address)
        found = self._look_up(system, code) if system and isinstance(code, str) else NOTHING
        if len(self._meanings) < _MOST_REMEMBERED:
            self._meanings[key] = found
        return found

    def _look_up(self, system: str, code: str) -> Meaning:
        given = code.strip()
        found = self._at(system, given)
        if found is NOTHING and system in self._narrows:
            shorter = given
            while found is NOTHING and len(shorter) > 3:
                shorter = shorter[:-1].rstrip(".")
                found = self._at(system, shorter)
        return found

    def _at(self, system: str, code: str) -> Meaning:
        entry = self.entries.get((system, code), CodeEntry())
        names = [*entry.facts, *entry.concepts]
        if not entry.concepts:  # what the map says goes before the vocabulary's own code
            names += self.vocabulary.by_code(system, code)
        facts = [target for name in dict.fromkeys(names) for target in self._targets(name)]
        concepts = tuple(name for name in dict.fromkeys(names) if name in self.vocabulary.concepts)
        holds = tuple(target for name in entry.holds for target in self._targets(name))
        denies = tuple(target for name in entry.denies for target in self._targets(name))
        if not (facts or concepts or holds or denies) and entry.score is None:
            return NOTHING
        measured = facts[0].definition if len(facts) == 1 else None
        if measured is not None and (measured.kind != "quantity" or measured.argument):
            measured = None
        return Meaning(tuple(facts), concepts, entry.score, holds, denies, measured)

    def _targets(self, name: str) -> tuple[FactTarget, ...]:
        fact, _, argument = name.rstrip(")").partition("(")
        definition = self.vocabulary.facts.get(fact)
        return (FactTarget(definition, argument or None),) if definition else ()

    @cached_property
    def _names(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Made when the first name is looked up: most records carry codes only."""
        return _names_of(self.vocabulary)

    def _fact_named(self, text: object) -> FactTarget | None:
        """The fact that a text names exactly, if just one is."""
        if not isinstance(text, str) or len(text) > 300:
            return None
        found = self._names.get(("fact", loose_name(text)), ())
        if len(found) == 1:
            definition = self.vocabulary.facts[found[0]]
            return FactTarget(definition, None)
        return self._antigen_named(text)

    def _antigen_named(self, text: str) -> FactTarget | None:
        """A LOINC name such as *CD19 Ag [Presence] in Tissue by Immune stain*."""
        match = _ANTIGEN.fullmatch(text.strip())
        definition = self.vocabulary.facts.get("antigen_expression")
        if match is None or definition is None or definition.argument is None:
            return None
        antigen = self.named_concept(match.group(1), definition.argument)
        return FactTarget(definition, antigen) if antigen else None

    def _concept_named(self, text: object, system: str) -> str | None:
        """The concept of a system that a text names exactly, if just one is."""
        if not isinstance(text, str) or len(text) > 300:
            return None
        found = self._names.get((system, loose_name(text)), ())
        return found[0] if len(found) == 1 else None


_ANTIGEN = re.compile(
    r"(.{2,40}?) (?:Ag|antigen) \[(?:Presence|Interpretation)\] in "
    r"(?:Tissue|Bone marrow|Cancer specimen|Body fluid|Cells)\b.*",
    re.IGNORECASE,
)


def _names_of(vocabulary: Vocabulary) -> Mapping[tuple[str, str], tuple[str, ...]]:
    names: dict[tuple[str, str], tuple[str, ...]] = {}
    for kind, definitions in (("fact", vocabulary.facts), ("", vocabulary.concepts)):
        for one in definitions.values():
            space = kind or one.system or ""
            words = [
                *one.label.values(),
                *(word for group in one.aliases.values() for word in group),
                *(word for group in one.abbreviations.values() for word in group),
            ]
            for word in {loose_name(word) for word in words}:
                names[space, word] = (*names.get((space, word), ()), one.id)
    return names


def read_code_files(files: Iterable[Path]) -> CodeFiles:
    """Read the code maps.

    Raises:
        KnowledgeError: a file that does not keep to its form.
    """
    systems, units, roles = [], None, None
    for path in files:
        marked = read_marked(path, shown_path(path))
        if path.stem in ("conditions", "trial_words"):
            continue
        if path.stem == "units":
            units = read_record(marked, UnitFile)
        elif path.stem == "roles":
            roles = read_record(marked, RoleFile)
        else:
            systems.append(read_record(marked, CodeFile))
    assert units is not None
    assert roles is not None
    return CodeFiles(tuple(systems), units, roles)


@lru_cache(maxsize=1)
def load_codebook() -> CodeBook:
    """The code book that came with this installation."""
    files = files_of(FOLDER)
    return CodeBook(load_vocabulary(), kept(FOLDER, files, lambda: read_code_files(files)))
