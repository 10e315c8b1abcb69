"""A pattern without regard to case as one for texts in small letters.

The interpreter skips ahead to a place where a pattern may begin only where case counts: most
patterns fit nowhere, and in small letters that shows in half the time.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable
from typing import Any

_PIECE = re.compile(r"\\.|\(\?P[<=]\w+[>)]|\(\?[aiLmsux]+\)|[^\\]", re.DOTALL)
# A letter written by its number would stay large.
_BY_CODE = re.compile(r"\\(?:x|u00|U0000|0|N)")
_LETTERS = range(ord("A"), ord("Z") + 1)
_HAN = range(0x2E80, 0xA000)


def has_odd(text: str) -> bool:
    """Whether a text holds a letter that a pattern without regard to case takes for another."""
    return "\u0131" in text or "\u017f" in text or "\u0130" in text or "\u0307" in text


def in_small_letters(source: str, parts: Iterable[tuple[Any, Any]]) -> str | None:
    """Give a pattern that fits a text in small letters where `source` fits the text in any case.

    Args:
        source: a pattern that is compiled without regard to case.
        parts: what `parts_of` gives of it.

    Returns:
        None where small letters may say something else.
    """
    if not parts or _BY_CODE.search(source) is not None or not _same(parts):
        return None
    return _PIECE.sub(_piece, source)


def parts_of(source: str) -> Iterable[tuple[Any, Any]]:
    """Give the parts of a pattern as the interpreter sees them; none where it does not show them."""
    try:
        parse = importlib.import_module("re._parser").parse
    except (ImportError, AttributeError):
        return ()
    parts: Iterable[tuple[Any, Any]] = parse(source)
    return parts


def _piece(found: re.Match[str]) -> str:
    piece = found.group()
    return piece if piece[0] == "\\" or piece.startswith("(?") else piece.lower()


def _same(part: Any) -> bool:
    """Whether nothing in a part of a pattern means something else in small letters."""
    if isinstance(part, tuple) and len(part) == 2:
        name, value = str(part[0]), part[1]
        if name in ("LITERAL", "NOT_LITERAL"):
            return value < 128 or _has_no_case(value)
        if name == "RANGE":
            return _same_range(*value)
        if name == "SUBPATTERN" and value[2]:
            return False
    if isinstance(part, str) or not hasattr(part, "__getitem__"):
        return True
    return all(map(_same, part))


def _same_range(low: int, high: int) -> bool:
    inside = range(low, high + 1)
    if low in _LETTERS and high in _LETTERS:
        return True
    if low in _HAN and high in _HAN:
        return True
    return all(code not in _LETTERS and (code < 128 or _has_no_case(code)) for code in inside)


def _has_no_case(code: int) -> bool:
    character = chr(code)
    return character.lower() == character == character.upper()
