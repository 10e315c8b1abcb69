"""What stands in brackets: a synonym, an example, a limit, a condition or an exception."""

from __future__ import annotations

from collections.abc import Callable

from cartway.criteria.nodes import Node, unread_texts
from cartway.reading.grammar.bracket_kinds import place_bracket
from cartway.reading.grammar.opened import KIND_OF_BRACKET, Opened, closing_of
from cartway.reading.grammar.terms import Atom
from cartway.reading.lex import Element
from cartway.reading.link.context import Context

Reader = Callable[[list[Element]], Node | None]


_BRACKETS = frozenset({"open", "close"})


def open_brackets(context: Context, elements: list[Element], read: Reader) -> Opened:
    """Decide for each bracket what becomes of it.

    Args:
        read: reads a bracket that is a clause of its own.
    """
    if _BRACKETS.isdisjoint(map(KIND_OF_BRACKET, elements)):
        return Opened(list(elements))
    opened = Opened()
    index = 0
    while index < len(elements):
        element = elements[index]
        if element.kind != "open":
            if element.kind != "close":
                opened.elements.append(element)
            elif opened.elements and _is_marker(opened.elements[-1]):
                # "a)", "2)": the number of a part, not a number of the patient.
                opened.elements.pop()
            index += 1
            continue
        end = closing_of(elements, index)
        inside = elements[index + 1 : end]
        whole = _alternative_limits(context, opened, inside, read)
        if whole is not None:
            opened.elements.append(whole)
        else:
            place_bracket(
                context, opened, inside, elements[end + 1] if end + 1 < len(elements) else None
            )
        index = end + 1
    return opened


def _alternative_limits(
    context: Context, opened: Opened, inside: list[Element], read: Reader
) -> Element | None:
    """ "hypertension (systolic > 160 or diastolic > 100)": one of the limits, said of what stands before."""
    held = opened.elements
    defined = bool(held) and held[-1].is_cue("definition")
    named = held[-2] if defined and len(held) > 1 else _judged_name(held)
    if not context.exclusion or named is None or named.kind != "concept":
        return None
    limits = [
        e for e in inside if e.measure is not None and e.measure.op and not e.measure.is_duration
    ]
    facts = [e for e in inside if e.kind == "fact" and e.system in ("quantity", "score")]
    if len(limits) < _FEWEST or len(facts) < _FEWEST or not any(e.is_cue("or") for e in inside):
        return None
    if any(e.kind == "concept" or e.is_cue("if", "unless", "except", "negation") for e in inside):
        return None
    node = read(inside)
    if node is None or unread_texts(node):
        return None
    start, end = inside[0].start, inside[-1].end
    if defined:
        del held[-2:]  # the limits are what the name means
    return Element(
        "atom", "compare", start, end, content=Atom("compare", start, end, node, fact=facts[0].id)
    )


def _judged_name(held: list[Element]) -> Element | None:
    """What a bracket stands behind: "hypertension not controlled by medication (…)"."""
    for element in reversed(held[-5:]):
        if element.kind == "concept" and element.system == "treatment":
            continue
        if not element.is_cue("judgement", "active", "noise"):
            return element
    return held[-1] if held else None


_FEWEST = 2


def _is_marker(element: Element) -> bool:
    if element.kind == "word":
        return element.end - element.start == 1
    measure = element.measure
    return (
        measure is not None and measure.op is None and measure.unit is None and measure.high is None
    )
