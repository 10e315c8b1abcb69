"""Letters in files: text, PDF, and pictures by text recognition."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from cartway.errors import InputError
from cartway.facts import Certainty, Event, Fact, Record, Vocabulary
from cartway.reading.notes.pdf import draw_pages, read_text_layer
from cartway.reading.notes.reading import NoteReading, read_note
from cartway.reading.notes.scan import LEGIBLE, Scan, recognise

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM")
_LARGEST = 60 * 1024 * 1024


def read_note_file(
    path: Path, vocabulary: Vocabulary, as_of: date | None = None, language: str | None = None
) -> NoteReading:
    """Read a letter from a text file, a PDF or a picture.

    What a scan made hardly legible is kept as uncertain, so that it cannot close an option.

    Raises:
        InputError: the file cannot be read, or it is a picture and tesseract is missing.
    """
    text, scan = read_letter_text(path)
    reading = read_note(text, vocabulary, as_of, language, document=path.name)
    return (
        reading if scan is None else replace(reading, record=doubt_illegible(reading.record, scan))
    )


def read_letter_text(path: Path) -> tuple[str, Scan | None]:
    """The text of a letter, and the confidence of its words where it was recognised."""
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError(
                "this letter is too large", where=path.name, expected="at most 60 MB", code="F011"
            )
        with path.open("rb") as opened:
            head = opened.read(1024)
    except OSError as error:
        raise InputError(
            "this file cannot be opened", where=path.name, expected="a readable file", code="F040"
        ) from error
    if b"%PDF-" in head:
        text = read_text_layer(path)
        if text is not None:
            return text, None
        with tempfile.TemporaryDirectory() as folder:
            scan = recognise(draw_pages(path, Path(folder)))
        return scan.text, scan
    if head.startswith(_PICTURES):
        scan = recognise([path])
        return scan.text, scan
    return _decoded(path.read_bytes()), None


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


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
