"""A stage as it is printed: *stage IIIC*, *Lymphoma stage IIIe*, *3C*, *Binet Stage B*."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cartway.exchange.codebook import CodeBook
from cartway.exchange.fhir.intake import names_in

_NAMED = re.compile(r"\bstage\s+(0|iv|i{1,3}|[1-4])([a-z]{0,2}\d?)\b", re.IGNORECASE)
_ALONE = re.compile(r"(?:stage\s*)?(0|iv|i{1,3}|[1-4])([a-z]{0,2}\d?)", re.IGNORECASE)
_LETTER = re.compile(r"(?:.*\bstage\s+)?([a-d])", re.IGNORECASE)
_ROMAN = {"1": "i", "2": "ii", "3": "iii", "4": "iv"}


def printed_stage(part: Mapping[str, Any], fact: str, book: CodeBook) -> str | None:
    """The stage that a value's words or code print, in the staging system of the fact."""
    start = book.roles.stages[fact]
    for text in _texts(part):
        for stage in _stages(text):
            if start + stage in book.vocabulary.concepts:
                return start + stage
    return None


def _texts(part: Mapping[str, Any]) -> Iterator[str]:
    coded = part.get("valueCodeableConcept")
    yield from names_in(coded)
    if isinstance(coded, dict):
        for coding in coded.get("coding") or ():
            if isinstance(coding.get("code"), str):
                yield coding["code"]
    given = part.get("valueString")
    if isinstance(given, str):
        yield given


def _stages(text: str) -> Iterator[str]:
    """The endings an id may have, the narrower first."""
    plain = re.sub(r"\s*\([^()]*\)$", "", text.strip())
    match = _NAMED.search(plain) or _ALONE.fullmatch(plain)
    if match:
        number, more = match.group(1).casefold(), match.group(2).casefold()
        roman = _ROMAN.get(number, number)
        yield from (roman + more, roman, number)
    letter = _LETTER.fullmatch(plain)
    if letter:
        yield letter.group(1).casefold()
