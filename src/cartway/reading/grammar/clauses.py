"""Conditions, exceptions, definitions and examples of one clause."""

from __future__ import annotations

import re
from functools import cached_property

from cartway.criteria.nodes import (
    AnyOf,
    Compare,
    Implies,
    Judgement,
    Node,
    Not,
    Unless,
    Unread,
    all_nodes,
    any_nodes,
    unread_texts,
    walk,
)
from cartway.reading.grammar.and_one_of import beside_one_of
from cartway.reading.grammar.asides import with_subject
from cartway.reading.grammar.brackets import open_brackets
from cartway.reading.grammar.cleared_viruses import without_cleared
from cartway.reading.grammar.conditionals import (
    IDLE,
    condition_and_main,
    is_condition,
    names_whom,
    or_if,
)
from cartway.reading.grammar.content import find_cue, has_content
from cartway.reading.grammar.examples import read_defined
from cartway.reading.grammar.exceptions import (
    exempts,
    said_of,
    split_exception,
    with_exception,
)
from cartway.reading.grammar.leniency import demanded_of, left_to_judgement, without
from cartway.reading.grammar.limits_beside import either, with_other_limit
from cartway.reading.grammar.of_whom import of_whom
from cartway.reading.grammar.permissions import without_permissions
from cartway.reading.grammar.support_of_counts import said_of_count
from cartway.reading.grammar.trust import trusted
from cartway.reading.grammar.virus_tests import compose_tests
from cartway.reading.grammar.widening import codes_of, last_limit, widened
from cartway.reading.lex import Element
from cartway.reading.link.context import Context

_OPINION = re.compile(r"\bPI\b|investigator|discretion|研究者", re.IGNORECASE)


def read_clause(context: Context, elements: list[Element]) -> Node | None:
    """Give what one clause asks; None where it asks nothing."""
    apart = beside_one_of(context, elements)
    if apart is not None:
        parts = [read_clause(context, one) for one in apart]
        return all_nodes([one for one in parts if one is not None])
    elements, let_in = without_permissions(context, elements)
    opened = open_brackets(context, compose_tests(context, elements), _plain(context).read)
    node = _read_conditional(context, opened.elements, [*opened.exceptions, *let_in])
    for aside in opened.asides:
        more = _read_aside(context, aside, node, opened.elements)
        node = more if more is not None else node
    for inside in opened.examples:
        if node is not None:
            node = any_nodes([node, *_examples(context, opened.elements, inside)])
    return node


def _examples(context: Context, head: list[Element], inside: list[Element]) -> list[Node]:
    """ "clinically significant bleeding (such as of the gut)": each example counts as such."""
    timed = [
        e
        for e in head
        if e.kind == "anchor"
        or e.is_cue("window", "window_after", "before", "since")
        or (e.measure is not None and e.measure.is_duration)
    ]
    if sum(e.measure is not None for e in timed) > 1:
        return []
    parts: list[list[Element]] = [[]]
    for element in inside:
        if element.kind in ("comma", "slash", "semicolon") or element.is_cue(
            "or", "and", "example"
        ):
            parts.append([])
        else:
            parts[-1].append(element)
    found: list[Node] = []
    for part in parts:
        if not any(e.kind == "concept" and e.system == "disease" for e in part):
            continue
        node = _read_exceptional(context, [*timed, *part], [])
        if node is not None and not unread_texts(node):
            found.append(node)
    return found


def _read_aside(
    context: Context, aside: list[Element], node: Node | None, line: list[Element]
) -> Node | None:
    """A bracketed condition or requirement beside a limit."""
    lead = aside[1:] if aside[0].is_cue("or", "and") else aside
    found = _read_conditional(_plain(context).context, with_subject(lead, node, line), [])
    if found is None:
        return node
    if not context.exclusion:
        found = trusted(found, context.words(aside))
    if node is None:
        return found
    found = said_of_count(node, found)
    if lead[0].is_cue("if") and not isinstance(found, (Implies, Unless)):
        # "INR ≤ 1.5 (if no anticoagulant is taken)"
        return all_nodes([found, node]) if context.exclusion else Implies(found, node)
    if isinstance(found, Implies):
        # "≤ 2.5 × ULN (≤ 5 × ULN for patients with liver metastases)": the wider limit holds there.
        if context.exclusion and any(isinstance(one, Compare) for one in walk(found.child)):
            return with_other_limit(
                node, all_nodes([found.condition, either(found.child)]), exclusion=True
            )
        return widened(node, found)
    if isinstance(found, Unless):
        if context.exclusion:
            return without(node, found.exception)
        return Unless(node, found.exception)
    if not context.exclusion and isinstance(node, AnyOf) and unread_texts(node):
        return any_nodes([node, found])  # which of the alternatives it belongs to is not known
    limits = {one.subject for one in walk(found) if isinstance(one, Compare)}
    if limits & {one.subject for one in walk(node) if isinstance(one, Compare)}:
        return with_other_limit(node, found, exclusion=context.exclusion)
    return all_nodes([node, found])


def _read_conditional(
    context: Context, elements: list[Element], exceptions: list[list[Element]]
) -> Node | None:
    split = of_whom(context, elements)
    if split is not None:
        return _read_of_whom(context, *split, exceptions)
    place = find_cue(elements, "if")
    if place is not None and any(
        e.is_cue("investigator")
        or (e.is_cue("judgement") and _OPINION.search(context.text, e.start, e.end))
        for e in elements[max(0, place - 4) : place]
    ):
        place = None  # "or per PI discretion if …": the condition is the investigator's
    if place and elements[place - 1].is_cue("except", "unless"):
        place = None  # "except in patients with X": whom the exception is for
    apart = or_if(context, elements, place)
    if apart is not None:
        first, condition, main = apart
        return _either_or_if(context, first, condition, main, exceptions)
    if place is not None and is_condition(context, elements, place):
        condition, main = condition_and_main(context, elements, place)
        first, last = (
            last_limit(main)
            if not context.exclusion and has_content(elements[:place])
            else ([], main)
        )
        if first and condition:
            before = _read_exceptional(context, first, exceptions)
            after = _read_conditional(context, [*last, *elements[place:]], [])
            if before is not None and isinstance(after, Implies):
                return widened(before, after)
        if (
            condition
            and main
            and not has_content(condition)
            and IDLE.fullmatch(context.words(condition))
        ):
            return _read_exceptional(context, main, exceptions)
        if condition and main:
            condition = [e for e in condition if not e.is_cue("if")]  # "…, or if they have …"
            asked = _plain(context).read(condition)
            then = _read_exceptional(context, main, exceptions)
            if then is None and any(e.is_cue("judgement", "active") for e in main):
                then = Judgement(context.words(main))  # "…, it must be controlled"
            if asked is not None and then is not None:
                if context.exclusion:
                    return all_nodes([then, left_to_judgement(asked)])
                if names_whom(context, elements[place], then):
                    return all_nodes([then, asked])
                return demanded_of(asked, then)
            if (
                then is not None
                and has_content(condition) is False
                and not any(e.kind == "word" for e in condition)
            ):
                if context.exclusion or IDLE.fullmatch(context.words(condition)):
                    return then
                # "≥ 50 if bone marrow is involved": words without a name are a condition still.
                return Implies(Judgement(context.words(condition) or "condition"), then)
            text = context.words(condition)
            unread: Node = Unread(text) if text else Judgement("condition")
            if then is not None:
                return (
                    all_nodes([then, left_to_judgement(unread)])
                    if context.exclusion
                    else Implies(unread, then)
                )
            return Unread(context.words(elements))
    return _read_exceptional(context, elements, exceptions)


def _either_or_if(
    context: Context,
    first: list[Element],
    condition: list[Element],
    main: list[Element],
    exceptions: list[list[Element]],
) -> Node | None:
    given = _read_exceptional(context, first, exceptions)
    asked = _plain(context).read(condition)
    then = _read_exceptional(context, main, [])
    if given is None:
        return Unread(context.words([*first, *condition, *main]))
    held = Judgement(context.words(condition)) if asked is None else left_to_judgement(asked)
    more = Judgement(context.words(main)) if then is None else left_to_judgement(then)
    return any_nodes([given, all_nodes([held, more])])


def _read_of_whom(
    context: Context, who: list[Element], rest: list[Element], exceptions: list[list[Element]]
) -> Node | None:
    asked = _plain(context).read(who)
    if context.exclusion:
        # Among the exclusions a demand shuts out those who do not meet it.
        demanded = _plain(context).read(rest)
        if asked is None:
            return Unread(context.words([*who, *rest]))
        narrower = without_cleared(context, asked, context.words([*who, *rest]))
        if narrower is not None:
            return narrower  # "… positive for the antibody must have a negative PCR"
        if demanded is None or unread_texts(demanded):
            return all_nodes([asked, Unread(context.words(rest))])
        return all_nodes([asked, demanded.child if isinstance(demanded, Not) else Not(demanded)])
    then = _read_exceptional(context, rest, exceptions)
    if asked is None or then is None:
        return then
    other = any(
        context.text[e.start : e.end].lower() in ("other", "all other", "其他", "其它") for e in who
    )
    if other and context.earlier:
        asked = all_nodes([asked, *(Not(one) for one in context.earlier)])
    context.earlier.append(asked)
    return demanded_of(asked, then)


class _Plain:
    """Reads a condition: neither inclusion nor exclusion colours it."""

    def __init__(self, context: Context) -> None:
        self._around = context

    @cached_property
    def context(self) -> Context:
        return Context(self._around.text, False, self._around.lexicon, asking=True)

    def read(self, elements: list[Element]) -> Node | None:
        return _read_exceptional(self.context, elements, [])


def _plain(context: Context) -> _Plain:
    return _Plain(context)


def _read_exceptional(
    context: Context, elements: list[Element], exceptions: list[list[Element]]
) -> Node | None:
    main, excepted = split_exception(context, elements)
    if not main or not (
        has_content(main)
        or any(
            e.kind == "word" or e.is_cue("administrative", "contraception") or e.kind == "cue"
            for e in main
        )
    ):
        main, excepted = elements, []
    found = [e for e in (excepted, *exceptions) if e]
    codes = [code for one in found if not exempts(context, elements, one) for code in codes_of(one)]
    held = context.excepted
    context.excepted = (*held, *codes)
    try:
        node = read_defined(context, main)
    finally:
        context.excepted = held
    if node is None:
        return None
    for one in found:
        asked = _plain(context).read(said_of(one))
        node = with_exception(context, node, one, main, asked)
    return node
