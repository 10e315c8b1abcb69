"""Recognised words go back into lines, and a hardly legible word makes its fact uncertain."""

from __future__ import annotations

from pathlib import Path

import pytest

from cartway.errors import InputError
from cartway.facts import Certainty
from cartway.knowledge.load import load_vocabulary
from cartway.reading.notes import read_note, read_note_file, scan
from cartway.reading.notes.files import doubt_illegible

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"


def row(line: int, word: int, confidence: float, text: str, block: int = 1) -> str:
    return f"5\t1\t{block}\t1\t{line}\t{word}\t0\t0\t9\t9\t{confidence}\t{text}\n"


def test_words_become_lines_and_chinese_needs_no_spaces() -> None:
    table = (
        HEAD
        + row(1, 1, 96, "ECOG")
        + row(1, 2, 95, "1.")
        + row(2, 1, 90, "否")
        + row(2, 2, 91, "认")
    )
    assert scan.assemble(table).text == "ECOG 1.\n否认"


def test_the_least_sure_word_counts() -> None:
    read = scan.assemble(HEAD + row(1, 1, 96, "Hb") + row(1, 2, 31, "9.4") + row(1, 3, 90, "g/dL"))
    assert read.confidence(0, 6) == 31
    assert read.confidence(7, 11) == 90


def test_what_is_hardly_legible_is_uncertain() -> None:
    read = scan.assemble(
        HEAD
        + row(1, 1, 96, "Hb")
        + row(1, 2, 31, "9.4")
        + row(1, 3, 90, "g/dL.")
        + row(2, 1, 95, "ECOG")
        + row(2, 2, 95, "1.")
    )
    record = doubt_illegible(read_note(read.text, load_vocabulary()).record, read)
    certainties = {one.fact: one.certainty for one in record.facts}
    assert certainties["haemoglobin"] is Certainty.UNCERTAIN
    assert certainties["ecog_performance_status"] is Certainty.STATED


def test_a_picture_without_tesseract_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = tmp_path / "letter.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    monkeypatch.setattr(scan.shutil, "which", lambda name: None)
    with pytest.raises(InputError, match="tesseract is not installed"):
        read_note_file(picture, load_vocabulary())


def test_a_broken_pdf_says_so(tmp_path: Path) -> None:
    broken = tmp_path / "letter.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    with pytest.raises(InputError, match="cannot be opened"):
        read_note_file(broken, load_vocabulary())


def test_text_in_the_old_chinese_encoding_is_read(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_bytes("男，58岁，ECOG评分1分。".encode("gb18030"))
    facts = {one.fact for one in read_note_file(letter, load_vocabulary()).record.facts}
    assert {"age", "sex", "ecog_performance_status"} <= facts


def test_a_pdf_with_a_text_layer_needs_no_recognition(tmp_path: Path) -> None:
    weasyprint = pytest.importorskip("weasyprint")
    path = tmp_path / "letter.pdf"
    text = "Ms A.B., 61 years. Labs 12 Oct 2026: Hb 94 g/L, platelets 71. ECOG 1. No CAR-T so far."
    weasyprint.HTML(string=f"<p>{text}</p>").write_pdf(path)
    facts = {
        one.fact: str(one.value) for one in read_note_file(path, load_vocabulary()).record.facts
    }
    assert facts["haemoglobin"] == "94 g/L"
    assert facts["platelet_count"] == "71 10*9/L"
