"""Exceptions: where one stands in a clause, and what it leaves of what the clause asks."""

from __future__ import annotations

import re

from cartway.criteria.nodes import (
    All,
    AnyOf,
    Judgement,
    Node,
    Not,
    Unless,
    all_nodes,
    any_nodes,
    facts_asked,
)
from cartway.reading.grammar.cleared_viruses import without_cleared
from cartway.reading.grammar.content import find_cue, has_content
from cartway.reading.grammar.leniency import without
from cartway.reading.grammar.widening import codes_of, softened
from cartway.reading.lex import Element
from cartway.reading.link.context import Context

_EVERYONE = re.compile(
    r"\b(?:for|in|of|by) (?:all|any|every|each)(?: other)? (?:\w+ )?(?:diagnos|patient|subject|participant|histolog|disease|type|indication)"
    r"|\ball(?: other)? (?:diagnoses|patients|subjects|participants|histologies|indications)\b"
    r"|所有(?:的)?(?:其他)?(?:诊断|患者|病种|类型|受试者|疾病)|其余(?:患者|病种|诊断)",
    re.IGNORECASE,
)


def _with_judgements_apart(asked: Node | None) -> Node | None:
    """ "except those stable and without steroids": what is judged is asked, not denied."""
    if not (isinstance(asked, Not) and isinstance(asked.child, All)):
        return asked
    judged = [one for one in asked.child.children if isinstance(one, Judgement)]
    denied = [one for one in asked.child.children if not isinstance(one, Judgement)]
    return all_nodes([Not(all_nodes(denied)), *judged]) if judged and denied else asked


def with_exception(
    context: Context, node: Node, elements: list[Element], main: list[Element], asked: Node | None
) -> Node:
    """A clause with one of its exceptions.

    Args:
        elements: the exception.
        main: what it is an exception of.
        asked: what the exception asks, as read; None where it asks nothing.
    """
    asked = _with_judgements_apart(asked)
    codes = codes_of(elements)
    systems = {e.system for e in main if e.kind == "concept"}
    mains = [e.id for e in main if e.kind == "concept"]
    taken = [
        c
        for c in codes
        if context.vocabulary.concepts[c].system in systems
        and all(not context.is_a(m, c) for m in mains)
    ]
    facts = [
        e
        for e in elements
        if e.kind == "fact" or (e.measure is not None and not e.measure.is_duration)
    ]
    exempt = exempts(context, main, elements)
    if taken and not facts and not exempt:
        return node  # the names were worked into the question itself
    text = context.words(said_of(elements))
    narrower = without_cleared(context, node, text) if context.exclusion else None
    if narrower is not None:
        return narrower
    if not context.exclusion and codes and all(context.is_a(c, *_SUPPORTIVE) for c in codes):
        return node  # support that is allowed changes nothing of what is asked
    if (
        context.exclusion
        and codes
        and "active_infection" in facts_asked(node)
        and all(context.is_a(c, "infection") for c in codes)
    ):
        return node  # the question asks for another infection than these
    # An exception only narrows: what is not understood of it can be left to judgement.
    if asked is not None and _of_the_place(node, asked):
        asked = Judgement(
            text
        )  # "CNS involvement, unless cured": of that place, not of the disease
    asked = Judgement(text or "exception") if asked is None else softened(asked)
    if set(codes) >= _FROM_BILIRUBIN:
        return _but_for_bilirubin(context, node, asked)
    if context.exclusion:
        return without(node, asked)
    return Unless(node, asked)


# A syndrome that raises bilirubin excuses that limit and no other.
_FROM_BILIRUBIN = frozenset({"gilbert_syndrome"})
_BILIRUBIN = frozenset({"total_bilirubin", "direct_bilirubin", "indirect_bilirubin"})


def _but_for_bilirubin(context: Context, node: Node, asked: Node) -> Node:
    """ "ALT ≤ 3 × ULN, bilirubin ≤ 1.5 × ULN (Gilbert's syndrome excepted)"."""
    joined = AnyOf if context.exclusion else All
    parts = node.children if isinstance(node, joined) else (node,)
    excused = [set(facts_asked(one)) <= _BILIRUBIN for one in parts]
    if not any(excused):
        return without(node, asked) if context.exclusion else Unless(node, asked)
    given = [
        (without(one, asked) if context.exclusion else Unless(one, asked)) if its else one
        for one, its in zip(parts, excused, strict=True)
    ]
    return any_nodes(given) if context.exclusion else all_nodes(given)


def _of_the_place(node: Node, asked: Node) -> bool:
    return set(facts_asked(asked)) == {"disease_status"} and any(
        "central_nervous_system" in fact for fact in facts_asked(node)
    )


_SUPPORTIVE = ("blood_product", "haematopoietic_growth_factor", "erythropoietin")


def said_of(elements: list[Element]) -> list[Element]:
    """An exception without the words that make it one."""
    return [e for e in elements if not e.is_cue("except", "unless", "except_after")]


def exempts(context: Context, main: list[Element], elements: list[Element]) -> bool:
    """Whether an exception lets some patients off: "required for all diagnoses except CLL"."""
    if context.exclusion or not any(
        e.kind == "concept" and e.system == "disease" for e in elements
    ):
        return False
    covered = [*main, *elements]
    first, last = min(e.start for e in covered), max(e.end for e in covered)
    return _EVERYONE.search(context.text, first, last) is not None


def split_exception(
    context: Context, elements: list[Element]
) -> tuple[list[Element], list[Element]]:
    """A clause without its exception, and the exception."""
    place = find_cue(elements, "unless", "except")
    if place is not None and place > 0:
        if elements[place].is_cue("except"):
            ending = _demand_begins(context, elements, place)
            if ending is not None:
                # "For all lymphomas except X, either A or B must …": the demand goes on.
                return elements[:place] + elements[ending:], elements[place:ending]
            tail = _window_begins(elements, place)
            tail = _examples_of_main(context, elements, place, tail)
            # "X other than Y within 14 days": the window is that of X.
            return elements[:place] + elements[tail:], elements[place:tail]
        return elements[:place], elements[place:]
    if place == 0:
        # "Except for X, no Y": the exception stands first.
        for index, element in enumerate(elements[1:], start=1):
            if element.kind == "comma" and has_content(elements[1:index]):
                return elements[index + 1 :], elements[:index]
        return elements, []
    after = (
        find_cue(elements, "except_after", "enrollable")
        if context.exclusion
        else find_cue(elements, "except_after")
    )
    if after is None:
        return elements, []
    begin = _exception_begins(context, elements, after)
    if begin > 0 and not has_content(elements[begin:after]) and has_content(elements[after + 1 :]):
        # "…，允许使用生理替代剂量": what is allowed stands behind the word.
        return elements[:begin], elements[after:]
    if begin <= 0:
        return elements, []
    return elements[:begin] + elements[after + 1 :], elements[begin : after + 1]


def _examples_of_main(context: Context, elements: list[Element], place: int, tail: int) -> int:
    """ "Autoimmune disease other than MG, e.g. lupus": where examples of what is shut out begin."""
    begin = next((i for i in range(place + 2, tail) if elements[i].is_cue("example")), None)
    if begin is None or elements[begin - 1].kind != "comma":
        return tail
    shut_out, let_in = codes_of(elements[:place]), codes_of(elements[place:begin])
    named = codes_of(elements[begin:tail])
    of_main = all(any(context.is_a(one, other) for other in shut_out) for one in named)
    of_exception = any(context.is_a(one, other) for one in named for other in let_in)
    return begin if named and of_main and not of_exception else tail


_MUST = re.compile(r"\b(?:must|shall|should)\b|必须|须|应当", re.IGNORECASE)


def _demand_begins(context: Context, elements: list[Element], place: int) -> int | None:
    """The comma behind an exception after which a demand follows."""
    for index in range(place + 1, len(elements)):
        if elements[index].kind == "comma" and has_content(elements[place + 1 : index]):
            rest = elements[index + 1 :]
            demanded = rest and _MUST.search(context.words(rest)) is not None
            return index if demanded and has_content(rest) else None
    return None


def _window_begins(elements: list[Element], place: int) -> int:
    for index in range(place + 1, len(elements)):
        element = elements[index]
        measure = element.measure
        timed = measure is not None and measure.is_duration
        if not (element.is_cue("window") or timed):
            continue
        rest = elements[index:]
        if any(e.measure is not None and e.measure.is_duration for e in rest[:3]) and not any(
            e.kind in ("concept", "fact", "atom") for e in rest
        ):
            return index
        return len(elements)
    return len(elements)


def _exception_begins(context: Context, elements: list[Element], after: int) -> int:
    for index in range(after - 1, -1, -1):
        written = context.text[elements[index].start : elements[index].end].lower()
        if written in ("但", "但是", "but", "however", "除", "除了", "仅", "though", "although"):
            return index
        if elements[index].kind in ("semicolon", "stop"):
            return index
    for index in range(after - 1, 0, -1):
        # "…, with the use of inhaled, topical and nasal steroids allowed".
        if elements[index - 1].kind == "comma" and elements[index].is_cue("with"):
            return index - 1
    for index in range(after - 1, -1, -1):
        if elements[index].kind == "comma" and context.text[elements[index].start] in ",，":
            return index
    return 0
