"""Finds which fact each number of a line limits."""

from __future__ import annotations

from cartway.criteria.nodes import Compare, FactRef, Node
from cartway.facts.vocabulary import FactDefinition
from cartway.reading.grammar.families import family_of
from cartway.reading.grammar.kinds_of_number import (
    counts_things,
    in_unknown_unit,
    is_age,
    is_time,
    repeats_limit,
)
from cartway.reading.grammar.limit_nodes import copies, limit_node
from cartway.reading.grammar.limited_facts import fact_ahead, facts_behind, limit_goes_on
from cartway.reading.grammar.terms import Atom
from cartway.reading.lex import Element
from cartway.reading.link.context import Context
from cartway.reading.link.quantities import fits
from cartway.values import Quantity


def reduce_comparisons(context: Context, elements: list[Element]) -> list[Element]:
    """Replace each fact with its limits by one atom; what is not understood stays."""
    if all(element.measure is None for element in elements):
        return elements
    given: list[Element] = []
    last: list[FactDefinition] = []
    index = 0
    while index < len(elements):
        element = elements[index]
        measure = element.measure
        if measure is None:
            given.append(element)
            index += 1
            continue
        if is_time(context, elements, index, given) or in_unknown_unit(context, measure):
            given.append(element)
            index += 1
            continue
        subjects, first = facts_behind(context, given, measure)
        ahead = index + 1
        if not subjects:
            subject, ahead = fact_ahead(context, elements, index, measure)
            first = len(given)
            if subject is not None:
                subjects = [subject]
            elif is_age(context, elements, index, measure):
                subjects, ahead = [context.vocabulary.fact("age")], index + 1
            elif (
                last
                and not repeats_limit(given, measure, last)
                and not counts_things(context, measure)
                and limit_goes_on(given)
                and (
                    measure.unit is not None
                    or all(one.kind == "score" for one in last)
                    or _right_behind(given, element)
                )
                and all(fits(one, measure) for one in last)
            ):
                subjects, ahead = last, index + 1
        if not subjects and repeats_limit(given, measure, last):
            given.pop()  # "> 2.5 mg/dL or 221 umol/L": the same limit in another unit
            index += 1
            continue
        if not subjects and measure.unit == "{copies}/mL":
            made = copies(context, given, element)
            if made is not None:
                given.append(made)
                index += 1
                continue
        node = limit_node(context, subjects, measure) if subjects else None
        if node is None:
            given.append(element)
            index += 1
            continue
        last = subjects
        # Words between the subject and its number stay for the grammar to judge.
        between = [e for e in given[first:] if e.kind == "word"]
        start = given[first].start if first < len(given) else element.start
        end = max(element.end, elements[ahead - 1].end)
        atom = Atom(
            "compare", start, end, node, family=family_of(subjects[0].id), fact=subjects[0].id
        )
        del given[first:]
        given += between
        given.append(Element("atom", "compare", start, end, content=atom))
        index = ahead
    return given


def _right_behind(given: list[Element], element: Element) -> bool:
    """ "18 ≤ age ≤ 75": a second sign right behind a fact that has its first limit."""
    measure, before = element.measure, given[-1]
    return (
        measure is not None
        and measure.op is not None
        and before.kind == "atom"
        and measure.start <= before.end + 1
    )


def low_result(definition: FactDefinition, *, low: bool) -> Node:
    """Below the lower limit of normal, or above the upper one."""
    unit = "LLN" if low else "ULN"
    return Compare(FactRef(definition.id), "<" if low else ">", Quantity(1.0, unit))
