"""A quote as a page hands it over: bytes and a name, held in memory only."""

from __future__ import annotations

from cartway.access.read_quote import Quote, read_quote
from cartway.errors import InputError

LARGEST_BYTES = 2_000_000


def read_quote_bytes(content: bytes, name: str) -> Quote:
    """Read a quote; the ending of its name tells its form.

    Raises:
        InputError: too large, not text, or nothing readable in it.
    """
    if len(content) > LARGEST_BYTES:
        raise InputError(
            "the file is too large for a quote", where=name, expected="up to 2 MB", code="Q002"
        )
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return read_quote(text, name)
    raise InputError(
        "the file is not text",
        where=name,
        expected="the words of the quote; copy them out of a scan or a PDF",
        code="Q003",
    )
