"""PDF letters: the text layer if there is one, else pictures of the pages for recognition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cartway.errors import InputError

# Below this many letters on a page, its text layer is a stamp or a page number, not the letter.
_FEW = 40
_SCALE = 300 / 72  # three hundred dots an inch, which recognition is trained on
_MOST_PAGES = 60


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    import pypdfium2  # here: only PDF letters need it, and it loads a library

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise InputError(
            "this PDF cannot be opened",
            where=path.name,
            expected="a PDF that is whole and not protected by a password",
            code="F041",
        ) from error
    try:
        yield document
    finally:
        document.close()


def read_text_layer(path: Path) -> str | None:
    """The text of a PDF, page after page, or None where the pages are pictures.

    Raises:
        InputError: the file is no PDF that can be opened.
    """
    pages = []
    with _opened(path) as document:
        for index in range(min(len(document), _MOST_PAGES)):
            page = document[index]
            text_page = page.get_textpage()
            pages.append(text_page.get_text_bounded().replace("\r\n", "\n").replace("\r", "\n"))
            text_page.close()
            page.close()
    letters = sum(1 for page in pages for character in page if character.isalnum())
    if letters < _FEW * max(1, len(pages)):
        return None
    return "\n\n".join(re.sub(r"-\n(?=[a-z])", "", page) for page in pages)


def draw_pages(path: Path, folder: Path) -> list[Path]:
    """Draw each page into a picture for recognition."""
    pictures = []
    with _opened(path) as document:
        for index in range(min(len(document), _MOST_PAGES)):
            page = document[index]
            picture = folder / f"page-{index + 1:03d}.png"
            page.render(scale=_SCALE).to_pil().convert("L").save(picture)
            page.close()
            pictures.append(picture)
    return pictures
