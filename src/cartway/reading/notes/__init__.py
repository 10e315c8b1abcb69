"""Clinical notes, English and Chinese, into facts with their place, date and certainty."""

from cartway.reading.notes.files import letter_text, read_letter_bytes, read_note_file
from cartway.reading.notes.reading import NoteReading, read_note

__all__ = ["NoteReading", "letter_text", "read_letter_bytes", "read_note", "read_note_file"]
