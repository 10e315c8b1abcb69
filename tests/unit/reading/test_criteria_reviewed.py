"""What the tables do not say: reviewed readings, hashes, dates, offsets through markup."""

from __future__ import annotations

from datetime import date

from cartway.criteria.nodes import Always, Unread
from cartway.knowledge.load import load_vocabulary
from cartway.reading.criteria import read_criteria, read_line, text_hash
from cartway.reading.dates import find_dates
from cartway.reading.kinds import kind_of_line
from cartway.reading.text import plain_text


def test_a_reviewed_reading_stands_for_exactly_its_text() -> None:
    vocabulary = load_vocabulary()
    text = "Inclusion Criteria:\n* A zorblax of good standing\n* A zorblax of bad standing"
    reviewed = {text_hash("A zorblax of good standing"): Always()}
    first, second = read_criteria(text, vocabulary=vocabulary, overrides=reviewed)
    assert first.node == Always()
    assert second.unread
    alone = read_line(
        " A zorblax of good standing\n", "inclusion", vocabulary=vocabulary, overrides=reviewed
    )
    assert alone.node == Always()


def test_a_very_long_line_is_left_unread() -> None:
    line = read_line("lymphoma or " * 100_000, "inclusion", vocabulary=load_vocabulary())
    assert isinstance(line.node, Unread)


def test_places_lead_back_through_markup_and_superscripts() -> None:
    original = "<li>Platelets \\< 50 × 10⁹/L</li>"
    plain = plain_text(original)
    start = plain.plain.index("< 50")
    first, last = plain.span(start, plain.plain.index("/L") + 2)
    assert original[first:last] == "< 50 × 10⁹/L"


def test_dates_take_their_year_from_the_letter() -> None:
    found = find_dates("seen 3 Nov, biopsy 2025-06-01, therapy in March 2024, 10月14日")
    assert [str(one.resolve(date(2026, 2, 1))) for one in found] == [
        "2025-11-03",
        "2025-06-01",
        "2024-03",
        "2025-10-14",
    ]


def test_a_wrong_label_of_language_changes_nothing() -> None:
    vocabulary = load_vocabulary()
    text = "血小板≥50×10^9/L"
    assert read_line(text, "inclusion", "en", vocabulary=vocabulary) == read_line(
        text, "inclusion", "zh", vocabulary=vocabulary
    )


def test_kinds_name_what_a_line_asks() -> None:
    vocabulary = load_vocabulary()
    kinds = {
        text: kind_of_line(read_line(text, "exclusion", vocabulary=vocabulary))
        for text in ("HBsAg positive", "Platelets < 50 x 10^9/L", "Pregnant women", "Zorblax")
    }
    assert list(kinds.values()) == [
        "infection",
        "blood counts",
        "pregnancy and contraception",
        "not read",
    ]
