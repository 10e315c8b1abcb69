"""What was wrong with what a visitor gave, in the visitor's language; never the value itself."""

from __future__ import annotations

from cartway.access.words import keys_of, say
from cartway.errors import InputError


def input_words(error: InputError, language: str) -> str:
    """The words for a mistake that somebody can mend, by its code; else what was expected."""
    if error.code in keys_of("input_faults"):
        return say("input_faults", error.code, language)
    if language == "en":
        return error.paragraph()
    return say("input_faults", "other", language)
