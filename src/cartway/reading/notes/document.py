"""A clinical note as sections, sentences and clauses that keep their place in the original."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from cartway.reading.notes.cues import Cues
from cartway.reading.text import Text, plain_text

_CHINESE = re.compile("[\u4e00-\u9fff]")
_END = re.compile(r"(?a)[。!?](?=\s|\S|$)|\.(?=\s|$|[\u4e00-\u9fff])|\n")
_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "vs",
        "approx",
        "resp",
        "incl",
        "ca",
        "nr",
        "i.v",
        "iv",
        "p.o",
        "s.c",
        "e.g",
        "i.e",
        "pat",
        "inc",
        "no",
        "cf",
        "al",
        "f",
        "tel",
        "fig",
        "hist",
    ]
)
_LAST_WORD = re.compile(r"(?a)([A-Za-z][A-Za-z.]*)$")
_LIST_NUMBER = re.compile(r"(?a)\s*\(?\d{1,2}$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of text with the section it stands in; clauses are parts between semicolons."""

    start: int
    end: int
    section: str
    line: int
    clauses: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Document:
    """The note in the forms that the rules use; all offsets are into ``plain``."""

    text: Text
    plain: str
    lower: str
    language: str
    sentences: list[Sentence] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that holds an offset (the one before, if it falls between two)."""
        return self.sentences[max(0, bisect_right(self.starts, offset) - 1)]

    def clause_at(self, offset: int) -> tuple[int, int]:
        """The part between semicolons that holds an offset."""
        sentence = self.sentence_at(offset)
        if len(sentence.clauses) == 1:
            return sentence.start, sentence.end
        index = bisect_right(sentence.clauses, (offset, len(self.plain) + 1)) - 1
        return sentence.clauses[index] if index >= 0 else (sentence.start, sentence.end)


def guess_language(text: str) -> str:
    """``zh`` if a fair share of the text is Chinese, else ``en``."""
    sample = text[:4000]
    return "zh" if len(_CHINESE.findall(sample)) * 6 > len(sample.strip()) else "en"


def lower_text(text: str) -> str:
    """Lower case, one character for one."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def open_document(original: str, cues: Cues, language: str | None = None) -> Document:
    """Split a note into sentences with their sections."""
    text = plain_text(original)
    plain = _unwrap(text.plain)
    # A wrong label must not hide a note: the text itself decides.
    spoken = guess_language(plain) if plain.strip() else (language or "en")
    document = Document(text, plain, lower_text(plain), spoken)
    kept = section = ""
    line = 0
    for start, end, line_start, line_end in _sentences(plain):
        heading = cues.heading_at(document.lower, start, end)
        if heading is not None:
            section = heading[0]
            rest = plain[heading[1] : end].strip(" :;,.-_=*#|。)(")
            # A heading alone on its line holds until the next; one with text behind it holds for
            # its own line.
            if not rest and line_start and line_end:
                if line == 0 and section in ("opinion", "plan"):
                    section = ""  # "会诊意见" over the whole letter is its title
                kept = section
        document.sentences.append(Sentence(start, end, section, line, _clauses(plain, start, end)))
        document.starts.append(start)
        if line_end:
            line += 1
            section = kept
    if not document.sentences:
        document.sentences.append(Sentence(0, len(plain), "", 0, ((0, len(plain)),)))
        document.starts.append(0)
    return document


def _sentences(plain: str) -> list[tuple[int, int, bool, bool]]:
    """Start, end, whether it opens its line, whether it ends it."""
    found: list[tuple[int, int, bool, bool]] = []
    start = line_start = 0
    opens = True
    for match in _END.finditer(plain):
        at, sign = match.start(), match.group()
        if sign == "." and not _ends_sentence(plain, line_start, at):
            continue
        end = at if sign == "\n" else at + 1
        stretch = plain[start:end]
        if stretch.strip():
            lead = len(stretch) - len(stretch.lstrip())
            found.append((start + lead, end, opens, sign == "\n"))
            opens = False
        elif sign == "\n" and found and not opens:
            found[-1] = (*found[-1][:3], True)
        start = match.end()
        if sign == "\n":
            line_start, opens = start, True
    if plain[start:].strip():
        stretch = plain[start:]
        found.append((start + len(stretch) - len(stretch.lstrip()), len(plain), opens, True))
    return found


def _ends_sentence(plain: str, line_start: int, at: int) -> bool:
    following = plain[at + 1 : at + 4].lstrip(" ")
    if following and not (
        following[0].isupper()
        or following[0] in "\"'\n"
        or following[0].isdigit()
        or "\u4e00" <= following[0] <= "\u9fff"
    ):
        return False
    before = plain[max(line_start, at - 12) : at]
    if _LIST_NUMBER.fullmatch(plain[line_start:at]) and at - line_start < 6:
        return False
    word = _LAST_WORD.search(before)
    if word is None:
        # "15.09. last" is a date written with points; a digit after it goes on with the number.
        return not (before[-1:].isdigit() and following[:1].isdigit())
    name = word.group(1).lower()
    return not (name in _ABBREVIATIONS or (len(name) == 1 and before[-2:-1] in ("", " ", ".")))


def _clauses(plain: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    parts = []
    position = start
    while (at := plain.find(";", position, end)) >= 0:
        parts.append((position, at + 1))
        position = at + 1
    if position < end:
        parts.append((position, end))
    return tuple(parts)


_GOES_ON = re.compile(r"(?a)(?<=[a-z,0-9\u4e00-\u9fff、-])\n(?=[ ]{0,3}[a-z0-9\u4e00-\u9fff(])")
# "02/2024: BEAM": a date with a colon opens an entry of a list, however long the line before it.
_OPENS_ENTRY = re.compile(
    r"(?a)\n[ ]{0,3}\(?\d{1,4}[-/.年]\d{1,4}(?:[-/.月]\d{0,4})?[日月]?"
    r"(?:\s?[-–—~至]\s?\d{1,4}[-/.年]\d{1,4}(?:[-/.月]\d{0,4})?[日月]?)?\)?(?:\s?[:：|—]|\s[-–]\s[^\d])"
)


def _unwrap(plain: str) -> str:
    """Join lines that a page width broke; a line end becomes a space, so no offset moves."""
    lines = plain.split("\n")
    if len(lines) < 3:
        return plain
    widest = max(len(line) for line in lines)
    chinese = guess_language(plain) == "zh"
    if not 30 <= widest < (60 if chinese else 130):
        return plain  # whole paragraphs on a line: their ends are the writer's
    joined = list(plain)
    position = 0
    for line in lines[:-1]:
        position += len(line)
        full = len(line) >= (0.9 if chinese else 0.75) * widest
        if full and _GOES_ON.match(plain, position) and not _OPENS_ENTRY.match(plain, position):
            joined[position] = " "
        position += 1
    return "".join(joined)
