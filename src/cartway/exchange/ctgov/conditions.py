"""Registry conditions to diseases: exact names after what is not part of the name is set aside.

*Recurrent Diffuse Large B-Cell Lymphoma (DLBCL)* is DLBCL here; that it must be recurrent is said
in the criteria, not in this list. What no name fits is left to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from cartway.exchange.code_files import ConditionWords
from cartway.exchange.names import loose_name
from cartway.facts import Vocabulary

_SPLIT = re.compile(r"\s*(?:/|;|,|，|\+|\band/or\b|\band\b|\bor\b|\bwith\b)\s*", re.IGNORECASE)


class ConditionNames:
    """Finds the diseases that a registry's condition names.

    Args:
        words: what may be set aside, and what is no disease at all.
        vocabulary: the diseases and their names.
    """

    def __init__(self, words: ConditionWords, vocabulary: Vocabulary) -> None:
        self._names = _loose_names(vocabulary)
        self._names |= {loose_name(one): concept for one, concept in words.names.items()}
        aside = sorted(words.set_aside, key=len, reverse=True)
        self._aside = re.compile(rf"(?<![\w+])(?:{'|'.join(aside)})(?![\w+])", re.IGNORECASE)
        self._no_disease = re.compile(rf"(?:{'|'.join(words.no_disease)})", re.IGNORECASE)
        self.diseases = lru_cache(maxsize=None)(self._diseases)

    def is_no_disease(self, text: str) -> bool:
        """Whether the text is a keyword, such as *CAR-T*, rather than a disease."""
        return self._no_disease.fullmatch(text.strip()) is not None

    def _diseases(self, text: str) -> tuple[str, ...]:
        """The disease, or the several joined in one condition when each of them is known."""
        whole = self._disease(text)
        if whole:
            return (whole,)
        parts = [part for part in _SPLIT.split(_BRACKETS.sub("", text)) if part.strip()]
        parts = [part for part in parts if self._aside.sub("", part).strip(" ,-")]
        found = [self._disease(part) for part in parts] if len(parts) > 1 else []
        return tuple(dict.fromkeys(one for one in found if one)) if all(found) else ()

    def _disease(self, text: str) -> str | None:
        for one in _forms(text, self._aside):
            found = self._names.get(loose_name(one))
            if found:
                return found
        return None


def _loose_names(vocabulary: Vocabulary) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for name in vocabulary.in_system("disease"):
        concept = vocabulary.concepts[name]
        for words in (concept.label, concept.aliases, concept.abbreviations):
            for word in _all_words(words):
                found.setdefault(loose_name(word), set()).add(name)
    return {word: one for word, names in found.items() if len(names) == 1 for one in names}


def _all_words(words: Mapping[str, str | tuple[str, ...]]) -> Iterator[str]:
    for held in words.values():
        if isinstance(held, str):
            yield held
        else:
            yield from held


_BRACKETS = re.compile(r"\s*[(（\[]([^()（）\[\]]*)[)）\]]")
_SPACE = re.compile(r"\s+")


def _forms(text: str, aside: re.Pattern[str]) -> Iterator[str]:
    """The text in ever plainer forms, each once."""
    whole = _SPACE.sub(" ", text.strip())
    bare = _BRACKETS.sub("", whole).strip()
    inner = [one.strip() for one in _BRACKETS.findall(whole)]
    seen: set[str] = set()
    for one in _each_form((whole, bare), aside, inner):
        plain = _SPACE.sub(" ", one).strip(" ,;.-–/")
        if len(plain) > 1 and plain.casefold() not in seen:
            seen.add(plain.casefold())
            yield plain


def _each_form(texts: Iterable[str], aside: re.Pattern[str], inner: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield text
        yield from _turned(text)
        plainer = aside.sub(" ", text)
        yield plainer
        yield from _turned(_SPACE.sub(" ", plainer).strip(" ,;"))
        if " - " in text:
            yield from text.split(" - ")
    yield from inner


def _turned(text: str) -> Iterator[str]:
    """*Lymphoma, B-Cell* to *B-Cell Lymphoma*, as indexes write it."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if 2 <= len(parts) <= 4:
        yield " ".join(reversed(parts))
        yield " ".join((*parts[1:], parts[0]))
