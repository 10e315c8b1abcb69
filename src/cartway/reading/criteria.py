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

from cartway.criteria.checks import check
from cartway.criteria.nodes import (
    Has,
    Node,
    Unread,
    all_nodes,
    any_nodes,
    facts_asked,
    unread_texts,
)
from cartway.errors import CartwayError
from cartway.facts.vocabulary import Vocabulary
from cartway.reading.grammar.leniency import alternatives, demanded_of
from cartway.reading.grammar.sentences import read_sentences
from cartway.reading.grammar.widening import opened, softened
from cartway.reading.lex import CriteriaLexicon, criteria_lexicon
from cartway.reading.link.context import Context
from cartway.reading.rewording import reworded
from cartway.reading.split import Item, split_criteria, split_line
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
    reviewed = (overrides or {}).get(text_hash(text))
    if reviewed is not None:
        return _line(text, kind, 0, len(text), reviewed)
    found = _items(plain, items, vocabulary, exclusion)
    node = _joined(found, exclusion) if found else Unread(text.strip() or "empty line")
    return _line(text, kind, 0, len(text), node)


def _joined(found: list[Node], exclusion: bool) -> Node:
    return any_nodes(found) if exclusion else all_nodes(found)


def _line(text: str, kind: LineKind, start: int, end: int, node: Node) -> ReadLine:
    unread = unread_texts(node)
    language = "zh" if _HAN.search(text) else "en"
    return ReadLine(text, kind, start, end, node, not unread, unread, facts_asked(node), language)


def _lines(
    plain: Text, item: Item, vocabulary: Vocabulary, overrides: Mapping[str, Node] | None
) -> list[ReadLine]:
    """A top item: one line, or one for each child where the item is only their heading."""
    kind: LineKind = "exclusion" if item.kind == "exclusion" else "inclusion"
    start, end = plain.span(item.start, item.last())
    text = plain.original[start:end]
    reviewed = (overrides or {}).get(text_hash(text))
    if reviewed is not None:
        return [_line(text, kind, start, end, reviewed)]
    if item.children and item.style != "or" and _is_heading(plain, item, vocabulary):
        return [
            line for child in item.children for line in _lines(plain, child, vocabulary, overrides)
        ]
    if not item.children and _is_title(plain.plain[item.start : item.end], item):
        return []
    node = _item_node(plain, item, vocabulary, kind == "exclusion")
    if node is None:
        return []
    return [_line(text, kind, start, end, node)]


_TITLE = re.compile(
    r"^(?:[A-Z][\w/-]*(?: [\w/&-]+){0,6})?(?:eligibility|criteria|criterion|标准|条件|considerations?)\s*:?$",
    re.IGNORECASE,
)
_ANY = re.compile(
    r"\b(?:any|one|either|at least one|or)\b(?:[^.:;]{0,40})?\bfollowing"
    r"|\b(?:any|one|either)(?: or more)? of (?:the|these|those)\b|以下任|下列任|之一|其中一|任一|任意一",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"at least (?P<n>one|two|three|\d)\b[^.;:]{0,30}(?:of the )?following", re.IGNORECASE
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


_LETS_IN = re.compile(
    r"(?:可以?(?:被)?(?:入组|纳入|入选|参加)|(?:can|may|could) (?:also )?be (?:enrolled|included)|(?:are|is) (?:also )?eligible)\W*$",
    re.IGNORECASE,
)


def _items(plain: Text, items: list[Item], vocabulary: Vocabulary, exclusion: bool) -> list[Node]:
    """The nodes of items of one list; one that lets more people in widens what stood before."""
    found: list[Node] = []
    for item in items:
        node = _item_node(plain, item, vocabulary, exclusion)
        if node is None:
            continue
        if found and not exclusion and _LETS_IN.search(plain.plain[item.start : item.end]):
            found = [opened(all_nodes(found), softened(node))]
        else:
            found.append(node)
    return found


def _item_node(plain: Text, item: Item, vocabulary: Vocabulary, exclusion: bool) -> Node | None:
    own = _read(plain, item.start, item.end, vocabulary, exclusion)
    if not item.children:
        return own
    found = _items(plain, item.children, vocabulary, exclusion)
    if not found:
        return own
    words = plain.plain[item.start : item.end]
    if _is_heading(plain, item, vocabulary) or _only_opens(own, words):
        own = None
    if item.style == "or":
        return alternatives(found)
    every = not exclusion
    if _ANY.search(words[-300:]):
        every = False
    elif _ALLOF.search(words[-120:]):
        every = True
    elif re.search(
        r"\b(?:or|或)\s*[,;]?\s*$", plain.plain[item.children[0].start : item.children[0].end]
    ):
        every = False
    either = any_nodes if exclusion else alternatives
    below = all_nodes(found) if every else either(found)
    opens = _OR_BELOW.search(words) if exclusion else None
    if opens is not None:
        # "Active infection, or the presence of any of the following: …": one more reason each.
        lead = _read(plain, item.start, item.start + opens.start(), vocabulary, exclusion)
        return below if lead is None else any_nodes([lead, below])
    if own is not None and not exclusion and _of_some(plain, item, own, vocabulary):
        return demanded_of(own, below)
    if own is not None and _measures(own, words):
        return below  # the list says what can be measured
    if own is None or (
        isinstance(own, Has) and str(own.subject.name).endswith("_function_adequate")
    ):
        # The list below says what is adequate.
        return below
    return all_nodes([own, below])


_OR_BELOW = re.compile(
    r"(?<=\w)[)\]]?[,;]? (?:and/)?or (?:(?:the )?(?:presence|existence|occurrence|history) of )?(?:any|one|either)(?: one)?(?: or more)?"
    r"(?: of)?(?: the)? (?:following|below)[^.;:]{0,40}[:.]?\s*$"
    r"|[,，;；]?(?:或者?|以及)(?:存在|有|合并|符合)?(?:以下|下列)(?:任(?:何|意)?(?:一)?(?:项|条|种)?)?(?:情况|情形|疾病|条件)?(?:之一)?(?:者)?[:：]?\s*$",
    re.IGNORECASE,
)
_OPENS = re.compile(r"following|below|[:：]\s*$|以下|下列|如下", re.IGNORECASE)


def _only_opens(own: Node | None, words: str) -> bool:
    """Whether an item says nothing of the patient but that a list follows."""
    return own is not None and not facts_asked(own) and _OPENS.search(words) is not None


_DEFINES = re.compile(
    r"following|below|one or more|at least one|any of|defined|based on|以下|下列|之一|如下|[:：]\s*$",
    re.IGNORECASE,
)


def _measures(own: Node, words: str) -> bool:
    """Whether an item only says that the list below it is how disease is measured."""
    asked = set(facts_asked(own))
    return (
        "measurable_disease" in asked
        and asked <= {"measurable_disease", "diagnosis"}
        and _DEFINES.search(words) is not None
    )


_FOR = re.compile(r"\W*(?:for|in|if)\b|\W*(?:对于|针对|若|如果?)", re.IGNORECASE)
_WHO_MUST = re.compile(
    r"(?:patients?|subjects?|participants?|those|患者|受试者|者)\b", re.IGNORECASE
)


def _of_some(plain: Text, item: Item, own: Node, vocabulary: Vocabulary) -> bool:
    """Whether the list below is asked only of patients with a disease: "lymphoma patients must have:"."""
    if set(facts_asked(own)) != {"diagnosis"} or unread_texts(own):
        return False
    words = plain.plain[item.start : item.end]
    if _FOR.match(words):
        return True
    elements = criteria_lexicon(vocabulary).elements(plain.plain, item.start, item.end)
    demand = next((e for e in elements if e.is_cue("then", "deontic")), None)
    last = max((e.end for e in elements if e.kind == "concept"), default=0)
    return (
        demand is not None
        and last <= demand.start
        and _WHO_MUST.search(plain.plain, item.start, demand.start) is not None
    )


def _read(
    plain: Text, start: int, end: int, vocabulary: Vocabulary, exclusion: bool
) -> Node | None:
    text = plain.plain[start:end].strip()
    if not any(c.isalnum() for c in text):
        return None
    if end - start > _LONGEST:
        return Unread(text)
    lexicon = criteria_lexicon(vocabulary)
    held = lexicon.kept.get((text, exclusion))
    if held is None:
        held = _read_text(text, exclusion, lexicon)
        if len(lexicon.kept) >= _KEPT:
            lexicon.kept.clear()
        lexicon.kept[text, exclusion] = held
    return held


def _read_text(text: str, exclusion: bool, lexicon: CriteriaLexicon) -> Node:
    plain = reworded(text)
    context = Context(plain, exclusion, lexicon)
    try:
        node = read_sentences(context, lexicon.elements(plain))
        return Unread(text) if node is None else check(node, lexicon.vocabulary)
    except (CartwayError, RecursionError, ArithmeticError):
        # What cannot be a criterion was misread: the line stays for a person.
        return Unread(text)
