"""Brackets that let somebody in, or allow a treatment."""

from __future__ import annotations

from cartway.reading.grammar.bracket_kinds import PEOPLE
from cartway.reading.grammar.opened import KIND_OF_BRACKET, closing_of
from cartway.reading.lex import Element
from cartway.reading.link.context import Context


def without_permissions(
    context: Context, elements: list[Element]
) -> tuple[list[Element], list[list[Element]]]:
    """A clause without brackets that let somebody in, and what they let in.

    "(transfusion permitted)" asks nothing of an inclusion line; "(patients with undetectable viral
    load are eligible)" is an exception.
    """
    let_in: list[list[Element]] = []
    if "open" not in map(KIND_OF_BRACKET, elements):
        return list(elements), let_in
    kept: list[Element] = []
    index = 0
    while index < len(elements):
        if elements[index].kind != "open":
            kept.append(elements[index])
            index += 1
            continue
        end = closing_of(elements, index)
        inside = elements[index + 1 : end]
        if _lets_in(inside):
            outside = [*elements[:index], *elements[end + 1 :]]
            if (
                context.exclusion
                or not _of_support(context, inside)
                or _narrows(context, inside, outside)
            ):
                let_in.append(inside)
        else:
            kept += elements[index : end + 1]
        index = end + 1
    return kept, let_in


def _lets_in(inside: list[Element]) -> bool:
    place = next((i for i, e in enumerate(inside) if e.is_cue("except_after", "enrollable")), None)
    after = [] if place is None else [e for e in inside[place + 1 :] if e.kind != "sign"]
    return (
        place is not None
        and (not after or after[0].is_cue("if"))
        and not any(e.is_cue("negation", "deontic") for e in inside)
        and any(e.kind in ("word", "fact", "concept", "atom") for e in inside)
    )


def _of_support(context: Context, inside: list[Element]) -> bool:
    """Whether only treatment is allowed: of a patient nothing is said."""
    named = [e for e in inside if e.kind in ("concept", "fact", "atom")]
    treated = bool(named) and all(e.kind == "concept" and e.system == "treatment" for e in named)
    return treated and PEOPLE.search(context.words(inside)) is None


def _narrows(context: Context, inside: list[Element], outside: list[Element]) -> bool:
    """ "No steroids (physiologic replacement allowed)": a kind of what the line itself denies."""
    denied = [e.id for e in outside if e.kind == "concept" and e.system == "treatment"]
    return any(
        context.is_a(e.id, *denied)
        for e in inside
        if denied and e.kind == "concept" and e.system == "treatment"
    )
