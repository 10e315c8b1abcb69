"""The words of the interface, in every language, from `cartway_knowledge/words`."""

from __future__ import annotations

from functools import cache

from cartway.errors import InternalError
from cartway.knowledge.load import BothLanguages, Record
from cartway.knowledge.load.folders import read_folder

LANGUAGES = ("en", "zh")


class WordsRecord(Record):
    """One topic's words by key."""

    id: str
    words: dict[str, BothLanguages]


@cache
def _topics() -> dict[str, WordsRecord]:
    return read_folder("words", WordsRecord)


def say(topic: str, key: str, language: str, **fields: object) -> str:
    """Give the words for a key, with its fields filled in.

    Raises:
        InternalError: the topic or the key is missing; a test keeps this from happening.
    """
    try:
        words = _topics()[topic].words[key]
    except KeyError:
        raise InternalError(f"no words for {topic}/{key}") from None
    text = words.in_language(language)
    return text.format(**fields) if fields else text


def keys_of(topic: str) -> tuple[str, ...]:
    """Every key of a topic."""
    return tuple(_topics()[topic].words)


__all__ = ["LANGUAGES", "WordsRecord", "keys_of", "say"]
