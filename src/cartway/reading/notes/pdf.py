"""PDF letters page by page: the text of a page, or its picture for recognition."""

from __future__ import annotations

import io
import re
from typing import Any

from cartway.errors import InputError

# Below this many letters on a page with a picture, its text is a stamp, not the letter.
_FEW = 40
_SCALE = 300 / 72  # three hundred dots an inch, which recognition is trained on
_MOST_PAGES = 60


def read_pages(content: bytes, name: str) -> list[str | bytes]:
    """The pages of a PDF: the text of a page, or where it is a scan, a picture of it (PNG).

    Raises:
        InputError: no PDF that can be opened, or longer than a letter is.
    """
    import pypdfium2  # here: only PDF letters need it, and it loads a library

    try:
        document = pypdfium2.PdfDocument(content)
        try:
            if len(document) > _MOST_PAGES:
                raise InputError(
                    f"this PDF has {len(document)} pages",
                    where=name,
                    expected=f"a letter of at most {_MOST_PAGES} pages",
                    code="F022",
                )
            return [_read_page(document[index]) for index in range(len(document))]
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise InputError(
            "this PDF cannot be opened",
            where=name,
            expected="a PDF that is whole and not protected by a password",
            code="F041",
        ) from error


def _read_page(page: Any) -> str | bytes:
    text_page = page.get_textpage()
    text = text_page.get_text_bounded().replace("\r\n", "\n").replace("\r", "\n")
    text_page.close()
    scanned = sum(map(str.isalnum, text)) < _FEW and _holds_picture(page)
    given = _drawn(page) if scanned else re.sub(r"-\n(?=[a-z])", "", text)
    page.close()
    return given


def _holds_picture(page: Any) -> bool:
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    return any(True for _ in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE]))


def _drawn(page: Any) -> bytes:
    held = io.BytesIO()
    page.render(scale=_SCALE).to_pil().convert("L").save(held, "PNG")
    return held.getvalue()
