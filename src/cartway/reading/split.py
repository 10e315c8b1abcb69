"""Eligibility text into its items: headings, numbered and nested bullets, run-on paragraphs.

The first pass. It knows nothing of medicine; it gives places in the plain text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from cartway.reading.data import reading_data
from cartway.reading.enumerations import parted
from cartway.reading.item import Item, opens_list, trimmed
from cartway.reading.lexicon.small_letters import has_odd
from cartway.reading.lexicon.sought import needs_of

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
_ENDS = re.compile(r"[.;:!?。;!?]\s*$")


@lru_cache(maxsize=1)
def _headings() -> tuple[re.Pattern[str], re.Pattern[str], tuple[str, ...]]:
    """Headings at the beginning of a line, within one, and the words of which each holds one."""
    data: Any = reading_data("headings")
    parts = []
    for kind in ("exclusion", "inclusion"):
        parts.append(f"(?P<{kind}>" + "|".join(f"(?:{p})" for p in data[kind]) + ")")
    body = "|".join(parts)
    head = rf"[\s*#•_>=-]*(?:\(?\d{{1,2}}[.)、]\s*|[IVX]+\.\s*|[A-Z][.)]\s*|[一二三四][、.]\s*)?(?:{body})"
    tail = r"(?P<tail>[\s*_]*(?:[:;.\-]|$)|(?=\s*(?:\(?\d{1,2}[.)、]|[*•]|\n|$)))"
    at_line = re.compile(head + tail, re.IGNORECASE)
    inline = re.compile(rf"(?<=[.;。;])\s*(?:{body})\s*:", re.IGNORECASE)
    needs = needs_of(body)
    return at_line, inline, needs[0] if needs else ("",)


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
    at_line, inline, words = _headings()
    places: list[tuple[int, int, str]] = []
    position = 0
    for line in text.splitlines(keepends=True):
        small = line.lower()
        if not any(word in small for word in words) and (line.isascii() or not has_odd(line)):
            position += len(line)
            continue
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
        item.end = trimmed(text, item.start, item.end)
        found += parted(text, item)
    return found


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


def _nest(text: str, flat: list[Item], alone: bool = False) -> list[Item]:
    roots: list[Item] = []
    stack: list[Item] = []
    for item in flat:
        while stack and not _below(text, item, stack, alone):
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


def _below(text: str, item: Item, stack: list[Item], alone: bool) -> bool:
    """Whether an item stands under the innermost open one."""
    opener = stack[-1]
    if _lettered_below_numbered(text, item, opener):
        return True
    if item.indent >= opener.indent + 1 and (item.style or opener.style):
        return (
            item.indent >= opener.indent + 2
            or opens_list(text, opener.start, opener.end)
            or item.style != opener.style
        )
    if item.indent < opener.indent:
        return False
    if not opens_list(text, opener.start, opener.end):
        return False
    if item.style == opener.style:
        # In one criterion alone a bare opener is followed by bare lines that belong to it.
        return item.style == "" and alone
    if not item.style and opener.style:
        return not opener.children or opener.children[-1].style == ""
    # After an opener, another style of marker opens the list below it; the style of an item
    # further out closes it.
    return all(item.style != outer.style for outer in stack)


_FIRST_LETTER = re.compile(r"\(?[aAi][.)]\s*$")


def _lettered_below_numbered(text: str, item: Item, opener: Item) -> bool:
    """ "1. … A. … B. …": letters that begin anew belong to the number before them."""
    if not item.style.startswith(("letter", "(a)", "roman")):
        return False
    if not opener.style.startswith(("number", "dotted", "(1)")):
        return False
    if opener.children:
        return opener.children[-1].style == item.style
    return _FIRST_LETTER.search(text, opener.end, item.start) is not None
