"""Patterns tried only where one of their words stands find what the plain pattern finds."""

from __future__ import annotations

import re

import pytest

from cartway.access.load_trials import read_snapshot, snapshot_file
from cartway.exchange.code_files import TrialWords
from cartway.exchange.ctgov.word_patterns import WordPattern
from cartway.knowledge.load import files_of, read_marked, read_record, shown_path


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"car-?t\b|nk[- ]cells?", "donor nk cells", True),
        (r"car-?t\b|nk[- ]cells?", "nk celt", False),
        (r"(?:anti-?|target\w* )cd19|bcma", "targeting cd19", True),
        (r"cd1(?:9|8)|[ab]{2}c", "cd18", True),
        (r"in ?vivo", "invivo", True),
        (r"il-?1{2}rap", "il11rap", True),
    ],
)
def test_found_or_not(pattern: str, text: str, found: bool) -> None:
    assert (WordPattern(pattern).search(text) is not None) is found


def test_every_pattern_finds_what_it_says() -> None:
    path = next(one for one in files_of("codes") if one.stem == "trial_words")
    words = read_record(read_marked(path, shown_path(path)), TrialWords)
    patterns = [
        *words.spellings.values(),
        *("|".join(one.names) for one in words.products),
        *words.product_types.values(),
        *words.told_in_summary.values(),
        *words.generations.values(),
        *(words.allogeneic, words.autologous, words.receptor, words.cells, words.code_name),
    ]
    trials = read_snapshot(snapshot_file())[::60]
    texts = [f"{one.title} {' '.join(one.interventions)}".lower() for one in trials]
    texts += [one.summary.lower()[:800] for one in trials[::4]]
    for text in patterns:
        plain, quick = re.compile(text), WordPattern(text)
        for one in texts:
            assert bool(plain.search(one)) == bool(quick.search(one)), (text, one)
