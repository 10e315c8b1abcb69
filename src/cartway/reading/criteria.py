"""Criteria text, English or Chinese, into lines of the criteria language.

The passes are split (items and headings), lex (names, numbers, cues), grammar (how they hang
together) and link (nodes that fit the vocabulary). What was not understood stays as ``unread``
text, in the place where it stands, so that a line partly read can exclude and is never met.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cartway.criteria.nodes import (
    Node,
    Unread,
    all_nodes,
    any_nodes,
    facts_asked,
    unread_texts,
)
from cartway.facts.vocabulary import Vocabulary
from cartway.reading.grammar.healthy import open_to_the_healthy
from cartway.reading.grammar.possible import possible
from cartway.reading.grammar.sex_of_all import sex_of_all
from cartway.reading.item import Item
from cartway.reading.lex import criteria_lexicon
from cartway.reading.nested import read_item, read_items
from cartway.reading.split import split_criteria, split_line
from cartway.reading.text import Text, plain_text

LineKind = Literal["inclusion", "exclusion"]
# A line longer than this is a document, not a criterion.
_LONGEST = 6_000
# Readings kept by text: protocols repeat one another word for word.
_KEPT = 20_000
_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line of an eligibility text, as read.

    Attributes:
        text: the words of the source.
        kind: ``inclusion`` or ``exclusion``.
        start, end: place in the text that was given.
        node: what the line says, as written; an exclusion line says what excludes.
        read: whether all of it was understood.
        unread: what was not.
        facts: the facts and lists of events it asks about.
        language: ``en`` or ``zh``.
    """

    text: str
    kind: LineKind
    start: int
    end: int
    node: Node
    read: bool
    unread: tuple[str, ...]
    facts: tuple[str, ...]
    language: str


def text_hash(text: str) -> str:
    """The hash under which a reviewed reading of a line is filed: spaces at its ends do not count."""
    return hashlib.sha256(text.strip().encode("utf-8", "replace")).hexdigest()


def read_criteria(
    text: str,
    language: str | None = None,
    *,
    vocabulary: Vocabulary,
    overrides: Mapping[str, Node] | None = None,
) -> list[ReadLine]:
    """Read a whole eligibility text. Never raises on any text.

    Args:
        text: the text as the registry gives it.
        language: ``en`` or ``zh``; recognised line by line when missing, and when wrong.
        overrides: reviewed readings by `text_hash` of the line.
    """
    plain = plain_text(text)
    lines: list[ReadLine] = []
    for item in split_criteria(plain.plain):
        lines += _lines(plain, item, vocabulary, overrides)
    return lines


def read_line(
    text: str,
    kind: LineKind,
    language: str | None = None,
    *,
    vocabulary: Vocabulary,
    overrides: Mapping[str, Node] | None = None,
) -> ReadLine:
    """Read one criterion, which may hold nested bullets and several parts. Never raises.

    Args:
        text: the criterion.
        kind: whether it includes or excludes.
        language: ``en`` or ``zh``; recognised when missing.
        overrides: reviewed readings by `text_hash` of the line.
    """
    plain = plain_text(text)
    exclusion = kind == "exclusion"
    items = split_line(plain.plain, kind)
    reviewed = overrides.get(text_hash(text)) if overrides else None
    if reviewed is not None:
        return _line(text, kind, 0, len(text), reviewed)
    alone = len(items) == 1 and not items[0].children
    if (alone and _OPENS_A_LIST.search(plain.plain)) or _JOINS_BY_NUMBER.search(plain.plain):
        return _line(text, kind, 0, len(text), Unread(text.strip()))
    found = read_items(plain.plain, items, vocabulary, exclusion)
    node = _joined(found, exclusion) if found else Unread(text.strip() or "empty line")
    return _line(text, kind, 0, len(text), _checked(node, text.strip(), kind, vocabulary))


def _joined(found: list[Node], exclusion: bool) -> Node:
    return any_nodes(found) if exclusion else all_nodes(found)


def _checked(node: Node, text: str, kind: LineKind, vocabulary: Vocabulary) -> Node:
    """The whole of a line, without what no protocol means."""
    excludes = kind == "exclusion"
    node = open_to_the_healthy(node, text, vocabulary, excludes=excludes)
    return node if excludes else sex_of_all(possible(node, text), text)


def _line(text: str, kind: LineKind, start: int, end: int, node: Node) -> ReadLine:
    unread = unread_texts(node)
    language = "zh" if not text.isascii() and _HAN.search(text) else "en"
    return ReadLine(text, kind, start, end, node, not unread, unread, facts_asked(node), language)


def _lines(
    plain: Text, item: Item, vocabulary: Vocabulary, overrides: Mapping[str, Node] | None
) -> list[ReadLine]:
    """A top item: one line, or one for each child where the item is only their heading."""
    kind: LineKind = "exclusion" if item.kind == "exclusion" else "inclusion"
    start, end = plain.span(item.start, item.last())
    text = plain.original[start:end]
    reviewed = overrides.get(text_hash(text)) if overrides else None
    if reviewed is not None:
        return [_line(text, kind, start, end, reviewed)]
    if item.children and item.style != "or" and _is_heading(plain, item, vocabulary):
        return [
            line for child in item.children for line in _lines(plain, child, vocabulary, overrides)
        ]
    if not item.children and _is_title(plain.plain[item.start : item.end], item):
        return []
    own = plain.plain[item.start : item.end]
    opens = not item.children and own.rstrip().endswith((":", "：")) and _OPENS_A_LIST.search(own)
    if opens or (") or (" in own.lower() and _JOINS_BY_NUMBER.search(own)):
        return [_line(text, kind, start, end, Unread(text.strip()))]
    node = read_item(plain.plain, item, vocabulary, kind == "exclusion")
    if node is None:
        return []
    return [_line(text, kind, start, end, _checked(node, text.strip(), kind, vocabulary))]


# "Any of the following heart diseases:" whose list is not there asks what nobody can tell.
_OPENS_A_LIST = re.compile(
    r"(?:\bfollowing\b|\bbelow\b|以下|下列|如下)[^.;。；]*[:：]\s*$", re.IGNORECASE
)
# "Must meet (1) and either (2) or (3)": the parts are joined by their numbers.
_JOINS_BY_NUMBER = re.compile(
    r"\b(?:criteri(?:on|a)|items?|conditions?|satisfy|meet|fulfil\w*)\b[^.;:]{0,30}"
    r"\([1-9a-c]\) and (?:either )?\([1-9a-c]\) or \([1-9a-c]\)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"^(?:[A-Z][\w/-]*(?: [\w/&-]+){0,6})?(?:eligibility|criteria|criterion|标准|条件|considerations?)\s*:?$",
    re.IGNORECASE,
)
_ANY = re.compile(
    r"\b(?:any|one|either|at least one|or)\b(?:[^.:;]{0,40})?\bfollowing"
    r"|\b(?:any|one|either)(?: or more)? of (?:the|these|those)\b|以下任|下列任|之一|其中一|任一|任意一",
    re.IGNORECASE,
)
_ALLOF = re.compile(r"\ball\b[^.:;]{0,30}following|以下所有|全部|下列所有", re.IGNORECASE)


def _is_title(text: str, item: Item) -> bool:
    return item.style == "" and len(text) < 90 and _TITLE.match(text.strip()) is not None


def _is_heading(plain: Text, item: Item, vocabulary: Vocabulary) -> bool:
    """Whether an item only opens a list joined as its section joins lines anyway."""
    own = plain.plain[item.start : item.end]
    if len(own) > 160:
        return False
    native_any = item.kind == "exclusion"
    if _ANY.search(own) and not native_any:
        return False
    if native_any and _ALLOF.search(own):
        return False
    lexicon = criteria_lexicon(vocabulary)
    elements = lexicon.elements(plain.plain, item.start, item.end)
    return not any(
        e.kind in ("concept", "measure", "atom", "anchor")
        or (e.kind == "fact" and e.system not in ("presence",))
        or e.is_cue(
            "negation",
            "if",
            "unless",
            "except",
            "history",
            "relapsed",
            "refractory",
            "relapsed_or_refractory",
            "deontic",
            "administrative",
            "contraception",
        )
        for e in elements
    )
