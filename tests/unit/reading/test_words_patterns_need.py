"""The words that a pattern needs stand in every text that it fits."""

from __future__ import annotations

import re

import pytest

from cartway.reading.lexicon import Sought, Watch, bits_of, tokens
from cartway.reading.lexicon.sought import needs_of
from cartway.reading.link.stretches import stretches
from cartway.reading.rewording import rewordings


@pytest.mark.parametrize(
    ("source", "needs"),
    [
        ("relapsed? within", (("relapse",), (" within",))),
        ("(?:early|late) onset", ((" onset",), ("early", "late"))),
        ("(?:early)? onset", ((" onset",),)),
        ("(?:early|) onset", ((" onset",),)),
        ("[a-z]+", ()),
        ("(?:卵巢|乳腺)癌", (("癌",), ("乳腺", "卵巢"))),
    ],
)
def test_needs_are_taken_from_the_pattern(source: str, needs: tuple[tuple[str, ...], ...]) -> None:
    assert sorted(needs_of(source)) == sorted(needs)


def test_a_pattern_that_fits_is_never_passed_over() -> None:
    sources = [source for one in stretches() for source in one.sought.sources]
    sources += [source for one in rewordings() for source in one.odd.sources]
    texts = [" ".join(words) for source in sources for words in needs_of(source)]
    fitted = 0
    for source in sources:
        pattern = re.compile(source, re.IGNORECASE)
        for text in texts:
            if pattern.search(text) is not None:
                fitted += 1
                assert Sought((source,)).fitting(text.lower()) is not None
    assert fitted


def test_several_words_and_parts_of_words_are_seen() -> None:
    watch = Watch([("biops",), ("life expectancy", "survival"), ("1:",), ("移植",)])

    def seen(text: str) -> list[int]:
        return list(bits_of(watch.seen(text.lower(), tokens(text).written)))

    assert seen("Fresh BIOPSIES of life") == [0]
    assert seen("Life expectancy, titre 1:80") == [1, 2]
    assert seen("titre 1 to 80; 移 植") == []
    assert seen("干细胞移植") == [3]
