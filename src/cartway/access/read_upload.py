"""A record from what somebody hands in on a page: told by its content, held in memory only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath

from cartway.access.read_patient import read_patient_value
from cartway.errors import InputError
from cartway.exchange.facts_file import is_facts_text, read_facts_text
from cartway.exchange.fhir import read_bundle
from cartway.exchange.files import decode_text, is_pdf, is_picture, read_json
from cartway.facts import Record, Vocabulary

LARGEST_BYTES = 8 * 1024 * 1024
LONGEST_LETTER = 30_000
_EXPECTED = "a FHIR record (.json), a letter (.txt, .pdf or a picture), or a facts file (.yaml)"


@dataclass(frozen=True, slots=True)
class Upload:
    """What was handed in.

    Attributes:
        letter: the text of a letter, for facts to be shown at their place; empty for records.
    """

    record: Record
    name: str
    letter: str = ""


def read_upload(content: bytes, name: str, vocabulary: Vocabulary, as_of: date) -> Upload:
    """Read a file that was handed in.

    Raises:
        InputError: too large, empty, or not a record of one patient.
    """
    name = PurePosixPath(name.replace("\\", "/")).name[:80] or "file"
    if len(content) > LARGEST_BYTES:
        raise InputError("the file is too large", where=name, expected="at most 8 MB", code="F011")
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise InputError("the file is empty", where=name, expected=_EXPECTED, code="F014")
    if is_pdf(content) or is_picture(content):
        from cartway.reading.notes.files import doubt_illegible, letter_text  # slow to load

        text, scan = letter_text(content, name)
        upload = read_letter(text, name, vocabulary, as_of)
        if scan is None:
            return upload
        return replace(upload, record=doubt_illegible(upload.record, scan))
    text = decode_text(content, name)
    start = text.lstrip()[:1]
    if start == "<":
        raise InputError("this is XML or HTML", where=name, expected=_EXPECTED, code="F018")
    if start in "{[" or name.casefold().endswith((".json", ".ndjson")):
        return Upload(_read_json(text, name, vocabulary, as_of), name)
    if name.casefold().endswith((".yaml", ".yml")) or is_facts_text(text):
        return Upload(read_facts_text(text, name, today=as_of), name)
    return read_letter(text, name, vocabulary, as_of)


def read_letter(text: str, name: str, vocabulary: Vocabulary, as_of: date) -> Upload:
    """Read a letter that was pasted or handed in as text.

    Raises:
        InputError: longer than a letter is.
    """
    text = text.replace("\r\n", "\n")
    if len(text) > LONGEST_LETTER:
        raise InputError(
            "this is longer than a letter", where=name,
            expected=f"at most {LONGEST_LETTER} characters: the summary, not the whole file",
            code="F026",
        )  # fmt: skip
    record = read_patient_value({"note": text}, vocabulary, document=name, as_of=as_of)
    return Upload(record, name, text)


def _read_json(text: str, name: str, vocabulary: Vocabulary, as_of: date) -> Record:
    lines = text.strip().splitlines()
    several = len(lines) > 1 and lines[0].rstrip().endswith("}") and lines[1].startswith("{")
    if several:
        decoded = [read_json(one, name) for one in lines if one.strip()]
        return read_bundle(decoded, document=name, today=as_of)
    decoded = read_json(text, name)
    if isinstance(decoded, list) or (isinstance(decoded, dict) and "resourceType" in decoded):
        return read_bundle(decoded, document=name, today=as_of)
    if isinstance(decoded, dict) and any(
        key in decoded for key in ("facts", "events", "absences", "complete")
    ):
        return read_facts_text(text, name, today=as_of)
    raise InputError(
        "this JSON is not a patient's record", where=name, expected=_EXPECTED, code="F019"
    )
