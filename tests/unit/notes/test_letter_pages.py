"""Letters as PDF and as pictures."""

import io
import shutil

import pypdfium2
import pytest
from weasyprint import HTML

from cartway.access.read_patient import read_patient
from cartway.errors import InputError
from cartway.facts import Certainty
from cartway.knowledge.load import load_vocabulary
from cartway.reading.notes import files, letter_text, read_letter_bytes, scan

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


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="no OCR is installed here")
def test_a_scanned_page_beside_a_printed_one(pdf):
    source = pypdfium2.PdfDocument(pdf)
    picture = source[0].render(scale=4).to_pil()
    joined = pypdfium2.PdfDocument.new()
    joined.import_pages(source)
    page = joined.new_page(595, 842)
    drawn = pypdfium2.PdfImage.new(joined)
    drawn.set_bitmap(pypdfium2.PdfBitmap.from_pil(picture))
    drawn.set_matrix(pypdfium2.PdfMatrix().scale(595, 842))
    page.insert_obj(drawn)
    page.gen_content()
    held = io.BytesIO()
    joined.save(held)
    text, recognised = letter_text(held.getvalue(), "letter.pdf")
    assert recognised is not None
    assert text.count("98 g/L") == 2
    assert recognised.confidence(0, 10) == 100


def test_a_picture_without_ocr(monkeypatch):
    monkeypatch.setattr(scan.shutil, "which", lambda _: None)
    with pytest.raises(InputError, match="tesseract is not installed"):
        letter_text(b"\x89PNG", "page.png")


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="no OCR is installed here")
def test_a_picture_of_nothing():
    with pytest.raises(InputError, match="cannot be recognised"):
        letter_text(b"\x89PNG and nothing more", "page.png")


def test_what_was_hardly_legible_is_doubted_in_a_patients_record_too(monkeypatch):
    table = scan.Scan("Hb 94 g/L. ECOG 1.", (0, 3, 6, 11, 16), (96.0, 31.0, 90.0, 95.0, 95.0))
    monkeypatch.setattr(files, "recognise", lambda *_: table)
    record = read_letter_bytes(b"\x89PNG", "page.png", load_vocabulary()).record
    sure = {one.fact: one.certainty for one in record.facts}
    assert sure["haemoglobin"] is Certainty.UNCERTAIN
    assert sure["ecog_performance_status"] is Certainty.STATED
