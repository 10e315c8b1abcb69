"""One item of an eligibility text, and whether its words open a list."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_OPENS = re.compile(
    r"(?::\s*$|[:：]$|following(?:\s+(?:criteria|conditions|categories|criterion|requirements|parameters|settings|items))?\s*[:.,-]?$"
    r"|以下(?:任(?:意|何)?(?:一)?(?:项|条|种|条件)?|条件|标准|情况|情形|要求|疾病)?(?:之一)?[:。]?$|(?:either|any of|defined as|include[sd]?|and|or|如下)[:,]?$)",
    re.IGNORECASE,
)
# What else such words end with; the pattern has the particulars.
_LAST_WORDS = (
    "either",
    "any of",
    "defined as",
    "include",
    "included",
    "includes",
    "and",
    "or",
    "如下",
)
# How far back the words reach that open a list.
_TAIL = 80


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


def opens_list(text: str, start: int, end: int) -> bool:
    """Whether the words `text[start:end]` open a list."""
    tail = text[max(start, end - _TAIL) : end].rstrip()
    if tail.endswith((":", "：")):
        return True
    small = tail.lower()
    if "following" in small or "以下" in small or small.rstrip(":,").endswith(_LAST_WORDS):
        return _OPENS.search(tail) is not None
    return False


def trimmed(text: str, start: int, end: int) -> int:
    """Where `text[start:end]` ends without the space behind it."""
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
