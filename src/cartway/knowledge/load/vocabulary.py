"""The vocabulary's files to the vocabulary: every fact, event list and concept."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from cartway.errors import nearest_name
from cartway.facts import AttributeDefinition, Concept, EventsDefinition, FactDefinition, Vocabulary
from cartway.knowledge.load.cache import kept
from cartway.knowledge.load.marked_yaml import MarkedYaml, Trail, read_marked
from cartway.knowledge.load.places import files_of, shown_path
from cartway.knowledge.load.problems import KnowledgeError, Problem
from cartway.knowledge.load.records import Record, read_record
from cartway.knowledge.load.vocabulary_files import VocabularyFile

FOLDER = "vocabulary"
_SECTIONS = ("facts", "events", "concepts")
_PLAIN = {"note"}


class Definitions(NamedTuple):
    """What the vocabulary's files define, in the order of the files."""

    facts: tuple[FactDefinition, ...]
    events: tuple[EventsDefinition, ...]
    concepts: tuple[Concept, ...]


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """The vocabulary that came with this installation.

    Raises:
        KnowledgeError: with every problem of its files.
    """
    files = files_of(FOLDER)
    return Vocabulary(*kept(FOLDER, files, lambda: read_definitions(files)))


def read_definitions(files: Iterable[Path]) -> Definitions:
    """Read vocabulary files; a concept belongs to the system its folder is named after."""
    facts: list[FactDefinition] = []
    events: list[EventsDefinition] = []
    concepts: list[Concept] = []
    marked_files: list[tuple[MarkedYaml, VocabularyFile]] = []
    problems: list[Problem] = []
    for path in files:
        try:
            marked = read_marked(path, shown_path(path))
            content = read_record(marked, VocabularyFile)
        except KnowledgeError as error:
            problems += error.problems
            continue
        marked_files.append((marked, content))
        facts += [FactDefinition(id=name, **_held(one)) for name, one in content.facts.items()]
        events += [_events(name, one) for name, one in content.events.items()]
        concepts += [
            Concept(**{"parents": (), **_held(one), "id": name, "system": _system_of(path)})
            for name, one in content.concepts.items()
        ]
    found = Definitions(tuple(facts), tuple(events), tuple(concepts))
    problems += _doubles(marked_files)
    problems += _lost_references(marked_files, found)
    if problems:
        raise KnowledgeError(problems)
    return found


def _system_of(path: Path) -> str:
    """`concepts/disease/leukaemias.yaml` and `concepts/disease.yaml` hold the system `disease`."""
    parts = path.parts
    below = parts[parts.index("concepts") + 1 :] if "concepts" in parts else parts[-1:]
    return Path(below[0]).stem


def _held(entry: Record) -> dict[str, Any]:
    """The fields that the file gives, with texts as plain mappings by language."""
    return {
        name: _plain(getattr(entry, name)) for name in entry.model_fields_set if name not in _PLAIN
    }


def _plain(value: Any) -> Any:
    return value.model_dump() if isinstance(value, Record) else value


def _events(name: str, entry: Any) -> EventsDefinition:
    attributes = {
        one: AttributeDefinition(id=one, **_held(given)) for one, given in entry.attributes.items()
    }
    held = _held(entry)
    return EventsDefinition(**{**held, "id": name, "attributes": attributes})


def _entries(marked: MarkedYaml) -> Iterator[tuple[str, str]]:
    for section in _SECTIONS:
        for name in (marked.values or {}).get(section) or {}:
            yield section, name


def _doubles(files: Iterable[tuple[MarkedYaml, VocabularyFile]]) -> Iterator[Problem]:
    seen: dict[tuple[str, str], str] = {}
    for marked, _ in files:
        for section, name in _entries(marked):
            first = seen.setdefault((section, name), marked.file)
            if first != marked.file:
                yield marked.problem(
                    "K010",
                    (section, name),
                    f"The id '{name}' already stands in {first}.",
                    at_key=True,
                )


def _lost_references(
    files: Iterable[tuple[MarkedYaml, VocabularyFile]], found: Definitions
) -> Iterator[Problem]:
    concepts = {one.id for one in found.concepts}
    systems = {one.system for one in found.concepts}
    for marked, content in files:
        for name, concept in content.concepts.items():
            for field in ("parents", "components", "excludes"):
                for at, target in enumerate(getattr(concept, field)):
                    yield from _lost(
                        marked, ("concepts", name, field, at), target, concepts, "concept"
                    )
        for name, fact in content.facts.items():
            for field in ("system", "argument"):
                target = getattr(fact, field)
                if target is not None:
                    yield from _lost(marked, ("facts", name, field), target, systems, "system")
        for name, events in content.events.items():
            yield from _lost(
                marked, ("events", name, "main"), events.main, set(events.attributes), "attribute"
            )
            for inner, attribute in events.attributes.items():
                if attribute.system is not None:
                    trail: Trail = ("events", name, "attributes", inner, "system")
                    yield from _lost(marked, trail, attribute.system, systems, "system")


def _lost(
    marked: MarkedYaml, trail: Trail, target: str, known: set[str] | Mapping[str, Any], kind: str
) -> Iterator[Problem]:
    if target not in known:
        yield marked.problem(
            "K011",
            trail,
            f"There is no {kind} '{target}'.",
            expected=f"the id of a {kind}",
            nearest=nearest_name(target, known) or "",
        )
