"""Limits that hold instead for some: "≤ 3 × ULN; patients with liver metastases must be ≤ 5 × ULN".

Behind a limit, a stretch that names an illness and one further limit of the same thing says what
holds for those who have it. However it is worded, it is put as the bracket that says the same.
"""

from __future__ import annotations

import re
from dataclasses import replace

from cartway.reading.grammar.limits_beside import limited_before
from cartway.reading.lex import Element
from cartway.reading.link.context import Context

_PASSED = (
    "noise", "patients", "with", "then", "deontic", "except", "unless", "if", "enrollable",
    "except_after", "positive", "definition", "expression", "active", "history", "disjoint",
)  # fmt: skip
_JOINED = ("or", "and")
_SEPARATES = frozenset({"semicolon", "comma", "stop"})
_DENIES = re.compile(
    r"\b(?:no|not|without|non|otherwise|else|other)\b|无|不|未|非|否则|其余|其他", re.IGNORECASE
)
# Where a disease is, not who has it: "if the marrow is involved by lymphoma".
_SPREAD = re.compile(r"\b(?:is|are|was|were) (?:involved|infiltrated|invaded)\b", re.IGNORECASE)
_LONGEST = 26


def with_limits_for_some(context: Context, elements: list[Element]) -> list[Element]:
    """Give a line with each limit for some patients in a bracket behind the limit for all."""
    measured = [i for i, e in enumerate(elements) if e.measure is not None and _limits(e)]
    if len(measured) < _TWO or not any(map(_names_whom, elements)):
        return elements
    given: list[Element] = []
    index = depth = 0
    while index < len(elements):
        element = elements[index]
        depth += (element.kind == "open") - (element.kind == "close")
        if depth == 0 and given and _limits(given[-1]) and _parts(context, elements, index):
            found = _stretch(context, elements, index, limited_before(given, element.start))
            held = given[-1].measure
            if found is not None and held is not None:
                found = (
                    [in_unit_of(held.unit, one) for one in found[0]],
                    _past_label(elements, found[1]),
                )
            if found is not None:
                made, index = found
                given += made
                if index < len(elements) and _opens_two(context, elements[index]):
                    index += 1
                following = elements[index] if index < len(elements) else None
                if following is not None and _begins_other(following):
                    given.append(Element("semicolon", ";", following.start, following.start))
                continue
        given.append(element)
        index += 1
    return given


_TWO = 2


def _past_label(elements: list[Element], index: int) -> int:
    """ "… ≤ 5 × ULN Kidney: serum creatinine …": the name of the next organ, run on."""
    for at in range(index, min(index + _TWO + 1, len(elements))):
        if elements[at].kind == "colon":
            return at + 1
        if elements[at].kind not in ("word", "concept") and not elements[at].is_cue("noise"):
            break
    return index


def _opens_two(context: Context, element: Element) -> bool:
    return context.text[element.start : element.end].lower() == "either"


def _begins_other(element: Element) -> bool:
    return element.kind in ("fact", "word") or element.is_cue("noise", "patients")


def in_unit_of(unit: str | None, element: Element) -> Element:
    """ "≤ 2.5 × ULN, with metastases ≤ 5": so many times the same limit."""
    measure = element.measure
    if measure is None or measure.unit is not None or unit not in ("ULN", "LLN"):
        return element
    return replace(element, measure=replace(measure, unit=unit))


def _limits(element: Element) -> bool:
    measure = element.measure
    return measure is not None and not measure.is_duration and measure.op is not None


def _names_whom(element: Element) -> bool:
    return (element.kind == "concept" and element.system == "disease") or (
        element.kind == "fact" and element.system == "presence"
    )


def _parts(context: Context, elements: list[Element], index: int) -> bool:
    element = elements[index]
    if element.kind in _SEPARATES or element.is_cue("except", "unless", "if", "or"):
        return True
    return element.kind == "sign" and element.id == "." and index + 1 < len(elements)


def _stretch(
    context: Context, elements: list[Element], index: int, limited: list[str]
) -> tuple[list[Element], int] | None:
    """The bracket for a stretch that begins at a separator, and the place behind the stretch."""
    if not limited:
        return None
    whom: list[Element] = []
    facts: list[Element] = []
    limit: Element | None = None
    end = used = index
    for end in range(index, min(index + _LONGEST, len(elements)) + 1):
        element = elements[end] if end < len(elements) else None
        if element is None:
            break
        if end > index and limit is not None and whom and _ends(element, elements, end):
            break
        if _limits(element):
            if limit is not None:
                return None
            limit, used = element, end
        elif element.kind == "fact" and element.system in ("quantity", "score"):
            if element.id not in limited or (limit is not None and whom):
                end = used + 1  # "… where AST ≤ 5 × ULN Kidney: creatinine …": another organ
                break
            joint = [Element("cue", "and", element.start, element.start)] if facts else []
            facts += [*joint, element]
        elif _names_whom(element):
            whom.append(element)
            used = end
        elif element.is_cue(*_JOINED):
            if whom:
                whom.append(element)
        elif element.is_cue(*_PASSED):
            pass
        elif element.kind == "comma" and whom and _names_next(elements, end):
            whom.append(element)
        elif element.kind not in ("comma", "semicolon", "colon", "open", "close", "sign", "slash"):
            if limit is None or not whom:
                return None
            end = used + 1
            break
    while whom and not _names_whom(whom[-1]):
        whom.pop()
    if limit is None or not whom or end - index > _LONGEST:
        return None
    stretch = elements[index:end]
    said = context.words(stretch)
    if _DENIES.search(said) or _SPREAD.search(said) or not _balanced(stretch):
        return None
    place = elements[index].start
    condition = Element("cue", "if", whom[0].start, whom[0].start)
    opening = Element("open", "(", place, place)
    closing = Element("close", ")", stretch[-1].end, stretch[-1].end)
    return [opening, *facts, limit, condition, *whom, closing], end


def _ends(element: Element, elements: list[Element], index: int) -> bool:
    if element.kind in ("semicolon", "stop", "open"):
        return True
    if element.kind == "comma" or element.is_cue("and"):
        return not _names_next(elements, index)
    return element.kind == "sign" and element.id == "."


def _names_next(elements: list[Element], index: int) -> bool:
    return any(_names_whom(e) for e in elements[index + 1 : index + 3])


def _balanced(stretch: list[Element]) -> bool:
    return sum(e.kind == "open" for e in stretch) == sum(e.kind == "close" for e in stretch)
