"""A facts file opened: YAML or JSON, in full or in short, and its problems in one paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from cartway.errors import InputError
from cartway.exchange.codebook import CodeBook, load_codebook
from cartway.exchange.facts_file.entries import EntryReader
from cartway.exchange.facts_file.forms import FactsFile
from cartway.facts import Record
from cartway.knowledge.load import (
    KnowledgeError,
    MarkedYaml,
    Problem,
    parse_marked,
    read_record,
)

_HEAD = re.compile(
    r"^\s*(?:---\s*)?(?:#.*\n\s*)*(facts|events|absences|complete)\s*:", re.MULTILINE
)


def is_facts_text(text: str) -> bool:
    """Whether a text begins as a facts file does."""
    return _HEAD.match(text) is not None


def read_facts_text(
    text: str, name: str, book: CodeBook | None = None, today: date | None = None
) -> Record:
    """Read a facts file.

    Args:
        text: YAML or JSON.
        name: the file's name, for messages and origins.
        today: when given, a date after it is an error.

    Raises:
        InputError: every problem of the file, each with line and column.
    """
    try:
        marked = parse_marked(_plain_yaml(text), name)
        _spread(marked)
        content = read_record(marked, FactsFile)
    except KnowledgeError as error:
        raise _told(error.problems, name) from None
    reading = EntryReader(marked, book or load_codebook(), name, today)
    record = reading.record(content)
    if reading.problems:
        raise _told(reading.problems, name)
    return record


def _plain_yaml(text: str) -> str:
    """JSON is YAML but for two habits: tabs between tokens, and a slash escaped."""
    if text.lstrip()[:1] in "{[" and ("\t" in text or "\\/" in text):
        return text.replace("\t", "  ").replace("\\/", "/")
    return text


def _told(problems: Iterable[Problem], name: str) -> InputError:
    """One paragraph: the first problems with their places, and how many more there are."""
    listed = sorted(set(problems))
    said = []
    for one in listed[:5]:
        place = f"line {one.line}, column {one.column}"
        more = f"; expected {one.expected}" if one.expected else ""
        near = f"; did you mean {one.nearest}?" if one.nearest else ""
        said.append(f"{place}: {one.what.rstrip('.')}{more}{near}")
    rest = len(listed) - len(said)
    tail = f" (and {rest} more)" if rest else ""
    return InputError(
        "this facts file cannot be used. " + ". ".join(said) + tail,
        where=name,
        code=listed[0].code,
    )


def _spread(marked: MarkedYaml) -> None:
    """Let `facts` be given in short, as a mapping of name to value."""
    held = marked.values
    if not isinstance(held, dict) or not isinstance(held.get("facts"), dict):
        return
    entries = []
    for at, (name, given) in enumerate(held["facts"].items()):
        fact, _, argument = str(name).rstrip(")").partition("(")
        entry = dict(given) if isinstance(given, dict) else {"value": given}
        entry["fact"] = fact.strip()
        if argument:
            entry.setdefault("argument", argument.strip())
        entries.append(entry)
        place = marked.key_places.get(("facts", name), (1, 1))
        marked.value_places["facts", at] = place
        for key in entry:
            below = marked.value_places.get(("facts", name, key), place)
            marked.value_places["facts", at, key] = below
    held["facts"] = entries
