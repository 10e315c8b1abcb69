"""The text of a letter that comes as a PDF or a picture: its own text first, else OCR.

OCR is Tesseract with English and simplified Chinese, run on this machine; nothing is sent away.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pypdfium2

from cartway.errors import InputError

_MOST_PAGES = 60
_SECONDS = 120
_DOTS_PER_POINT = 300 / 72


def text_of_pdf(content: bytes, where: str) -> str:
    """The text of a PDF; pages without text are read by OCR.

    Raises:
        InputError: damaged, locked, too long, or nothing can be read.
    """
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        raise InputError(
            "this PDF is damaged or locked",
            where=where,
            expected="a PDF that opens without a password",
            code="F021",
        ) from None
    try:
        if len(document) > _MOST_PAGES:
            raise InputError(
                f"this PDF has {len(document)} pages",
                where=where,
                expected=f"a letter of at most {_MOST_PAGES} pages",
                code="F022",
            )
        pages = [_page_text(document, number, where) for number in range(len(document))]
    except pypdfium2.PdfiumError:
        raise InputError(
            "a page of this PDF cannot be read",
            where=where,
            expected="an undamaged PDF",
            code="F021",
        ) from None
    finally:
        document.close()
    return _not_empty("\n\n".join(pages), where)


def text_of_picture(content: bytes, where: str) -> str:
    """The text of a scanned or photographed page.

    Raises:
        InputError: no OCR is installed, or nothing can be read.
    """
    return _not_empty(_recognise(content, where), where)


def _page_text(document: pypdfium2.PdfDocument, number: int, where: str) -> str:
    page = document[number]
    text = page.get_textpage().get_text_bounded()
    if len(text.strip()) > 20:
        return str(text)
    bitmap = page.render(scale=_DOTS_PER_POINT, grayscale=True)
    return _recognise(_portable_graymap(bitmap), where)


def _portable_graymap(bitmap: pypdfium2.PdfBitmap) -> bytes:
    """PGM: the plainest picture Tesseract takes, so that no imaging library is needed."""
    rows = bytes(bitmap.buffer)
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    pixels = b"".join(rows[at * stride : at * stride + width] for at in range(height))
    return b"P5 %d %d 255\n" % (width, height) + pixels


def _recognise(picture: bytes, where: str) -> str:
    program = shutil.which("tesseract")
    if program is None:
        raise InputError(
            "this is a picture, and no OCR is installed here",
            where=where,
            expected="the letter as text, or Tesseract with its English and Chinese data installed",
            code="F023",
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page")
        path.write_bytes(picture)
        try:
            done = subprocess.run(
                [program, str(path), "stdout", "-l", "eng+chi_sim"],
                capture_output=True,
                timeout=_SECONDS,
                check=True,
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            raise InputError(
                "the picture cannot be read",
                where=where,
                expected="a clear scan or photograph of a page (PNG, JPEG or TIFF)",
                code="F024",
            ) from None
    return done.stdout.decode("utf-8", errors="replace")


def _not_empty(text: str, where: str) -> str:
    if not any(sign.isalnum() for sign in text):
        raise InputError(
            "no text can be found in it",
            where=where,
            expected="a letter whose words can be read",
            code="F025",
        )
    return text
