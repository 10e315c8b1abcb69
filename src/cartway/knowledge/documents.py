"""Every record as a document to be searched: what it is called, what it says, where from."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cartway.knowledge.answers import answers
from cartway.knowledge.hospitals import hospitals
from cartway.knowledge.load import BothLanguages, Record
from cartway.knowledge.neighbours import (
    class_facts,
    comparators,
    conflicts,
    corrections,
    gaps,
    pipeline,
)
from cartway.knowledge.pathways import pathways
from cartway.knowledge.products import products
from cartway.knowledge.regulations import false_claims, regulations
from cartway.knowledge.sources import sources
from cartway.knowledge.warnings import warning_rules

KINDS: Mapping[str, Callable[[], Mapping[str, Record]]] = {
    "answers": answers,
    "products": products,
    "regulations": regulations,
    "pathways": pathways,
    "hospitals": hospitals,
    "comparators": comparators,
    "pipeline": pipeline,
    "corrections": corrections,
    "class_facts": class_facts,
    "conflicts": conflicts,
    "false_claims": false_claims,
    "gaps": gaps,
    "warnings": warning_rules,
    "sources": sources,
}
_TITLES = ("question", "title", "name", "claim", "topic", "inn")
_SKIPPED = frozenset({"sources", "checked", "patterns", "unless", "rests_on", "examples"})
_NAMES = frozenset(
    {
        "id", "inn", "generic_name_zh", "generic_name_en", "former_names_zh", "other_names",
        "developer_codes", "makers", "brand", "company", "document_number", "also_asked", "city",
        "province",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """One record to be searched.

    Attributes:
        record: where it stands, as `products/axi-cel`.
        names: other names, codes and places by which it is asked for.
        body: everything else that it says, in both languages.
        says: its sentences, from which an excerpt is chosen.
    """

    record: str
    kind: str
    title: Mapping[str, str]
    names: str
    body: str
    says: tuple[Mapping[str, str], ...]
    checked: date | None
    sources: tuple[str, ...]


def documents() -> Iterator[Document]:
    """Every record as a document."""
    for kind, read in KINDS.items():
        for name, record in read().items():
            yield _document(kind, name, record)


def _document(kind: str, name: str, record: Record) -> Document:
    names: list[str] = []
    says: list[BothLanguages] = []
    words: list[str] = []
    for key in type(record).model_fields:
        if key in _SKIPPED:
            continue
        held = getattr(record, key)
        target = names if key in _NAMES else words
        for part in _texts(held):
            if isinstance(part, BothLanguages):
                if target is words:
                    says.append(part)
                target += [part.en, part.zh]
            else:
                target.append(part)
    return Document(
        record=f"{kind}/{name}",
        kind=kind,
        title=_title(record, name),
        names=" ".join(names),
        body=" ".join(words),
        says=tuple(one.model_dump() for one in says),
        checked=getattr(record, "checked", None),
        sources=_sources(record),
    )


def _texts(held: Any) -> Iterator[str | BothLanguages]:
    if isinstance(held, (BothLanguages, str)):
        yield held
    elif isinstance(held, Record):
        for key in type(held).model_fields:
            if key not in _SKIPPED:
                yield from _texts(getattr(held, key))
    elif isinstance(held, (tuple, list)):
        for one in held:
            yield from _texts(one)


def _title(record: Record, name: str) -> dict[str, str]:
    for key in _TITLES:
        held = getattr(record, key, None)
        if isinstance(held, BothLanguages):
            return held.model_dump()
        if isinstance(held, str):
            return {"en": held, "zh": getattr(record, "generic_name_zh", None) or held}
    return {"en": name, "zh": name}


def _sources(record: Record) -> tuple[str, ...]:
    """The sources of the record itself, or of what it holds when it names none."""
    found: dict[str, None] = {}
    _gather(record, found)
    return tuple(found)[:12]


def _gather(held: Any, found: dict[str, None]) -> None:
    if isinstance(held, Record):
        for source in getattr(held, "sources", None) or ():
            found[getattr(source, "id", source)] = None
        for key in type(held).model_fields:
            _gather(getattr(held, key), found)
    elif isinstance(held, tuple):
        for one in held:
            _gather(one, found)
