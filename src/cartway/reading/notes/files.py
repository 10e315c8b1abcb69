"""Letters in files: text, PDF, and pictures by text recognition."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from cartway.errors import InputError
from cartway.facts import Certainty, Event, Fact, Record, Vocabulary
from cartway.reading.notes.pdf import read_pages
from cartway.reading.notes.reading import NoteReading, read_note
from cartway.reading.notes.scan import LEGIBLE, Scan, recognise
from cartway.values.encoding import decode

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"GIF8")
_LARGEST = 60 * 1024 * 1024


def read_note_file(
    path: Path, vocabulary: Vocabulary, as_of: date | None = None, language: str | None = None
) -> NoteReading:
    """Read a letter from a text file, a PDF or a picture.

    Raises:
        InputError: the file cannot be read, or it is a picture and tesseract is missing.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError(
                "this letter is too large", where=path.name, expected="at most 60 MB", code="F011"
            )
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            "this file cannot be opened", where=path.name, expected="a readable file", code="F040"
        ) from error
    return read_letter_bytes(content, path.name, vocabulary, as_of, language)


def read_letter_bytes(
    content: bytes,
    name: str,
    vocabulary: Vocabulary,
    as_of: date | None = None,
    language: str | None = None,
) -> NoteReading:
    """Read a letter that is text, a PDF or a picture.

    What a scan made hardly legible is kept as uncertain, so that it cannot close an option.

    Raises:
        InputError: it cannot be read, or it is a picture and tesseract is missing.
    """
    text, scan = letter_text(content, name)
    reading = read_note(text, vocabulary, as_of, language, document=name)
    return (
        reading if scan is None else replace(reading, record=doubt_illegible(reading.record, scan))
    )


def letter_text(content: bytes, name: str) -> tuple[str, Scan | None]:
    """The text of a letter, and the confidence of its words where any was recognised.

    Raises:
        InputError: a PDF or picture that cannot be read, or holds no words.
    """
    pages: list[str | bytes]
    if b"%PDF-" in content[:1024]:
        pages = read_pages(content, name)
    elif content.startswith(_PICTURES) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP"):
        pages = [content]
    else:
        return decode(content), None
    printed = [one for one in pages if isinstance(one, str)]
    scan = recognise(pages, name) if len(printed) < len(pages) else None
    text = "\n\n".join(printed) if scan is None else scan.text
    if not any(map(str.isalnum, text)):
        raise InputError(
            "no text can be found in it",
            where=name,
            expected="a letter whose words can be read",
            code="F025",
        )
    return text, scan


def doubt_illegible(record: Record, scan: Scan) -> Record:
    """Mark as uncertain what rests on words that were hardly legible."""

    def legible(one: Fact | Event) -> bool:
        start, end = one.origin.start, one.origin.end
        if start is None or end is None or start == end:
            return True
        return scan.confidence(start, end) >= LEGIBLE

    facts = tuple(
        one if legible(one) else replace(one, certainty=Certainty.UNCERTAIN) for one in record.facts
    )
    events = tuple(
        one if legible(one) else replace(one, certainty=Certainty.UNCERTAIN)
        for one in record.events
    )
    absences = tuple(
        one
        for one in record.absences
        if one.origin.start is None
        or one.origin.end is None
        or scan.confidence(one.origin.start, one.origin.end) >= LEGIBLE
    )
    return replace(record, facts=facts, events=events, absences=absences)
