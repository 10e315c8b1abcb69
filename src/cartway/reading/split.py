"""Eligibility text into its items: headings, numbered and nested bullets, run-on paragraphs.

The first pass. It knows nothing of medicine; it gives places in the plain text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from cartway.reading.data import reading_data

_MARKER = re.compile(
    r"[ ]*(?:"
    r"(?P<bullet>[*•‣▪◦○·+]+(?=\s|[A-Z\u4e00-\u9fff<>≤≥])|-+(?=\s|[A-Z\u4e00-\u9fff]))"
    r"|\((?P<paren>\d{1,2}|[a-zA-Z]|[ivx]{1,5})\)"
    r"|(?P<dotted>\d{1,2}(?:\.\d{1,2}){1,3})\.?(?=\s|[A-Z\u4e00-\u9fff])(?!\s?(?:[x×*]|mg|g/|%))"
    r"|(?P<number>\d{1,2})\s?(?P<style>[.)、:](?!\d)|[.](?=\d{2,}\s?(?:years|岁))|\s(?=[A-Z][a-z]{2,}\s[a-z]))"
    r"|(?P<letter>[a-zA-Z])(?P<lstyle>[.)])(?=\s|[A-Z\u4e00-\u9fff≥≤<>])"
    r"|(?P<roman>[ivx]{1,5})(?P<rstyle>[.)])(?=\s|[A-Z])"
    r"|(?P<zhnumber>[一二三四五六七八九十]{1,3})(?P<zstyle>[、.)])"
    r"|\((?P<zhparen>[一二三四五六七八九十]{1,3})\)"
    r")\s*"
)
_RUN_ON = re.compile(
    r"(?:(?<=^)|(?<=[\s.;:,)。;,、:]))(?:(?P<n>\d{1,2})(?P<s>[.)、])(?![\d])|\((?P<p>\d{1,2})\))\s*(?=\S)"
)
_OPENS = re.compile(
    r"(?::\s*$|[:：]$|following(?:\s+(?:criteria|conditions|categories|criterion|requirements|parameters))?\s*[:.,-]?$"
    r"|以下(?:任(?:意|何)?(?:一)?(?:项|条|种|条件)?|条件|标准|情况|情形|要求|疾病)?(?:之一)?[:。]?$|(?:either|any of|defined as|include[sd]?|and|or|如下)[:,]?$)",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.;:!?。;!?]\s*$")


@dataclass(slots=True)
class Item:
    """One item of an eligibility text.

    Attributes:
        kind: ``inclusion`` or ``exclusion``.
        start, end: place of its own words in the plain text, without marker.
        style: the kind of marker it has.
        children: the items nested under it.
    """

    kind: str
    start: int
    end: int
    style: str = ""
    indent: int = 0
    number: int | None = None
    children: list[Item] = field(default_factory=list)

    def last(self) -> int:
        """Where the item ends, with all that is nested in it."""
        return max([self.end, *(child.last() for child in self.children)])


@lru_cache(maxsize=1)
def _headings() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data: Any = reading_data("headings")
    parts = []
    for kind in ("exclusion", "inclusion"):
        parts.append(f"(?P<{kind}>" + "|".join(f"(?:{p})" for p in data[kind]) + ")")
    body = "|".join(parts)
    head = rf"[\s*#•_>=-]*(?:\(?\d{{1,2}}[.)、]\s*|[IVX]+\.\s*|[A-Z][.)]\s*|[一二三四][、.]\s*)?(?:{body})"
    tail = r"(?P<tail>[\s*_]*(?:[:;.\-]|$)|(?=\s*(?:\(?\d{1,2}[.)、]|[*•]|\n|$)))"
    at_line = re.compile(head + tail, re.IGNORECASE)
    inline = re.compile(rf"(?<=[.;。;])\s*(?:{body})\s*:", re.IGNORECASE)
    return at_line, inline


def split_criteria(text: str, kind: str = "inclusion") -> list[Item]:
    """Split a plain eligibility text into items, nested ones below their openers.

    Args:
        text: plain text (see `plain_text`).
        kind: what lines before any heading are.
    """
    pieces = _sections(text, kind)
    items: list[Item] = []
    for start, end, section in pieces:
        items += _nest(text, _items(text, start, end, section))
    return items


def split_line(text: str, kind: str) -> list[Item]:
    """Split one criterion, which may hold nested bullets; headings in it do not count."""
    return _nest(text, _items(text, 0, len(text), kind), alone=True)


def _sections(text: str, kind: str) -> list[tuple[int, int, str]]:
    at_line, inline = _headings()
    places: list[tuple[int, int, str]] = []
    position = 0
    for line in text.splitlines(keepends=True):
        stripped = line[:400]
        match = at_line.match(stripped)
        if match is not None and _is_heading(stripped, match):
            section = "exclusion" if match.group("exclusion") else "inclusion"
            places.append((position, position + match.end(), section))
        if len(line) > 60:
            for found in inline.finditer(line):
                if places and found.start() + position < places[-1][1]:
                    continue
                section = "exclusion" if found.group("exclusion") else "inclusion"
                places.append((position + found.start(), position + found.end(), section))
        position += len(line)
    pieces: list[tuple[int, int, str]] = []
    begin = 0
    current = kind
    for start, after, section in places:
        if start > begin:
            pieces.append((begin, start, current))
        begin, current = after, section
    pieces.append((begin, len(text), current))
    return pieces


def _is_heading(line: str, match: re.Match[str]) -> bool:
    rest = line[match.end() :].strip()
    marked = bool(match.group("tail").strip())
    return marked or not rest or rest[0].isdigit() or rest[0] in "*•(-"


def _items(text: str, start: int, end: int, kind: str) -> list[Item]:
    found: list[Item] = []
    position = start
    for line in text[start:end].split("\n"):
        begin, after = position, position + len(line)
        position = after + 1
        content = line.strip()
        if not any(c.isalnum() for c in content):
            continue
        match = _MARKER.match(text, begin, after)
        indent = len(line) - len(line.lstrip())
        if match is not None and match.end() < after:
            style, number = _style(match)
            item = Item(kind, match.end(), after, style, indent, number)
        else:
            item = Item(kind, begin + indent, after, "", indent)
            if _continues(text, found, item):
                found[-1].end = after
                continue
        item.end = _trim(text, item.start, item.end)
        found += _run_on(text, item)
    return found


def _trim(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _style(match: re.Match[str]) -> tuple[str, int | None]:
    for name, mark in (
        ("number", "style"),
        ("letter", "lstyle"),
        ("roman", "rstyle"),
        ("zhnumber", "zstyle"),
    ):
        if match.group(name) is not None:
            number = int(match.group(name)) if name == "number" else None
            style = match.group(mark)
            return f"{name}{style if style.strip() else '.'}", number
    if match.group("bullet") is not None:
        return "bullet" + match.group("bullet")[0], None
    if match.group("dotted") is not None:
        return "dotted", None
    if match.group("paren") is not None:
        inside = match.group("paren")
        return ("(1)", int(inside)) if inside.isdigit() else ("(a)", None)
    return "zh", None


def _continues(text: str, found: list[Item], item: Item) -> bool:
    """Whether an unmarked line goes on with the item before it."""
    if not found:
        return False
    before = text[found[-1].start : found[-1].end].rstrip()
    if not before or _ENDS.search(before[-3:]):
        return False
    first = text[item.start]
    if found[-1].style == "" and text[found[-1].end : item.start].count("\n") > 1:
        return False
    return first.islower() or first in "(,;)≥≤<>" or before[-1] in ",，、"


def _run_on(text: str, item: Item) -> list[Item]:
    """Part a paragraph with inline numbering that goes on from the item's own number."""
    if item.end - item.start < 40:
        return [item]
    expected = (item.number or 0) + 1
    own = item.style if item.number is not None else None
    cuts: list[tuple[int, int, int]] = []
    style: str | None = None
    for match in _RUN_ON.finditer(text, item.start, item.end):
        number = int(match.group("n") or match.group("p"))
        here = "(1)" if match.group("p") else f"number{match.group('s')}"
        if number != expected or (own is not None and here != own):
            continue
        if style is None:
            style = here
        if here != style or not _begins_item(text, match):
            continue
        cuts.append((match.start(), match.end(), number))
        expected += 1
    if own is None and (
        len(cuts) < 2 or (cuts[0][0] - item.start > 0 and not _opens(text, item.start, cuts[0][0]))
    ):
        return [item]
    if not cuts:
        return [item]
    parts: list[Item] = []
    if cuts[0][0] > item.start:
        head = Item(
            item.kind,
            item.start,
            _trim(text, item.start, cuts[0][0]),
            item.style,
            item.indent,
            item.number,
        )
        if any(c.isalnum() for c in text[head.start : head.end]):
            parts.append(head)
    nested = own is None and bool(parts)
    for index, (_, begin, number) in enumerate(cuts):
        stop = cuts[index + 1][0] if index + 1 < len(cuts) else item.end
        end = _trim(text, begin, stop)
        indent = item.indent + (1 if nested else 0)
        parts.append(Item(item.kind, begin, end, style or "", indent, number))
    return parts


def _begins_item(text: str, match: re.Match[str]) -> bool:
    """A number that ends a sentence ("grade 2. Then …") does not begin an item."""
    before = text[max(0, match.start() - 12) : match.start()].rstrip().lower()
    if re.search(r"(?:grade|stage|ecog|class|score|of|than|to|phase|[<>≤≥=])$", before):
        return False
    following = text[match.end() : match.end() + 1]
    return not following.islower() or before[-1:] in ";:.,。;:、" or not before


# "any of the following: 1. X" opens the list that goes on below with A, B, C.
_OPENED_INLINE = re.compile(
    r"(?:any|one|either)(?: or more)? of the following: ?\(?1[.)] [^:;]{0,160}$", re.IGNORECASE
)


def _opens(text: str, start: int, end: int) -> bool:
    if _OPENED_INLINE.search(text[start:end].rstrip()) is not None:
        return True
    return _OPENS.search(text[max(start, end - 80) : end].rstrip()) is not None


def _nest(text: str, flat: list[Item], alone: bool = False) -> list[Item]:
    roots: list[Item] = []
    stack: list[Item] = []
    for item in flat:
        while stack and not _below(text, item, stack):
            stack.pop()
        (stack[-1].children if stack else roots).append(item)
        stack.append(item)
    return _joined_by_or(text, roots)


_OR_AFTER = re.compile(r"(?:[\s,;](?:or|OR|and/or)|或者?)\s*[,:;]?\s*$")
_OR_BEFORE = re.compile(r"\s*(?:or|OR|Or|或者?)[\s,:]")


def _joined_by_or(text: str, items: list[Item]) -> list[Item]:
    """Bullets that end or begin with *or* are alternatives: one item that holds them."""
    given: list[Item] = []
    for item in items:
        item.children = _joined_by_or(text, item.children)
        before = given[-1] if given else None
        if (
            before is not None
            and item.kind == before.kind == "inclusion"
            and item.style == (before.children[-1].style if before.style == "or" else before.style)
            and (
                _OR_AFTER.search(text[before.start : before.last()][-12:]) is not None
                or _OR_BEFORE.match(text, item.start, item.end) is not None
            )
        ):
            if before.style != "or":
                first = _run_before(given) if not item.style else [before]
                del given[len(given) - len(first) :]
                begin = first[0].start
                held = before
                if len(first) > 1:
                    held = Item(item.kind, begin, begin, "all", before.indent, None, first)
                given.append(Item(item.kind, begin, begin, "or", before.indent, None, [held]))
            given[-1].children.append(item)
            continue
        given.append(item)
    return given


def _run_before(items: list[Item]) -> list[Item]:
    """Bare lines right before "OR …": together they are the first alternative."""
    first = len(items) - 1
    while first > 0 and items[first - 1].style == "" and items[first - 1].kind == items[-1].kind:
        first -= 1
    return items[first:]


def _below(text: str, item: Item, stack: list[Item]) -> bool:
    """Whether an item stands under the innermost open one."""
    opener = stack[-1]
    if item.indent >= opener.indent + 1 and (item.style or opener.style):
        return (
            item.indent >= opener.indent + 2
            or _opens(text, opener.start, opener.end)
            or item.style != opener.style
        )
    if item.indent < opener.indent:
        return False
    if not _opens(text, opener.start, opener.end):
        return False
    if item.style == opener.style:
        # A bare opener may be followed by bare lines that belong to it.
        return item.style == "" and False
    if not item.style and opener.style:
        return not opener.children or opener.children[-1].style == ""
    # After an opener, another style of marker opens the list below it; the style of an item
    # further out closes it.
    return all(item.style != outer.style for outer in stack)
