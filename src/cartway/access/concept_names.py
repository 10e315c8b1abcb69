"""Which thing of a system (a drug, a disease, a stage) a person means by its name."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from cartway.access.find_disease import find_disease
from cartway.errors import InputError, nearest_name
from cartway.facts import Vocabulary


def concept_called(words: str, system: str, vocabulary: Vocabulary) -> str:
    """The id of what is called so, in English or Chinese.

    Raises:
        InputError: nothing is called so; names the nearest.
    """
    names = _names(vocabulary, system)
    wanted = _plain(words)
    held = names.get(wanted, ())
    if wanted.replace(" ", "_") in names.get("", ()):
        return wanted.replace(" ", "_")
    if held:
        return held[0]
    near = None
    if system == "disease":
        found = find_disease(words, vocabulary, most=1)
        if found and found[0].exact:
            return found[0].id
        near = found[0].id if found else None
    else:
        name = nearest_name(wanted, [one for one in names if one])
        near = names[name][0] if name else None
    raise InputError(
        "nothing known here is called so",
        where=system,
        expected="a name from the list",
        nearest=near,
        code="I018",
    )


def names_in(system: str, vocabulary: Vocabulary, language: str) -> list[str]:
    """What everything of a system is called in a language, for a list to choose from."""
    return _labels(vocabulary, system, language)


@lru_cache(maxsize=32)
def _labels(vocabulary: Vocabulary, system: str, language: str) -> list[str]:
    return sorted(
        {vocabulary.label(one, language) for one in vocabulary.in_system(system)},
        key=str.casefold,
    )


@lru_cache(maxsize=16)
def _names(vocabulary: Vocabulary, system: str) -> dict[str, tuple[str, ...]]:
    """Plain name to the things called so, those by their label first; under "" every id."""
    ids = vocabulary.in_system(system)
    found: dict[str, list[str]] = {}
    for labels in (True, False):
        for one in ids:
            concept = vocabulary.concepts[one]
            texts = [*concept.label.values()] if labels else []
            for lists in () if labels else (concept.aliases, concept.abbreviations):
                texts += [text for held in lists.values() for text in held]
            for text in texts:
                held = found.setdefault(_plain(text), [])
                if one not in held:
                    held.append(one)
    found[""] = list(ids)
    return {name: tuple(held) for name, held in found.items()}


def _plain(words: str) -> str:
    folded = unicodedata.normalize("NFKC", words).casefold()
    return " ".join(folded.replace("-", " ").split())
