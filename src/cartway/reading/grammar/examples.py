"""Definitions and examples of a clause: "X, defined as Y", "X, such as Y"."""

from __future__ import annotations

import re

from cartway.criteria.nodes import (
    Judgement,
    Node,
    Not,
    Unread,
    all_nodes,
    any_nodes,
    unread_texts,
)
from cartway.reading.grammar.comparisons import reduce_comparisons
from cartway.reading.grammar.content import find_cue, has_content, has_name
from cartway.reading.grammar.defined_doses import dose_in_time
from cartway.reading.grammar.defined_last import last_of_list
from cartway.reading.grammar.kinds_of_target import beside_ways
from cartway.reading.grammar.lists import read_list
from cartway.reading.grammar.neighbours import without_opinion
from cartway.reading.grammar.one_of_several import one_of_several
from cartway.reading.grammar.open_lists import names_kinds
from cartway.reading.grammar.results import reduce_results
from cartway.reading.lex import Element
from cartway.reading.link.context import Context


def read_defined(context: Context, elements: list[Element]) -> Node | None:
    """Give what a clause asks whose last part defines what it names; None where it asks nothing."""
    place = find_cue(elements, "definition")
    if place is None:
        return _read_examples(context, elements)
    head, body = elements[:place], elements[place + 1 :]
    if _stains(head, body):
        return _read_examples(context, elements)  # "positive, defined as ≥ 2+ in ≥ 40 % of cells"
    if not has_content(body) and not any(e.kind == "word" for e in body):
        return _read_examples(context, head)
    if context.exclusion:
        last = last_of_list(head)
        if last:
            # "A, B defined as C": what defines B says nothing of A.
            first = _read_flat(context, head[: last - 1])
            defined = read_defined(context, elements[last:])
            return any_nodes([n for n in (first, defined) if n is not None])
    meaning = _read_examples(context, body)
    if meaning is None:
        return _read_examples(context, head)
    if not _head_adds(head, body):
        if context.exclusion and unread_texts(meaning) and _names_finding(head):
            # What defines the term was not all understood; the term itself was.
            return _read_examples(context, head)
        return meaning
    said = _read_examples(context, head)
    if said is None:
        return meaning
    return dose_in_time(said, meaning) or all_nodes([said, meaning])


def _stains(head: list[Element], body: list[Element]) -> bool:
    """Whether a definition only says how much of the one antigen before it there must be."""
    antigens = {e.id for e in head if e.kind == "concept" and e.system == "antigen"}
    cut_off = any(e.measure is not None and (e.measure.plus or e.measure.unit == "%") for e in body)
    return (
        len(antigens) == 1
        and cut_off
        and not any(
            e.kind in ("atom", "event", "concept")
            or (e.kind == "fact" and e.system not in ("presence", "score", "quantity"))
            for e in body
        )
    )


_FINDINGS = frozenset(
    {"tuberculosis_active", "active_infection", "graft_versus_host_disease_active"}
)


def _names_finding(head: list[Element]) -> bool:
    named = [e for e in head if e.kind in ("fact", "concept", "atom")]
    return bool(named) and all(e.kind == "fact" and e.id in _FINDINGS for e in named)


def _head_adds(head: list[Element], body: list[Element]) -> bool:
    """Whether a defined term says more than its definition: a disease, an antigen, a number."""
    for element in head:
        if element.kind in ("atom", "measure"):
            return True
        if element.kind == "concept" and element.system == "antigen":
            return True
        if element.kind == "concept" and element.system == "treatment":
            return not any(e.kind == "concept" and e.system == "treatment" for e in body)
        if element.is_cue("relapsed", "refractory", "relapsed_or_refractory", "negation"):
            return True
    return False


def _read_examples(context: Context, elements: list[Element]) -> Node | None:
    place = find_cue(elements, "example")
    if place is None:
        return _read_flat(context, elements)
    head, rest = elements[:place], [e for e in elements[place + 1 :] if not e.is_cue("example")]
    tail = _tail(context, rest)
    own = _example_ends(context, head, rest[:tail])
    examples, after = rest[:own], rest[own:]
    written = context.text[elements[place].start : elements[place].end].lower()
    if not has_content(head):
        said = any(e.is_cue("relapsed", "refractory", "relapsed_or_refractory") for e in head)
        if said or not any(e.kind == "word" for e in head):
            return _read_flat(context, head + rest)
        given = _read_flat(context, examples + after)
        if given is None:
            return Unread(context.words(elements))
        parts: list[Node] = [given, Unread(context.words(head))]
        return any_nodes(parts) if context.exclusion else all_nodes(parts)
    other = _last_or(head)
    if other is not None and any(
        e.is_cue("relapsed", "refractory", "relapsed_or_refractory") for e in head[other + 1 :]
    ):
        return _read_flat(context, head + rest)  # "or relapsed after treatment including X"
    if other is not None and not context.exclusion and not has_content(head[other + 1 :]):
        # "score ≥ 7 or involvement of an organ, such as …": the examples are the alternative.
        first, given = _read_flat(context, head[:other]), _read_flat(context, examples + after)
        kinds = Unread(context.words(head[other + 1 :]) or context.words(elements))
        return any_nodes([n for n in (first, given, kinds) if n is not None])
    main = _read_flat(context, head + after)
    if main is None:
        return _read_flat(context, head + rest)
    if context.exclusion:
        named = [e for e in examples if e.kind != "word"]
        modifiers = [e for e in head if e.is_cue("judgement", "active", "history")]
        infected = next((e for e in head if e.kind == "fact" and e.id == "active_infection"), None)
        if infected is not None:
            modifiers.append(Element("cue", "active", infected.start, infected.end))
        more = _read_flat(context, modifiers + named + after)
        opinion = without_opinion(context, examples)[1]
        if (
            opinion
            and not opinion.startswith("or ")
            and not _OTHERS.search(context.words(examples))
        ):
            # "disorders such as A or B that in the investigator's opinion …": said of all of them.
            main = all_nodes([main, Judgement(opinion)])
        if more is None or unread_texts(more):
            return main
        more = beside_ways(main, more)
        return main if more is None else any_nodes([main, more])
    if names_kinds(context, head, examples):
        return main
    if ("includ" in written or "包" in written or "含" in written) and any(
        e.kind == "concept" and e.system == "treatment" for e in examples
    ):
        if isinstance(main, Not):
            return main  # "must not take steroids, including prednisone": denied with the rest
        more = _read_flat(context, examples + after)
        return main if more is None else all_nodes([main, more])
    return main


_OTHERS = re.compile(r"\bor (?:any )?other\b|或(?:任何)?其[他它]", re.IGNORECASE)


def _last_or(head: list[Element]) -> int | None:
    return next((i for i in range(len(head) - 1, 0, -1) if head[i].is_cue("or")), None)


def _example_ends(context: Context, head: list[Element], examples: list[Element]) -> int:
    """Where the examples end: "an IMiD such as lenalidomide and a proteasome inhibitor"."""
    named = [e for e in head if e.kind == "concept"]
    if not named or context.exclusion:
        return len(examples)
    general = named[-1]
    for index in range(len(examples) - 1, 0, -1):
        if examples[index].is_cue("and"):
            following = [e for e in examples[index + 1 :] if e.kind == "concept"]
            before = [e for e in examples[:index] if e.kind == "concept"]
            if (
                following
                and following[0].system == general.system
                and not context.is_a(following[0].id, general.id)
                and (not before or context.is_a(before[-1].id, general.id))
            ):
                return index
    return len(examples)


_HAN = re.compile("[\u4e00-\u9fff]")


def _tail(context: Context, elements: list[Element]) -> int:
    """Where a list of examples ends and the clause goes on."""
    for index, element in enumerate(elements):
        if (
            index
            and element.kind == "comma"
            and context.text[element.start - 1] == "等"
            and has_name(elements[index + 1 :])
        ):
            return index  # "如环磷酰胺、硫唑嘌呤等，其中一种为…": 等 closes the list
        if has_name(elements[index + 1 :]) and _HAN.search(context.words(elements)):
            continue  # "如6个月内的心肌梗死、中风": in Chinese a window stands before its thing
        if element.is_cue("window", "before", "since") or element.kind == "anchor":
            return index
        if (
            element.kind == "measure"
            and element.measure is not None
            and element.measure.is_duration
        ):
            return index
    return len(elements)


def _read_flat(context: Context, elements: list[Element]) -> Node | None:
    if not elements:
        return None
    reduced = reduce_results(context, one_of_several(context, elements))
    reduced = reduce_comparisons(context, reduced)
    return read_list(context, reduced)
