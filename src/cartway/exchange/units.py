"""Units as laboratories print them to UCUM codes; what cannot be made out stays unread."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from cartway.values import is_unit

_POWER = re.compile(r"(?:[x×*]\s*)?10\s*(?:\*\*|\^|\*|[eE](?=\d))\s*(\d+)")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED = re.compile(r"10([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")


class Units:
    """Reads the unit of a FHIR quantity.

    Args:
        words: a printed unit in small letters to its UCUM code.
    """

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words
        self.code_of = lru_cache(maxsize=4096)(self._code_of)

    def _code_of(self, code: str | None, text: str | None) -> str | None:
        """The UCUM code, or None where neither the code nor the text is a unit we know."""
        for given in (code, text):
            if not given or not isinstance(given, str):
                continue
            read = self._read(given.strip())
            if read is not None:
                return read
        return None

    def _read(self, given: str) -> str | None:
        if len(given) > 40:
            return None
        word = self._words.get(given.casefold())
        if word is not None:
            return word
        if is_unit(given) and not given.replace(".", "").isdigit():
            return given
        plain = _RAISED.sub(lambda one: "10*" + one.group(1).translate(_SUPERSCRIPTS), given)
        plain = _POWER.sub(r"10*\1", plain).replace("µ", "u").replace("μ", "u").replace(" ", "")
        plain = re.sub(r"\bIU\b", "[IU]", plain)
        if plain != given and is_unit(plain):
            return plain
        return self._words.get(plain.casefold())
