"""Text as it came, beside a plain form that the readers work on.

Every change of character keeps its place, so that whatever is found in the plain form can be
shown in the original. This is not NFKC: superscripts keep their meaning (10⁹/L becomes 10^9/L,
never 109/L), and signs that compare numbers are kept apart from look-alikes.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html.entities import html5

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SUPER = {c: str(i) for i, c in enumerate(_SUPERSCRIPTS)}
_SUB = {c: str(i) for i, c in enumerate("₀₁₂₃₄₅₆₇₈₉")}
_SUB.update({"₊": "+", "₋": "-"})
_SAME_LENGTH = {
    "\u00a0": " ", "\u3000": " ", "\t": " ", "\r": " ", "\u2028": "\n", "\u2029": "\n",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "﹣": "-", "－": "-",
    "‘": "'", "’": "'", "‛": "'", "′": "'", "“": '"', "”": '"', "„": '"', "″": '"',
    "«": '"', "»": '"', "≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤", "﹥": ">", "﹤": "<",
    "✕": "×", "✖": "×", "╳": "×", "⨯": "×", "∗": "*", "＊": "*", "∶": ":", "˚": "°", "º": "°",
    "µ": "u", "μ": "u", "•": "•", "●": "•", "▪": "•", "■": "•", "◆": "•", "◦": "•", "‣": "•",
    "⁃": "•", "·": "·", "・": "·", "∙": "·", "【": "[", "】": "]", "〔": "(", "〕": ")",
    "﹙": "(", "﹚": ")", "⁄": "/", "∕": "/", "∼": "~", "〜": "~", "˜": "~", "⁺": "+", "⁻": "-",
    "｡": "。", "､": "、", "▲": "•", "★": "•", "※": "•", "\ufffd": " ", "\x85": "\n",
    "\x0b": "\n", "\x0c": "\n",
}  # fmt: skip
_DROPPED = set("\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068"
               "\u2069\ufeff\u00ad\u2060\u061c™®©")  # fmt: skip
_BREAKING_TAGS = {"p", "br", "li", "div", "tr", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6"}
_TAG = (
    r"</?(?:p|br|li|ul|ol|div|span|table|tbody|thead|tr|td|th|b|i|u|a|em|strong|su[bp]|font|html"
    r"|body|h[1-6]|script|style|img|hr)(?:\s[^<>\n]{0,200})?\s?/?>"
)
_CHANGING = re.compile(
    "(?P<tag>" + _TAG + ")"
    r"|(?P<entity>&(?:[A-Za-z]{2,12}|#\d{1,6}|#x[0-9A-Fa-f]{1,6});)"
    r"|(?P<escape>\\(?=[^\w\s]))"
    "|(?P<super>[" + _SUPERSCRIPTS + "]+)"
    r"|(?P<other>[^\x00-\x7f\u3001\u3002\u4e00-\u9fff≥≤×±°αβγδεκλ·•→↑↓])",
    re.IGNORECASE,
)
_CONTROL = {i: " " for i in range(32) if i != 10}
_CONTROL[127] = " "


@dataclass(frozen=True, slots=True)
class Text:
    """An original text and its plain form.

    Args:
        original: the text as it came.
        plain: the text the readers work on.
        _changes: places in `plain` from which a new offset to the original holds.
        _shifts: that offset, one for each place.
    """

    original: str
    plain: str
    _changes: tuple[int, ...] = field(default=(0,), repr=False)
    _shifts: tuple[int, ...] = field(default=(0,), repr=False)

    def place(self, position: int) -> int:
        """The place in the original of a place in the plain form."""
        if position >= len(self.plain):
            return len(self.original)
        if position <= 0:
            return 0
        if len(self._changes) == 1:
            return position + self._shifts[0]
        index = bisect_right(self._changes, position) - 1
        return max(0, min(position + self._shifts[index], len(self.original)))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that gave `plain[start:end]`."""
        first = self.place(start)
        last = self.place(end - 1) + 1 if end > start else first
        return first, max(first, min(last, len(self.original)))


@lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    if character in _SAME_LENGTH:
        return _SAME_LENGTH[character]
    if character in _SUB:
        return _SUB[character]
    if character in _DROPPED:
        return ""
    code = ord(character)
    if 0x2460 <= code <= 0x2473:
        return f"({code - 0x245F})"
    if 0xD800 <= code <= 0xDFFF or unicodedata.category(character) in ("Cc", "Cf", "Co", "Cn"):
        return " "
    folded = unicodedata.normalize("NFKC", character)
    if len(folded) == 1 and folded in _SAME_LENGTH:
        return _SAME_LENGTH[folded]
    return folded.replace("\u2044", "/").replace("\n", " ")


def _replacement(match: re.Match[str]) -> str:
    kind = match.lastgroup
    found = match.group()
    if kind == "super":
        digits = "".join(_SUPER[c] for c in found)
        return "^" + digits
    if kind == "tag":
        name = found.strip("</> ").split()[0].lower() if found.strip("</> ") else ""
        if name == "sup":
            return "" if found[1] == "/" else "^"
        if name == "sub":
            return ""
        return "\n" if name in _BREAKING_TAGS else " "
    if kind == "entity":
        return _entity(found)
    if kind == "escape":
        return ""
    return _plain_character(found)


def _entity(found: str) -> str:
    body = found[1:-1]
    if body.startswith("#"):
        number = int(body[2:], 16) if body[1] in "xX" else int(body[1:])
        text = chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else " "
    else:
        text = html5.get(body + ";", "")
        if not text:
            return found
    if len(text) == 1 and text in _SUPER:
        return "^" + _SUPER[text]
    return "".join(c if " " <= c < "\x7f" else _plain_character(c) for c in text)


def plain_text(original: str) -> Text:
    """Give the plain form of a text, with the way back.

    Args:
        original: any text at all; control characters, markup and broken characters included.
    """
    if _is_plain(original):
        return Text(original, original)
    pieces: list[str] = []
    changes: list[int] = [0]
    shifts: list[int] = [0]
    read = 0
    written = 0
    for match in _changes(original):
        start, end = match.span()
        if start > read:
            pieces.append(original[read:start])
            written += start - read
        new = _replacement(match)
        read = end
        if not new:
            changes.append(written)
            shifts.append(end - written)
            continue
        if len(new) != end - start:
            # Every character of a longer replacement leads back to the character it came from.
            for index in range(len(new)):
                changes.append(written + index)
                source = start + min(index, end - start - 1)
                shifts.append(source - (written + index))
            changes.append(written + len(new))
            shifts.append(end - written - len(new))
        pieces.append(new)
        written += len(new)
    pieces.append(original[read:])
    plain = "".join(pieces)
    if _HAS_CONTROL.search(plain) is not None:
        plain = plain.translate(_CONTROL)
    return Text(original, plain, tuple(changes), tuple(shifts))


def _changes(original: str) -> Iterator[re.Match[str]]:
    """What is changed, in order; only where a character stands with which a change may begin."""
    after = 0
    for place in _MAY_CHANGE.finditer(original):
        if place.start() >= after:
            match = _CHANGING.match(original, place.start())
            if match is not None:
                after = match.end()
                yield match


_MAY_CHANGE = re.compile("[<&\\\\]|[^\x00-\x7f\u3001\u3002\u4e00-\u9fff≥≤×±°αβγδεκλ·•→↑↓]")
_HAS_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f]")
_PLAIN = re.compile(r"[^\x00-\x09\x0b-\x1f\x7f-\uffff\U00010000-\U0010ffff\\&<]*")


def _is_plain(text: str) -> bool:
    return _PLAIN.fullmatch(text) is not None
