"""Does every name in a knowledge file lead somewhere, and every criterion mean something?

Run by tests and by whoever edits the files, not at every start: it reads everything.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cartway.criteria import check, parse
from cartway.errors import InputError, nearest_name
from cartway.facts import Vocabulary
from cartway.knowledge.hospitals import hospitals, site_table
from cartway.knowledge.load import (
    KnowledgeError,
    MarkedYaml,
    Problem,
    files_of,
    load_vocabulary,
    read_marked,
    shown_path,
)
from cartway.knowledge.load.marked_yaml import Trail
from cartway.knowledge.products import products
from cartway.knowledge.regulations import regulations
from cartway.knowledge.sources import sources

FOLDERS = (
    "class_facts",
    "comparators",
    "conflicts",
    "corrections",
    "false_claims",
    "hospitals",
    "pathways",
    "pipeline",
    "products",
    "regulations",
    "site_names",
    "timeline",
    "warnings",
)
_NAMES_OF = {
    "sources": "source",
    "seen_at": "source",
    "regulations": "regulation",
    "legal_basis": "regulation",
    "supersedes": "regulation",
    "superseded_by": "regulation",
    "products": "product",
    "products_seen_in_trials": "product",
    "target_antigens": "antigen",
    "disease": "disease",
    "hospital": "hospital",
    "about": "record",
}


def check_references(folders: tuple[str, ...] = FOLDERS) -> tuple[Problem, ...]:
    """Every reference that leads nowhere and every criterion that cannot be read, with its place."""
    vocabulary = load_vocabulary()
    known = _known_names(vocabulary)
    return tuple(
        problem
        for folder in folders
        for path in files_of(folder)
        for problem in check_file(path, known, vocabulary)
    )


def check_file(
    path: Path, known: Mapping[str, frozenset[str]], vocabulary: Vocabulary
) -> Iterator[Problem]:
    """The problems of one file."""
    try:
        marked = read_marked(path, shown_path(path))
    except KnowledgeError as error:
        yield from error.problems
        return
    yield from _walk(marked, (), marked.values, known, vocabulary)


def _known_names(vocabulary: Vocabulary) -> dict[str, frozenset[str]]:
    named: dict[str, frozenset[str]] = {
        "source": frozenset(sources()),
        "regulation": frozenset(regulations()),
        "product": frozenset(products()),
        "antigen": frozenset(vocabulary.in_system("antigen")),
        "disease": frozenset(vocabulary.in_system("disease")),
        "hospital": frozenset(hospitals()) | {one.hospital for one in site_table().hospitals},
    }
    named["record"] = frozenset(
        f"{path.parent.name}/{path.stem}" for folder in FOLDERS for path in files_of(folder)
    )
    return named


def _walk(
    marked: MarkedYaml,
    trail: Trail,
    value: Any,
    known: Mapping[str, frozenset[str]],
    vocabulary: Vocabulary,
) -> Iterator[Problem]:
    if isinstance(value, dict):
        for key, held in value.items():
            below = (*trail, key)
            if key == "notation":
                yield from _criterion(marked, below, held, vocabulary)
            elif key in _NAMES_OF and not (key == "about" and "/" not in str(held)):
                yield from _names(marked, below, held, known, _NAMES_OF[key])
            else:
                yield from _walk(marked, below, held, known, vocabulary)
    elif isinstance(value, list):
        for at, held in enumerate(value):
            yield from _walk(marked, (*trail, at), held, known, vocabulary)


def _names(
    marked: MarkedYaml, trail: Trail, held: Any, known: Mapping[str, frozenset[str]], kind: str
) -> Iterator[Problem]:
    if isinstance(held, list):
        for at, one in enumerate(held):
            yield from _names(marked, (*trail, at), one, known, kind)
    elif isinstance(held, dict):
        if "id" in held:
            yield from _names(marked, (*trail, "id"), held["id"], known, kind)
    elif held is not None and held not in known[kind]:
        yield marked.problem(
            "K011",
            trail,
            f"There is no {kind} '{held}'.",
            expected=f"the id of a {kind}",
            nearest=nearest_name(str(held), known[kind]) or "",
        )


def _criterion(
    marked: MarkedYaml, trail: Trail, text: Any, vocabulary: Vocabulary
) -> Iterator[Problem]:
    try:
        check(parse(str(text)), vocabulary)
    except InputError as error:
        yield marked.problem(
            "K013",
            trail,
            error.what,
            expected=error.expected or "",
            nearest=error.nearest or "",
        )
