"""A letter is the same letter, however it was saved, for every reader of files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cartway.access.read_patient import read_patient
from cartway.knowledge.load import load_vocabulary
from cartway.reading.notes import read_note_file
from cartway.values.encoding import decode

CHINESE = "门诊病历 2026年10月12日\n男，58岁，弥漫大B细胞淋巴瘤。ECOG评分1分。血小板71×10^9/L，肌酐61μmol/L。"
ENGLISH = (
    "Clinic letter, 12 October 2026\nMs A.B., 61 years, ECOG 1. Creatinine 61 µmol/L ± 2, “well”."
)
DAY = date(2026, 11, 22)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_chinese_letter(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(CHINESE.encode(encoding))
    vocabulary = load_vocabulary()
    by_note = read_note_file(path, vocabulary, DAY).record
    by_match = read_patient(path, vocabulary, as_of=DAY)
    held = {(one.fact, str(one.value)) for one in by_note.facts}
    assert {
        ("age", "58 a"),
        ("platelet_count", "71 10*9/L"),
        ("serum_creatinine", "61 umol/L"),
    } <= held
    assert held <= {(one.fact, str(one.value)) for one in by_match.facts}


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_an_english_letter(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(ENGLISH.encode(encoding))
    held = {
        (one.fact, str(one.value)) for one in read_patient(path, load_vocabulary(), as_of=DAY).facts
    }
    assert ("serum_creatinine", "61 umol/L") in held


@pytest.mark.parametrize("text", ["Größe", "naïve, 3.5 µg", "± 2 °C", "l'hôpital"])
def test_accents_are_not_taken_for_chinese(text: str) -> None:
    assert decode(text.encode("cp1252")) == text
