"""The words of a picture, kept inside the picture file itself."""

from __future__ import annotations

import struct
import zlib
from html import escape

SIGNATURE = b"\x89PNG\r\n\x1a\n"
HEADER_LENGTH = 25
"""Length, name, thirteen bytes and checksum of the first chunk of every PNG."""


def with_description(picture: bytes, words: str) -> bytes:
    """Put a description into a PNG (as its ``Description``) or an SVG (as its ``desc``)."""
    if picture.startswith(SIGNATURE):
        body = b"Description\0\0\0\0\0" + words.encode()
        chunk = b"iTXt" + body
        framed = struct.pack(">I", len(body)) + chunk + struct.pack(">I", zlib.crc32(chunk))
        end = len(SIGNATURE) + HEADER_LENGTH
        return picture[:end] + framed + picture[end:]
    if picture.startswith(b"<svg"):
        first, rest = picture.split(b">", 1)
        return first + b' role="img"><desc>' + escape(words).encode() + b"</desc>" + rest
    return picture
