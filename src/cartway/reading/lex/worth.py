"""What is worth trying on a text: all patterns that need certain words, asked at once."""

from __future__ import annotations

import inspect
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from cartway.knowledge.load.cache import kept
from cartway.reading.data import reading_file
from cartway.reading.lex.references import NEEDED
from cartway.reading.lexicon import Tokens, Watch, small_letters, sought
from cartway.reading.lexicon.sought import LookedInto, file_patterns, looked_into
from cartway.reading.link.phrases import inline_words, phrase_sources, phrase_words
from cartway.reading.link.stretches import FILES as STRETCH_FILES
from cartway.reading.link.stretches import stretch_sources, stretch_words
from cartway.reading.rewording import FILES as WORDING_FILES
from cartway.reading.rewording import rewording_sources, rewording_words


class Worth(NamedTuple):
    """The patterns of which a text holds a needed word, as bits in the order of their lists."""

    rewordings: int
    references: int
    phrases: int
    inline: int
    stretches: int


@lru_cache(maxsize=1)
def _watch() -> tuple[Watch, tuple[int, ...]]:
    _file_patterns()
    lists = (rewording_words(), NEEDED, phrase_words(), inline_words(), stretch_words())
    return Watch([words for one in lists for words in one]), tuple(map(len, lists))


def _file_patterns() -> None:
    """What there is to know of every pattern, kept from the last time."""
    files = [reading_file(name) for name in (*WORDING_FILES, *STRETCH_FILES, "phrases")]
    code = [Path(inspect.getfile(module)) for module in (sought, small_letters)]

    def look() -> dict[str, LookedInto]:
        sources = (*rewording_sources(), *stretch_sources(), *phrase_sources())
        return {source: looked_into(source) for source in sources}

    file_patterns(kept("reading-patterns", [*files, *code], look))


def worth_trying(small: str, found: Tokens) -> Worth:
    """Give what is worth trying on a text.

    Args:
        small: the text in small letters.
        found: its tokens.
    """
    watch, lengths = _watch()
    seen = watch.seen(small, found.written)
    if not seen:
        return Worth(0, 0, 0, 0, 0)
    parts = []
    for length in lengths:
        parts.append(seen & (1 << length) - 1)
        seen >>= length
    return Worth(*parts)
