"""Reading a note never raises, points inside the text, and stays linear on hostile text."""

from __future__ import annotations

import string
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartway.knowledge.load import load_vocabulary
from cartway.reading.notes import read_note

PIECES = [
    "No CAR-T, ", "CD19+ ", "CD20(-)、", "Hb 9.4 g/dL (", "10⁹/L ", "R-CHOP x6, ", "2026-02-30 ", "12 Oct ",
    "(7-40) ", "否认糖尿病、", "无", "，", "。", "【既往史】", "Labs 31/02/2026: ", "ECOG 1. ", "×10^9/L", "\n", "1. ",
    "father ", "relapse ", "近3月未用激素", "46 x 31 mm ", "HBsAg", "均阴性", "IV期", "\x00", "\u202e", "<br>", "&lt;",
    "age 58 ", "LDH normal ", "TAF", "κ 412mg/L", "stage IIIB ", "-> ", "CNS1 ", "9,9,9,9 ", "99999999999999999999 ",
]  # fmt: skip


def spans_are_inside(text: str, reading: Any) -> None:
    for start, end in reading.spans:
        assert 0 <= start <= end <= len(text)


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=40).map("".join))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    reading = read_note(text, load_vocabulary(), date(2026, 11, 22))
    assert not [one for one in reading.record.findings if one.kind == "rule_failed"]
    spans_are_inside(text, reading)


@given(st.text(alphabet=string.printable + "无否认，。、；（）CD19阳性", max_size=200))
def test_noise_is_read_without_a_fault(text: str) -> None:
    reading = read_note(text, load_vocabulary(), None)
    assert not [one for one in reading.record.findings if one.kind == "rule_failed"]
    spans_are_inside(text, reading)


@pytest.mark.parametrize(
    "piece",
    [
        "no ",
        "无",
        "(",
        "1.1.",
        "CD19+",
        "12 Oct ",
        "9,",
        "x10^",
        "relapse, ",
        "R-CHOP, ",
        "a",
        "，否认",
        "Hb 9 ",
    ],
)
def test_work_grows_no_faster_than_the_text(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Counted in the questions that rules ask of sentences, not in seconds.
    from cartway.reading.notes.document import Document

    asked = 0
    original = Document.sentence_at

    def counted(self: Document, offset: int) -> Any:
        nonlocal asked
        asked += 1
        return original(self, offset)

    monkeypatch.setattr(Document, "sentence_at", counted)
    counts = []
    for times in (300, 1200):
        asked = 0
        read_note(piece * times, load_vocabulary(), date(2026, 11, 22))
        counts.append(asked)
    assert counts[1] <= 4 * counts[0] * 1.5 + 400
