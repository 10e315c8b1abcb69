"""Read a criteria text or a note from a file, and say what was understood of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from cartway.access.phrase_criteria import phrase
from cartway.access.present_match import absence_data, event_data, fact_data
from cartway.criteria import show
from cartway.exchange.files import decode_text, read_bytes
from cartway.facts import Vocabulary
from cartway.knowledge.readings import overrides
from cartway.reading.criteria import ReadLine, read_criteria, text_hash
from cartway.reading.notes import letter_text, read_note
from cartway.reading.notes.files import doubt_illegible

Data = dict[str, Any]


def read_criteria_file(path: Path, vocabulary: Vocabulary, language: str | None = None) -> Data:
    """The lines of a criteria text with their notation and what was not read.

    Raises:
        InputError: the file is not text.
    """
    return read_criteria_text(decode_text(read_bytes(path), path.name), vocabulary, language)


def read_criteria_text(text: str, vocabulary: Vocabulary, language: str | None = None) -> Data:
    """The same for a text at hand. Keys are a contract (design, section 6)."""
    lines = read_criteria(text, language, vocabulary=vocabulary, overrides=overrides(vocabulary))
    return {"lines": [_line_data(one, vocabulary) for one in lines]}


def _line_data(line: ReadLine, vocabulary: Vocabulary) -> Data:
    return {
        "text": line.text,
        "kind": line.kind,
        "start": line.start,
        "end": line.end,
        "read": line.read,
        "notation": show(line.node),
        "unread": list(line.unread),
        "facts": list(line.facts),
        "language": line.language,
        "text_hash": text_hash(line.text),
        "in_words": {one: phrase(line.node, vocabulary, one) for one in ("en", "zh")},
    }


def read_note_file(path: Path, vocabulary: Vocabulary, as_of: date | None = None) -> Data:
    """The facts of a note (text, PDF or picture) with their places in it.

    Raises:
        InputError: the file holds no text that could be read.
    """
    content = read_bytes(path)  # refuses what is no file, empty or too large, as `match` does
    text, scan = letter_text(content, path.name)
    record = read_note(text, vocabulary, as_of, document=path.name).record
    return note_data(text, record if scan is None else doubt_illegible(record, scan))


def note_data(text: str, record: Any) -> Data:
    """What was read of a note: every fact with offset, date and certainty."""
    return {
        "characters": len(text),
        "facts": [{**fact_data(one), **_place(one.origin)} for one in record.facts],
        "events": [{**event_data(one), **_place(one.origin)} for one in record.events],
        "absences": [{**absence_data(one), **_place(one.origin)} for one in record.absences],
        "complete": sorted(record.complete),
        "not_read": [{"kind": one.kind, "what": one.what} for one in record.findings],
    }


def _place(origin: Any) -> Data:
    return {"start": origin.start, "end": origin.end}
