"""A patient's record from a file or a value: FHIR, a facts file, or a letter, told by content."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from cartway.errors import InputError
from cartway.exchange.facts_file import is_facts_text, read_facts_text
from cartway.exchange.fhir import read_bundle
from cartway.exchange.files import decode_text, is_pdf, is_picture, read_bytes, read_json
from cartway.facts import Record, Vocabulary

_FACTS_SUFFIXES = (".yaml", ".yml")
_FORMS = "a FHIR R4 bundle, a facts file with `facts:`, or a letter as text"


def read_patient(
    path: Path,
    vocabulary: Vocabulary,
    *,
    patient: str | None = None,
    as_of: date | None = None,
    today: date | None = None,
) -> Record:
    """Read one patient's record from a file.

    Args:
        patient: ``Patient/id`` when a bundle holds several.
        as_of: the day a letter is read for, where it does not carry a date of its own.
        today: when given, a date after it is an error of the record.

    Raises:
        InputError: the file cannot be used; says what, where and what was expected.
    """
    content = read_bytes(path)
    name = path.name
    if is_pdf(content) or is_picture(content):
        from cartway.reading.notes import read_letter_bytes  # here: a FHIR record needs none of it

        return read_letter_bytes(content, name, vocabulary, as_of).record
    text = decode_text(content, name)
    suffix = path.suffix.casefold()
    start = text.lstrip()[:1]
    if suffix in _FACTS_SUFFIXES:
        return read_facts_text(text, name, today=today)
    if start in "{[" or suffix in (".json", ".ndjson", ".jsonl"):
        return _read_json_text(text, name, patient, today)
    if start == "<":
        raise InputError("this is XML or HTML", where=name, expected=_FORMS, code="F018")
    if is_facts_text(text):
        return read_facts_text(text, name, today=today)
    return _read_letter(text, name, vocabulary, as_of)


def read_patient_value(
    given: Mapping[str, Any],
    vocabulary: Vocabulary,
    *,
    document: str = "",
    as_of: date | None = None,
    today: date | None = None,
) -> Record:
    """Read a record given as ``{"note": …}``, ``{"fhir": …}`` or ``{"facts": …}``.

    Raises:
        InputError: none of the three, or it cannot be used.
    """
    if isinstance(given.get("note"), str):
        return _read_letter(given["note"], document or "note", vocabulary, as_of)
    if "fhir" in given:
        return read_bundle(given["fhir"], document=document or "fhir", today=today)
    if "facts" in given:
        held = given["facts"]
        nested = isinstance(held, Mapping) and any(
            isinstance(held.get(key), list) for key in ("facts", "events", "absences", "complete")
        )
        content = held if nested else given
        text = orjson.dumps(content, option=orjson.OPT_INDENT_2).decode()
        return read_facts_text(text, document or "facts", today=today)
    raise InputError(
        "the patient is given in no form that can be read",
        where=document or None,
        expected='{"note": text}, {"fhir": bundle} or {"facts": {…}}',
        code="F019",
    )


def _read_json_text(text: str, name: str, patient: str | None, today: date | None) -> Record:
    decoded = _decode_lines(text, name)
    if isinstance(decoded, dict) and "resourceType" not in decoded and _is_facts(decoded):
        return read_facts_text(text, name, today=today)
    if isinstance(decoded, list) or (isinstance(decoded, dict) and "resourceType" in decoded):
        return read_bundle(decoded, document=name, patient=patient, today=today)
    raise InputError(
        "this JSON is not a patient's record", where=name, expected=_FORMS, code="F019"
    )


def _is_facts(decoded: Mapping[str, Any]) -> bool:
    return any(key in decoded for key in ("facts", "events", "absences", "complete"))


def _decode_lines(text: str, name: str) -> Any:
    """One JSON document, or a resource a line as bulk exports give them."""
    lines = text.strip().splitlines()
    if len(lines) > 1 and lines[0].rstrip().endswith("}") and lines[1].lstrip().startswith("{"):
        found = []
        for number, line in enumerate(lines, 1):
            if line.strip():
                found.append(read_json(line, f"{name}:{number}"))
        return found
    return read_json(text, name)


def _read_letter(text: str, name: str, vocabulary: Vocabulary, as_of: date | None) -> Record:
    from cartway.reading.notes import read_note  # here: a FHIR record needs none of it

    return read_note(text, vocabulary, as_of=as_of, document=name).record
