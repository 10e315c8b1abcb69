"""A file that somebody hands in: what it holds, by content; every mistake as one paragraph."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from cartway.errors import InputError
from cartway.values.encoding import decode, is_utf8

LARGEST_BYTES = 32_000_000

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"GIF8")
_EXPECTED = (
    "a FHIR R4 bundle (.json), a facts file (.yaml or .json), or a letter (.txt, .md, .pdf or a"
    " picture)"
)


def read_bytes(path: Path) -> bytes:
    """The content of a file that may be a patient's record.

    Raises:
        InputError: no such file, a folder, unreadable, empty, or too large.
    """
    where = path.name or str(path)
    try:
        if path.is_dir():
            raise InputError("this is a folder", where=where, expected=_EXPECTED, code="F010")
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            raise InputError(
                f"the file is too large ({size / 1e6:.0f} MB)",
                where=where,
                expected=f"one patient's record, at most {LARGEST_BYTES // 1_000_000} MB",
                code="F011",
            )
        content = path.read_bytes()
    except FileNotFoundError:
        raise InputError(
            "there is no such file", where=where, expected=_EXPECTED, code="F012"
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not one a file can have"
        raise InputError(
            f"the file cannot be read: {reason}", where=where, expected=_EXPECTED, code="F013"
        ) from None
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise InputError("the file is empty", where=where, expected=_EXPECTED, code="F014")
    return content


def is_pdf(content: bytes) -> bool:
    """Whether the content is a PDF."""
    return content[:1024].lstrip().startswith(b"%PDF-")


def is_picture(content: bytes) -> bool:
    """Whether the content is a picture that OCR may read."""
    return content.startswith(_PICTURES) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP")


def decode_text(content: bytes, where: str) -> str:
    """The text of a file: as it is decoded for every reader, but JSON must be in UTF-8.

    Raises:
        InputError: a binary file, or JSON in another encoding.
    """
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not marked and not is_utf8(content):
        if _is_binary(content):
            raise InputError("this is a binary file", where=where, expected=_EXPECTED, code="F015")
        if content.lstrip()[:1] in (b"{", b"["):
            raise InputError(
                "the text is not in UTF-8", where=where, expected="the same file saved as UTF-8",
                code="F016",
            )  # fmt: skip
    text = decode(content)
    if "\x00" in text:
        raise InputError("this is a binary file", where=where, expected=_EXPECTED, code="F015")
    return text


def _is_binary(content: bytes) -> bool:
    start = content[:4096]
    odd = sum(byte < 9 or 13 < byte < 32 for byte in start)
    return b"\x00" in start or odd > len(start) // 20


def read_json(text: str, where: str) -> Any:
    """Decode JSON.

    Raises:
        InputError: not JSON, or cut off; says the line and column.
    """
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip()) - 1
        what = "the JSON ends before it is complete" if cut else f"this is not JSON: {error.msg}"
        raise InputError(
            what,
            where=f"{where}:{error.lineno}:{error.colno}",
            expected="one complete JSON document (NaN and Infinity are not JSON)",
            code="F017",
        ) from None
