"""Alternatives listed within one line: "one of the following: a) …; b) …", "features: A, B or C"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

from cartway.criteria.nodes import All, Always, Is, Node, all_nodes, facts_asked, unread_texts
from cartway.reading.grammar.leniency import alternatives
from cartway.reading.lex import Element
from cartway.reading.lexicon import Seldom
from cartway.reading.link.context import Context

Read = Callable[[Context, list[Element]], Node | None]

_ANY = Seldom(
    r"(?:any|either|at least one|one) (?:or more )?of (?:the )?(?:[\w-]+ ){0,2}following|\bany of:?$|\b(?:at least )?one of:?$"
    r"|at least (?:one|1) (?:[\w-]+ ){0,2}(?:criterion|criteria|feature|manifestation|condition|indication|factor)\b"
    r"|以下任|下列任|任一|任意一|之一|至少(?:一|1)(?:项|条|种|个)",
)
# A heading whose list, ended by "or", names alternatives without saying so.
_FEATURES = Seldom(
    r"(?:features?|factors?|abnormalit(?:y|ies)|characteristics|cytogenetics|genetics|indications?|lesions|aberrations?|markers)"
    r"(?: \([^()]{0,20}\))?(?: (?:defined as|including|such as|are|by FISH|at diagnosis))*\W*$|(?:特征|因素|异常)[为有指是包括:：]*$",
)
# "one of the following conditions:", "以下任一标准："
_AFTER_FOLLOWING = 50
_ONLY_MEASURED = frozenset({"measurable_disease", "diagnosis"})
_BINDS = re.compile(
    r"\W*(?:with|without|who|whom|whose|and|that|which|after|including|plus|despite|in|on|for|as|but|if|unless|except)\b|\W*(?:且|并|伴|以及|和|及)",
    re.IGNORECASE,
)


def listed_alternatives(context: Context, elements: list[Element], read: Read) -> Node | None:
    """Give the alternatives that a line lists behind its opening; None where it lists none.

    Args:
        read: reads the opening and each part.
    """
    if context.exclusion:
        return None
    return _enumerated(context, elements, read) or _set_apart(context, elements, read)


def _enumerated(context: Context, elements: list[Element], read: Read) -> Node | None:
    """ "any one of the following: a) …; b) …" within one line: the parts are alternatives."""
    marks = [
        i for i, e in enumerate(elements) if e.kind == "close" and i and _numbers_part(elements, i)
    ]
    if len(marks) < 2:
        return None
    head = elements[: marks[0] - 1]
    before = context.text[max(0, elements[marks[0]].start - 200) : elements[marks[0]].start]
    if not head or not _ANY.search(before):
        return None
    bounds = [*marks, len(elements) + 1]
    parts: list[Node] = []
    for first, after in itertools.pairwise(bounds):
        part = read(context, elements[first + 1 : after - 1])
        if part is not None:
            parts.append(part)
    return _under(context, head, parts, read)


def _set_apart(context: Context, elements: list[Element], read: Read) -> Node | None:
    """ "must meet one of the following: …; …; …" within one line: the parts are alternatives."""
    colon = next((i for i, e in enumerate(elements) if e.kind == "colon"), None)
    if colon is None or colon == 0:
        return None
    before = context.text[max(0, elements[colon].start - 90) : elements[colon].start]
    found = _ANY.search(before)
    said = found is not None and len(before) - found.end() <= _AFTER_FOLLOWING
    if not said and _FEATURES.search(before) is None:
        return None
    pieces = _cut(elements[colon + 1 :], "semicolon") if said else []
    loose = len(pieces) < 2
    if loose:
        if any(e.is_cue("positive", "negative", "expression") for e in elements[:colon]):
            return (
                None  # "positive for one of the following: A, B": what is said of all stands before
            )
        pieces = _by_commas(context, elements[colon + 1 :], said=said)
    parts = [part for piece in pieces if piece and (part := read(context, piece))]
    if loose and sum(1 for part in parts if unread_texts(part)) * 2 > len(parts):
        return None
    return _under(context, elements[:colon], parts, read) if len(parts) > 1 else None


def _cut(elements: list[Element], *signs: str) -> list[list[Element]]:
    """The pieces between signs outside of brackets."""
    pieces: list[list[Element]] = [[]]
    depth = 0
    for element in elements:
        depth += (element.kind == "open") - (element.kind == "close")
        if element.kind in signs and depth <= 0:
            pieces.append([])
        else:
            pieces[-1].append(element)
    return pieces


def _by_commas(context: Context, elements: list[Element], *, said: bool) -> list[list[Element]]:
    """A list by commas whose last item "or" may open; nothing where its items share words."""
    pieces = [piece for piece in _cut(elements, "comma") if piece]
    if not pieces or len(_cut(elements, "semicolon", "stop", "colon")) > 1:
        return []
    last, ended = _at_or(pieces[-1])
    pieces = [piece[1:] if piece[0].is_cue("or") else piece for piece in pieces[:-1]] + last
    if len(pieces) < 2 or not (ended or said):
        return []
    first = pieces[0]
    # "relapsed or refractory A, B or C": what stands before the first may be said of all.
    if any(
        (e.kind == "concept" and e.system in ("disease", "treatment"))
        or e.is_cue("relapsed", "refractory", "relapsed_or_refractory", "untreated")
        for e in first
    ):
        return []
    if any(not piece or _BINDS.match(context.text, piece[0].start) for piece in pieces):
        return []
    return pieces


def _at_or(piece: list[Element]) -> tuple[list[list[Element]], bool]:
    """A piece cut at its "or" outside of brackets, and whether it has one."""
    depth = 0
    for index, element in enumerate(piece):
        depth += (element.kind == "open") - (element.kind == "close")
        if element.is_cue("or") and depth <= 0:
            parts = [one for one in (piece[:index], piece[index + 1 :]) if one]
            return parts or [piece], True
    return [piece], False


def _under(context: Context, head: list[Element], parts: list[Node], read: Read) -> Node:
    """Alternatives with what their opening itself asks."""
    below = alternatives(parts)
    place = next((i for i, e in enumerate(head) if e.is_cue("definition")), len(head))
    head = head[:place]
    named = [
        e
        for e in head
        if e.kind in ("concept", "atom")
        or (e.measure is not None and not e.measure.worded)
        or (e.kind == "fact" and e.system != "presence")
        or e.is_cue("relapsed", "refractory", "relapsed_or_refractory")
    ]
    own = read(context, head) if named else None
    if own is not None and _ONLY_MEASURED >= set(facts_asked(own)) >= {"measurable_disease"}:
        return below  # the list says what can be measured
    if own is not None:  # the list says what makes it so
        own = all_nodes([one for one in _parts_of(own) if not _is_defined(one)] or [Always()])
        if isinstance(own, Always):
            return below
    return below if own is None else all_nodes([own, below])


def _parts_of(node: Node) -> list[Node]:
    if isinstance(node, All):
        return [one for child in node.children for one in _parts_of(child)]
    return [node]


def _is_defined(node: Node) -> bool:
    return isinstance(node, Is) and node.concept in ("active_disease", "high_risk")


def _numbers_part(elements: list[Element], index: int) -> bool:
    """Whether a closing bracket ends the letter or number of a part: "a)", "2)"."""
    mark = elements[index - 1]
    opened = sum(1 for e in elements[:index] if e.kind == "open") > sum(
        1 for e in elements[:index] if e.kind == "close"
    )
    if mark.kind == "word" or mark.is_cue("noise"):
        return mark.end - mark.start == 1 and not opened
    measure = mark.measure
    return measure is not None and not opened and measure.unit is None and measure.op is None
