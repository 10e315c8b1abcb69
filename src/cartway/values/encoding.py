"""Text from bytes: UTF-8 and UTF-16, the Chinese GB 18030, and the western code page of Windows."""

from __future__ import annotations

_MARKS = (b"\xff\xfe", b"\xfe\xff")
# A Chinese text has its characters side by side; accents of a western one stand alone.
_SIDE_BY_SIDE = 0.6


def is_utf8(content: bytes) -> bool:
    """Whether the content is text in UTF-8."""
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True


def decode(content: bytes) -> str:
    """The text of a file as people hand it in, whatever program saved it.

    UTF-8 and UTF-16 with its mark are recognised for certain. Of the rest, what reads as Chinese
    in GB 18030 is taken so, and everything else as Windows-1252, in which English letters with
    ``µ``, ``±`` or curved quotation marks come. A caller that will not guess asks `is_utf8` first.
    """
    if content.startswith(_MARKS):
        return content.decode("utf-16", "replace")
    if is_utf8(content):
        return content.decode("utf-8-sig")
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
    return text if _reads_as_chinese(text) else content.decode("cp1252", "replace")


def _reads_as_chinese(text: str) -> bool:
    wide = [index for index, sign in enumerate(text) if sign > "\x7f"]
    if not wide:
        return True
    places = set(wide)
    beside = sum(index + 1 in places or index - 1 in places for index in wide)
    chinese = sum("\u4e00" <= text[index] <= "\u9fff" for index in wide)
    return beside >= _SIDE_BY_SIDE * len(wide) and 2 * chinese >= len(wide)
