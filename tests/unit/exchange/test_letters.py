"""Letters as PDF and as pictures."""

import shutil

import pypdfium2
import pytest
from weasyprint import HTML

from cartway.access.read_patient import read_patient
from cartway.errors import InputError
from cartway.exchange import letters
from cartway.knowledge.load import load_vocabulary

LETTER = "<p>12 November 2026. Haemoglobin 98 g/L. Platelets 68 x 10^9/L. ECOG 1.</p>"


@pytest.fixture(scope="module")
def pdf():
    return HTML(string=f"<style>body {{ font: 16pt sans-serif }}</style>{LETTER}").write_pdf()


def haemoglobin(path):
    return [str(one.value) for one in read_patient(path, load_vocabulary()).facts_of("haemoglobin")]


def test_the_text_of_a_pdf(pdf, tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(pdf)
    assert haemoglobin(path) == ["98 g/L"]


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="no OCR is installed here")
def test_a_photographed_page(pdf, tmp_path):
    path = tmp_path / "letter.png"
    page = pypdfium2.PdfDocument(pdf)[0]
    page.render(scale=4, grayscale=True).to_pil().crop((0, 0, 2400, 500)).save(path)
    assert haemoglobin(path) == ["98 g/L"]


def test_a_picture_without_ocr(monkeypatch):
    monkeypatch.setattr(letters.shutil, "which", lambda _: None)
    with pytest.raises(InputError, match="no OCR is installed"):
        letters.text_of_picture(b"\x89PNG", "page.png")


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="no OCR is installed here")
def test_a_picture_of_nothing():
    with pytest.raises(InputError, match="cannot be read"):
        letters.text_of_picture(b"\x89PNG and nothing more", "page.png")
