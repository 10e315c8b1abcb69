"""What a line names and its notation does not: numbers, times, denials, things.

A limit must never vanish. Where one was not worked into what was read, its words are kept as not
read: the line is then never met, and does not exclude by what may be only a part of it.
"""

from __future__ import annotations

import re
from enum import Enum

from cartway.criteria.nodes import (
    Administrative,
    Always,
    AnyEvent,
    AtLeast,
    Compare,
    CountEvents,
    Has,
    Implies,
    Is,
    Judgement,
    Never,
    Node,
    Recorded,
    Unread,
    all_nodes,
    any_nodes,
    facts_asked,
    walk,
)
from cartway.criteria.notation import show
from cartway.facts.vocabulary import Vocabulary
from cartway.reading.grammar.families import family_of
from cartway.reading.grammar.leniency import demanded_of
from cartway.reading.grammar.scales_by_age import is_age_of_scale
from cartway.reading.lex import Element, criteria_lexicon
from cartway.reading.text import plain_text


class Loss(Enum):
    """A kind of thing that may get lost."""

    NUMBER = "number"
    TIME = "time"
    DENIAL = "denial"
    NAME = "name"


_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e[+-]?\d+)?")
_DENIES = re.compile(
    r"\bnot\b|\bunless\b|\bnegative\b|\bnever\b|\balways\b|<|unread|judgement|administrative|contraception|\bif\b|>=? \d"
)
_CUES = ("negation", "except", "unless", "excluded", "deontic")
_LEFT = (Unread, Judgement, Administrative)


def losses(text: str, node: Node, vocabulary: Vocabulary) -> list[tuple[Loss, str]]:
    """Give what a line says and its reading does not show, with the words.

    Args:
        text: the line.
        node: how it was read.
    """
    plain, elements, _ = criteria_lexicon(vocabulary).line(plain_text(text).plain)
    notation = show(node)
    left = " ".join(one.text for one in walk(node) if isinstance(one, _LEFT)).lower()
    numbers = {float(n) for n in _NUMBER.findall(notation.replace(",", ""))}
    names = set(re.findall(r"[a-z][a-z0-9_]+", notation))
    found: list[tuple[Loss, str]] = []
    exemplary = False
    for index, element in enumerate(elements):
        words = plain[element.start : element.end]
        if element.kind in ("stop", "semicolon", "close"):
            exemplary = False
        exemplary = exemplary or element.is_cue("example")
        if words.lower().strip() in left or "\n" in words or is_age_of_scale(elements, index):
            continue
        if "contraception_agreed" in names and _is_of_contraception(plain, element):
            continue
        kind = _lost(elements, index, numbers, names, notation, vocabulary)
        if kind is not None and not (exemplary and kind is Loss.NAME):
            found.append((kind, words))
    return found


def with_lost_limits(text: str, elements: list[Element], node: Node, exclusion: bool) -> Node:
    """Give a reading with every limit that it lost as text that was not read.

    Args:
        text: the plain text that was read.
        elements: its elements.
        node: what was read.
        exclusion: whether the line excludes.
    """
    limits = [i for i, e in enumerate(elements) if e.measure is not None and _is_limit(elements, i)]
    if not limits:
        return node
    numbers = _numbers_of(node)
    asked = set(facts_asked(node))
    untimed = bool(_UNTIMED & asked) or any(
        isinstance(one, (Administrative, Always))
        or (isinstance(one, Judgement) and _AS_ASKED.search(one.text))
        for one in walk(node)
    )
    if asked & _LISTS:
        numbers.add(1)  # "at least one course": that there was one is asked
    left = " ".join(one.text for one in walk(node) if isinstance(one, _LEFT))
    for index in limits:
        element = elements[index]
        measure = element.measure
        assert measure is not None
        words = text[element.start : element.end].strip()
        if measure.value in numbers or measure.high in numbers or words in left:
            continue
        if untimed and (measure.is_duration or _fails(text, element)):
            continue
        if measure.unit is None and round(measure.value * 100, 4) in numbers and measure.value <= 1:
            continue  # "LVEF ≥ 0.5": a share
        if _repeats(elements, index) or is_age_of_scale(elements, index):
            continue
        lost = Unread(words)
        if exclusion or isinstance(node, Never) or _may_widen(elements, index):
            # Whether it narrows or widens is not known: nothing is decided.
            node = any_nodes([all_nodes([node, lost]), lost])
        elif isinstance(node, Implies):
            # It belongs to what is asked of some patients; of the others nothing is asked.
            node = demanded_of(node.condition, all_nodes([node.child, lost]))
        else:
            node = all_nodes([node, lost])
    return node


# "contraception with a failure rate of less than 1 % a year"
_FAILS = re.compile(r"failure|pearl|避孕失败|失败率", re.IGNORECASE)
_BESIDE_FAILURE = 24


def _is_of_contraception(text: str, element: Element) -> bool:
    """Times and rates of failure: nobody can check them beforehand."""
    return element.measure is not None and (element.measure.is_duration or _fails(text, element))


def _fails(text: str, element: Element) -> bool:
    low, high = max(0, element.start - _BESIDE_FAILURE), element.end + _BESIDE_FAILURE
    return _FAILS.search(text, low, high) is not None


_LISTS = frozenset({"prior_therapy", "medication", "procedure", "condition"})
# A matter of judgement that stands for what the line says of time.
_AS_ASKED = re.compile(r"the line asks|named$|half-lives|^elapsed time$")
# Contraception and consent have times of their own, which nobody can check.
_UNTIMED = frozenset(
    {"contraception_agreed", "pregnant", "childbearing_potential", "postmenopausal_or_sterile",
     "concurrent_trial_participation", "long_term_follow_up_agreed", "compliance_agreed"}
)  # fmt: skip


def _is_limit(elements: list[Element], index: int) -> bool:
    measure = elements[index].measure
    if measure is None or (measure.worded and measure.value <= 1):
        return False
    if measure.op not in (None, "=") or measure.high is not None:
        return True
    before = elements[index - 1] if index else None
    return measure.is_duration and before is not None and before.is_cue("window")


def _repeats(elements: list[Element], index: int) -> bool:
    """ "(≤ 51 umol/L)" behind another limit: the same in another unit."""
    before = elements[max(0, index - 3) : index]
    opened = next((i for i, e in enumerate(before) if e.kind == "open"), None)
    if opened is None or opened == 0:
        return False
    measure, held = elements[index].measure, before[opened - 1].measure
    return (
        measure is not None
        and held is not None
        and measure.unit != held.unit
        and measure.op in (None, held.op)
        and not measure.is_duration
    )


def _may_widen(elements: list[Element], index: int) -> bool:
    return any(
        e.kind == "open" or e.is_cue("or", "except", "unless", "if", "except_after")
        for e in elements[max(0, index - 4) : index]
    )


def _numbers_of(node: Node) -> set[float | None]:
    """Every number that a reading asks about."""
    given: set[float | None] = set()
    for one in walk(node):
        if isinstance(one, Compare):
            given.add(one.limit.value)
        elif isinstance(one, CountEvents):
            given.add(one.number)
        elif isinstance(one, AtLeast):
            given.add(one.count)
        if isinstance(one, (Compare, Is, Has, Recorded, AnyEvent, CountEvents)) and one.window:
            given.add(one.window.value)
    return given - {None}


def _lost(
    elements: list[Element],
    index: int,
    numbers: set[float],
    names: set[str],
    notation: str,
    vocabulary: Vocabulary,
) -> Loss | None:
    element = elements[index]
    measure = element.measure
    if measure is not None:
        if measure.value in numbers or (measure.high is not None and measure.high in numbers):
            return None
        if measure.value <= 1 and names & _LISTS:
            return None
        if not _is_limit(elements, index) or _repeats(elements, index):
            return None
        return Loss.TIME if measure.is_duration else Loss.NUMBER
    if element.is_cue(*_CUES):
        return None if _DENIES.search(notation) else Loss.DENIAL
    if element.kind == "concept" and element.system in ("disease", "treatment", "antigen"):
        return None if _shown(element.id, names, vocabulary) else Loss.NAME
    if element.kind == "fact" and element.system in ("quantity", "score", "result", "presence"):
        general = element.id.endswith("_function_adequate")
        return None if general or _asked(element, names) else Loss.NAME
    return None


def _shown(concept: str, names: set[str], vocabulary: Vocabulary) -> bool:
    """Whether a concept, a wider or a narrower one is asked for, or a test for it."""
    above = vocabulary.hierarchy.ancestors
    wider = set(above(concept))
    if concept in names or names & wider:
        return True
    family = next((f for w in (concept, *wider) if (f := family_of(w)) != w), None)
    if family is not None and any(name.startswith(family) for name in names):
        return True
    return any(concept in above(name) for name in names if name in vocabulary.concepts)


_OF_FERTILITY = frozenset(
    {"pregnant", "pregnancy_test", "serum_pregnancy_test", "pregnancy_planned", "childbearing_potential",
     "postmenopausal_or_sterile", "contraception_agreed"}
)  # fmt: skip


def _asked(element: Element, names: set[str]) -> bool:
    ids = {sense.id for sense in element.senses} | {element.id}
    if ids & _OF_FERTILITY and names & _OF_FERTILITY:
        return True  # who may bear a child, and how that is told
    stems = {i.split("_")[0] for i in ids}
    return bool(ids & names) or any(n.split("_")[0] in stems for n in names)
