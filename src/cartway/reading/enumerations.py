"""Lists within one paragraph: "a) …; b) …", "either (i) …, or (ii) …", "14. … 15. …"."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from cartway.reading.item import Item, opens_list, trimmed
from cartway.reading.lexicon import Seldom

_MARK = re.compile(
    r"(?:(?<=^)|(?<=[\s.;:,)。;,、:]))(?:(?P<n>\d{1,2})(?P<ns>[.)、])(?!\d)|\((?P<pn>\d{1,2})\)"
    r"|\((?P<pr>[ivx]{1,4})\)|\((?P<pl>[a-hA-H])\)"
    r"|(?P<r>i{1,3}|iv|v|vi{1,3})(?P<rs>[.)])(?=\s)|(?P<l>[a-hA-H])(?P<ls>[.)])(?=\s|[A-Z\u4e00-\u9fff≥≤<>]))\s*(?=\S)"
)
# Where no such thing stands, there is no mark behind the beginning of the text.
_MAY_MARK = re.compile(r"[\s.;:,)(。;、:](?:\d{1,2}|[ivx]{1,4}|[a-hA-H])[.)、]")
_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
}
# Words behind which a number or a letter is not the mark of an item.
_COUNTED = re.compile(
    r"(?:grade|stage|ecog|class|score|of|than|to|phase|type|group|vitamin|hepatitis|[<>≤≥=])$"
)
_PARTED = re.compile(r"(?:[;:.,。;:、]|\b(?:or|and|either)|[或和])$", re.IGNORECASE)
# What is listed behind these are exceptions, read with the words before them.
_EXCEPTS = Seldom(
    r"(?:except\w*|excluding|other than|unless|apart from|besides|not includ\w+|除|例外|不包括)[^.;:。;]{0,60}[:：]?\s*$",
)
_ANY_BEFORE = Seldom(
    r"(?:\b(?:any|one|either|at least one|one or more|1 or more|≥ ?1)(?: or more)? of(?: the)?(?: following| these| below)?"
    r"|\bany following|以下任(?:何|意)?(?:一)?(?:项|条|种)?|下列任(?:何|意)?(?:一)?(?:项|条|种)?|任一|任意一|之一|(?:以下|下列)[^:。;]{0,8}(?:一|1)\s?(?:项|种|个|条)(?:或多[项种个条])?)[^.;:。;]{0,50}[:：]\s*",
)
_COUNT_BEFORE = Seldom(
    r"\b(?:at least|any|≥|>=) ?(?:two|three|four|[2-5])(?: \([2-5]\))?(?: or more)? of (?:the )?(?:following|these)[^.;:]{0,40}:\s*",
)
_CONJUNCTION = re.compile(r"\s*(?:(?:and|or|and/or)\s+)?", re.IGNORECASE)
_SHORTEST = 40


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    number: int
    style: str


def parted(text: str, item: Item) -> list[Item]:
    """An item and the parts that a list in its own words has; nested parts follow their head."""
    if item.end - item.start < _SHORTEST:
        return [item]
    found = _by_marks(text, item)
    if len(found) > 1:
        head, *rest = found
        given = [head]
        for part in rest:
            given += parted(text, part)
        return given
    return _by_semicolons(text, item)


def _by_marks(text: str, item: Item) -> list[Item]:
    marks = _marks(text, item)
    own = item.style if item.number is not None else None
    for run in _runs(text, item, marks, own):
        goes_on = own is not None and run[0].style == own and run[0].number > (item.number or 0)
        before = text[item.start : run[0].start].rstrip()
        if not goes_on and not _introduces(text, item, run, before):
            continue
        return _cut(text, item, run, goes_on)
    return [item]


def _marks(text: str, item: Item) -> list[_Mark]:
    found: list[_Mark] = []
    if item.start and _MAY_MARK.search(text, item.start - 1, item.end) is None:
        return found
    for match in _MARK.finditer(text, item.start, item.end):
        kind = match.lastgroup or ""
        if kind in ("ns", "pn"):
            number = int(match.group("n") or match.group("pn"))
            style = "(1)" if match.group("pn") else f"number{match.group('ns')}"
        elif kind in ("pr", "rs"):
            number = _ROMAN.get(match.group("pr") or match.group("r"), 0)
            style = "(i)" if match.group("pr") else f"roman{match.group('rs')}"
        else:
            number = ord((match.group("pl") or match.group("l")).lower()) - 96
            style = "(a)" if match.group("pl") else f"letter{match.group('ls')}"
        if _begins_item(text, match):
            found.append(_Mark(match.start(), match.end(), number, style))
    return found


def _runs(text: str, item: Item, marks: list[_Mark], own: str | None) -> list[list[_Mark]]:
    """Marks of one style that count on; the list that begins first is tried first."""
    runs: list[list[_Mark]] = []
    for style in dict.fromkeys(mark.style for mark in marks):
        expected = (item.number or 0) + 1 if style == own else 1
        run: list[_Mark] = []
        for mark in marks:
            if mark.style != style:
                continue
            jumps = (
                style == own
                and expected < mark.number <= expected + _FARTHEST_JUMP
                and _after_sentence(text, mark)
            )
            if mark.number == expected or jumps:
                run.append(mark)
                expected = mark.number + 1
        if run:
            runs.append(run)
    return sorted(runs, key=lambda run: run[0].start)


_FARTHEST_JUMP = 12


def _after_sentence(text: str, mark: _Mark) -> bool:
    """ "8. … obstruction. 14. History of": lines of a list that was cut."""
    before = text[max(0, mark.start - 3) : mark.start].rstrip()
    following = text[mark.end : mark.end + 1]
    return before[-1:] in ".;。；" and (following.isupper() or "\u4e00" <= following <= "\u9fff")


def _introduces(text: str, item: Item, run: list[_Mark], before: str) -> bool:
    """Whether what stands before a list of its own lets it begin."""
    if _EXCEPTS.search(before):
        return False
    opened = opens_list(text, item.start, item.start + len(before))
    if len(run) == 1:
        return bool(before) and opened and run[0].style.startswith("number")
    if not before or opened:
        return True
    return run[0].style in ("(i)", "(a)", "(1)") and _PARTED.search(before) is not None


def _cut(text: str, item: Item, run: list[_Mark], goes_on: bool) -> list[Item]:
    parts: list[Item] = []
    if run[0].start > item.start:
        end = trimmed(text, item.start, run[0].start)
        head = Item(item.kind, item.start, end, item.style, item.indent, item.number)
        if any(c.isalnum() for c in text[head.start : head.end]):
            parts.append(head)
    nested = not goes_on and bool(parts)
    for index, mark in enumerate(run):
        stop = run[index + 1].start if index + 1 < len(run) else item.end
        end = trimmed(text, mark.end, stop)
        number = mark.number if mark.style.startswith(("number", "(1)")) else None
        indent = item.indent + (1 if nested else 0)
        parts.append(Item(item.kind, mark.end, end, mark.style, indent, number))
    return parts


def _begins_item(text: str, match: re.Match[str]) -> bool:
    """A number that ends a sentence ("grade 2. Then …") does not begin an item."""
    before = text[max(0, match.start() - 12) : match.start()].rstrip().lower()
    if _COUNTED.search(before):
        return False
    following = text[match.end() : match.end() + 1]
    return not following.islower() or not before or _PARTED.search(before) is not None


def _by_semicolons(text: str, item: Item) -> list[Item]:
    """ "one of the following: a; b; c": alternatives without marks."""
    if text.find(":", item.start, item.end) < 0 and text.find("：", item.start, item.end) < 0:
        return [item]  # both openers end with a colon
    opener = _ANY_BEFORE.search(text, item.start, item.end)
    counted = _COUNT_BEFORE.search(text, item.start, item.end) if opener is None else None
    opener = opener or counted
    if opener is None or _EXCEPTS.search(text[item.start : opener.end()]):
        return [item]
    places = _parting(text, opener.end(), item.end, ";")
    if not places and item.kind == "inclusion":
        commas = _parting(text, opener.end(), item.end, ",")
        if counted is not None or _all_limits(text, opener.end(), item.end, commas):
            places = commas
    if not places:
        return [item]
    end = trimmed(text, item.start, opener.end())
    parts = [Item(item.kind, item.start, end, item.style, item.indent, item.number)]
    begin = opener.end()
    for place in (*places, item.end):
        after = trimmed(text, begin, place)
        if any(c.isalnum() for c in text[begin:after]):
            begin = _CONJUNCTION.match(text, begin).end()  # type: ignore[union-attr]  # always fits
            parts.append(Item(item.kind, begin, after, "semicolon", item.indent + 1))
        begin = place + 1
    return parts


_LIMIT = re.compile(r"[<>≥≤]|\b(?:at least|more than|less than|greater)\b", re.IGNORECASE)


def _all_limits(text: str, start: int, end: int, commas: list[int]) -> bool:
    """Whether every part of a list is a limit: only then are its commas all of one kind."""
    bounds = [start, *commas, end]
    parts = [text[a:b] for a, b in itertools.pairwise(bounds)]
    return len(parts) > 1 and all(_LIMIT.search(part) for part in parts)


def _parting(text: str, start: int, end: int, sign: str) -> list[int]:
    """Where a sign stands outside of brackets."""
    places = []
    depth = 0
    for place in range(start, end):
        character = text[place]
        if character in "([":
            depth += 1
        elif character in ")]":
            depth = max(0, depth - 1)
        elif character == sign and not depth:
            places.append(place)
    return places
