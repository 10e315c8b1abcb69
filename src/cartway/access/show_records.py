"""What does a record hold, field by field: value, how it is known, sources, day of checking?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cartway.access.load_trials import load_trials
from cartway.access.plain_data import as_plain
from cartway.errors import InputError, nearest_name
from cartway.knowledge.documents import KINDS
from cartway.knowledge.load import knowledge_root, load_vocabulary, read_marked, shown_path
from cartway.knowledge.shelf_lives import shelf_lives, stale_since

_TITLES = ("question", "title", "name", "claim", "topic", "proposed_indication", "inn", "id")
_TRIALS = "trials"
_PLAIN = re.compile(r"[a-z][a-z0-9_]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+")
_KNOWING = ("how", "confidence", "sources", "checked", "note", "basis", "url")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record.

    Attributes:
        depth: how deep it lies, from nought.
        value: its text by language, or under ``en`` alone when it is the same in all.
        known: how, confidence, sources, checked, note: whatever stands beside the value.
    """

    depth: int
    name: str
    value: dict[str, str] | None
    known: Mapping[str, Any]

    @property
    def pending(self) -> bool:
        """Whether it is too weak to support a finding."""
        how, confidence = self.known.get("how"), self.known.get("confidence")
        return how in ("recall", "not_found") or (how is not None and confidence == "low")


@dataclass(frozen=True, slots=True)
class ShownRecord:
    """A whole record, as a person reads it.

    Attributes:
        place: the file below the knowledge, or the snapshot.
        stale_since: the day from which it counts as old, if that day has passed.
    """

    kind: str
    id: str
    title: dict[str, str]
    place: str
    checked: str | None
    stale_since: date | None
    fields: tuple[Field, ...]


def record_kinds() -> tuple[str, ...]:
    """The kinds of record that can be shown."""
    return (*KINDS, _TRIALS)


def list_records(kind: str) -> tuple[tuple[str, dict[str, str]], ...]:
    """Each record of a kind: id and title.

    Raises:
        InputError: no such kind; names the nearest.
    """
    if kind not in KINDS:
        raise _unknown(kind, KINDS)
    return tuple((name, _title(as_plain(one), name)) for name, one in KINDS[kind]().items())


def show_record(kind: str, name: str, as_of: date) -> ShownRecord:
    """One record with everything in it.

    Raises:
        InputError: no such kind or record; names the nearest.
    """
    if kind == _TRIALS:
        return _trial(name)
    if kind not in KINDS:
        return _file(kind, name)
    known = KINDS[kind]()
    if name not in known:
        raise _unknown(name, known)
    record = known[name]
    held: dict[str, Any] = as_plain(record)
    old = None
    if kind in shelf_lives() and getattr(record, "checked", None) is not None:
        old = stale_since(kind, record, as_of)  # type: ignore[arg-type]  # has `checked`, just seen
    return ShownRecord(
        kind=kind,
        id=name,
        title=_title(held, name),
        place=f"{kind}/{name}.yaml",
        checked=held.get("checked"),
        stale_since=old,
        fields=tuple(_fields(held, 0)),
    )


def _file(kind: str, name: str) -> ShownRecord:
    """A record of another kind, such as a part of a bill: as it stands in its file."""
    path = knowledge_root() / kind / f"{name}.yaml"
    if not _PLAIN.fullmatch(f"{kind}/{name}") or not path.is_file():
        raise _unknown(f"{kind}/{name}", KINDS)
    held: dict[str, Any] = as_plain(read_marked(path, shown_path(path)).values)
    return ShownRecord(
        kind, name, _title(held, name), f"{kind}/{name}.yaml",
        str(held["checked"]) if held.get("checked") else None, None, tuple(_fields(held, 0)),
    )  # fmt: skip


def _trial(name: str) -> ShownRecord:
    trials = load_trials(load_vocabulary())
    for one in trials.options:
        if one.id == name:
            lines = [
                {"kind": line.kind, "text": line.text, "source": line.source} for line in one.lines
            ]
            held = {**as_plain(dict(one.details)), "lines": lines}
            return ShownRecord(
                _TRIALS, name, dict(one.title), f"{_TRIALS}/{trials.snapshot}.jsonl.gz",
                trials.taken_on.isoformat(), None, tuple(_fields(held, 0)),
            )  # fmt: skip
    raise _unknown(name, [one.id for one in trials.options])


def _fields(held: Mapping[str, Any], depth: int) -> Iterator[Field]:
    for name, value in held.items():
        if value is None or value in ([], {}, ""):
            continue
        if depth and name in _KNOWING:
            continue
        yield from _field(name.replace("_", " "), value, depth)


def _field(name: str, value: Any, depth: int) -> Iterator[Field]:
    if _is_words(value):
        yield Field(depth, name, {key: str(text) for key, text in value.items()}, {})
    elif isinstance(value, dict):
        known = {key: value[key] for key in _KNOWING if value.get(key)}
        rest = {key: one for key, one in value.items() if key not in _KNOWING}
        if set(rest) == {"value"}:
            yield Field(depth, name, _text(rest["value"]), known)
        elif set(rest) == {"id"}:
            yield Field(depth, name, _text(rest["id"]), known)
        else:
            yield Field(depth, name, None, known)
            yield from _fields(rest, depth + 1)
    elif isinstance(value, list) and not any(isinstance(one, (dict, list)) for one in value):
        yield Field(depth, name, {"en": ", ".join(map(str, value))}, {})
    elif isinstance(value, list):
        for at, one in enumerate(value, start=1):
            yield from _field(f"{name} {at}", one, depth)
    else:
        yield Field(depth, name, _text(value), {})


def _is_words(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"en", "zh"} and isinstance(value["en"], str)


def _text(value: Any) -> dict[str, str] | None:
    if value is None:
        return None
    if _is_words(value):
        return {key: str(text) for key, text in value.items()}
    if isinstance(value, list):
        parts = [_text(one) or {} for one in value]
        return {
            code: "; ".join(part.get(code) or part.get("en", "") for part in parts)
            for code in ("en", "zh")
        }
    return {"en": str(value)}


def _title(held: Mapping[str, Any], name: str) -> dict[str, str]:
    for key in _TITLES:
        found = _text(held.get(key))
        if found:
            return found
    return {"en": name}


def _unknown(name: str, known: Any) -> InputError:
    return InputError(
        "no record is called so",
        where=name[:60],
        expected="a kind and an id as shown on the pages",
        nearest=nearest_name(name, known),
        code="K040",
    )
