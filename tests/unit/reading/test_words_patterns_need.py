"""The words that a pattern needs stand in every text that it fits."""

from __future__ import annotations

import re

import pytest

from cartway.reading.lexicon import Seldom, Sought, Watch, bits_of, tokens
from cartway.reading.lexicon.small_letters import in_small_letters, parts_of
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


@pytest.mark.parametrize(
    ("source", "small"),
    [
        (r"CD\d+ (?:Positive|[A-Z]+)\W", r"cd\d+ (?:positive|[a-z]+)\W"),
        (r"(?P<Who>Patients?)", r"(?P<Who>patients?)"),
        ("(?-i:ALL) of", None),
        ("β-?hCG", None),
        ("[!-z]", None),
        (r"\x41LT", None),
    ],
)
def test_a_pattern_in_small_letters_says_the_same_or_is_not_used(
    source: str, small: str | None
) -> None:
    assert in_small_letters(source, parts_of(source)) == small


@pytest.mark.parametrize("text", ["TREATED WITH IT", "treat", "TREATED WıTH it", "he treats it"])
def test_a_seldom_pattern_fits_where_it_would_fit_without_its_words(text: str) -> None:
    for source in (r"treated with\b", r"\b(?:treat|heal)s?\b", r"^\w+ \w+$"):
        pattern = re.compile(source, re.IGNORECASE)
        for begin in (0, 3):
            wanted, found = pattern.search(text, begin), Seldom(source).search(text, begin)
            assert (found and found.span()) == (wanted and wanted.span())
