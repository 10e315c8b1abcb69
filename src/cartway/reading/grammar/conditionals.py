"""Where a condition stands in a clause, and what it is a condition of."""

from __future__ import annotations

import re

from cartway.criteria.nodes import (
    Node,
    facts_asked,
)
from cartway.reading.grammar.content import find_cue, has_content
from cartway.reading.lex import Element
from cartway.reading.link.context import Context

IDLE = re.compile(
    r"(?:it is |they are )?(?:available|applicable|possible|necessary|needed|known|feasible|clinically indicated|any|relevant)",
    re.IGNORECASE,
)


def names_whom(context: Context, cue: Element, then: Node) -> bool:
    """ "Patients with Ph-positive leukaemia if they …": both are asked of whoever is let in."""
    written = context.text[cue.start : cue.end].lower()
    return written in ("if", "若", "如果") and set(facts_asked(then)) == {"diagnosis"}


def or_if(
    context: Context, elements: list[Element], place: int | None
) -> tuple[list[Element], list[Element], list[Element]] | None:
    """ "A, or if Z, B" and "A, or B if Z": A, the condition Z, and B."""
    if place is None or context.exclusion or context.asking:
        return None
    joint = next((i for i in range(place - 1, 0, -1) if elements[i].is_cue("or")), None)
    if joint is None:
        return None
    parted = elements[joint - 1].kind in ("comma", "semicolon")
    if not parted and place - joint > _NEXT:
        return None
    first, second = elements[: joint - 1 if parted else joint], elements[joint + 1 :]
    second = second[1:] if second and second[0].kind == "comma" else second
    again = find_cue(second, "if")
    if again is None or not has_content(first) or not second:
        return None
    if again:
        condition, main = second[again + 1 :], second[:again]
    else:
        end = next((i for i, e in enumerate(second) if i and e.kind == "comma"), None)
        if end is None:
            return None
        condition, main = second[1:end], second[end + 1 :]
    if not condition or not main or any(e.kind == "semicolon" for e in (*first, *main)):
        return None
    return first, condition, main


# "or, if …": a comma at most between the two.
_NEXT = 2


def is_condition(context: Context, elements: list[Element], place: int) -> bool:
    """Whether what stands behind "if" is a condition that the clause depends on."""
    word = context.text[elements[place].start : elements[place].end].lower()
    if word in ("where", "when", "如", "当") and not has_content(elements[place + 1 : place + 8]):
        return False
    return (
        has_content(elements[place + 1 :])
        or any(
            e.kind == "word" or e.is_cue("negative", "positive", "judgement")
            for e in elements[place + 1 :]
        )
        or _says_something(context, elements[place + 1 :])
    )


_SOME = 2


def _says_something(context: Context, elements: list[Element]) -> bool:
    """ "if bone marrow is involved": known words only, that name nothing, and yet a condition."""
    words = context.words(elements)
    return not context.exclusion and len(words.split()) > _SOME and IDLE.match(words) is None


def condition_and_main(
    context: Context, elements: list[Element], place: int
) -> tuple[list[Element], list[Element]]:
    """Cut a clause at its "if": the condition, and what is asked where it holds."""
    word = context.text[elements[place].start : elements[place].end].lower()
    before, after = elements[:place], elements[place + 1 :]
    if word.endswith("only") and not word.startswith("only"):
        return before, after
    if has_content(before):
        return after, before
    for index, element in enumerate(after):
        if element.kind == "comma" and IDLE.fullmatch(context.words(after[:index])):
            return after[:index], after[index + 1 :]
        if element.kind in ("comma", "colon", "semicolon") or element.is_cue("then"):
            if element.kind == "comma" and not _main_follows(after[index + 1 :]):
                continue
            told = has_content(after[:index]) or any(e.kind == "word" for e in after[:index])
            if told or index > _SOME:  # "if in the part of the trial named, …"
                return after[:index], after[index + 1 :]
    return [], []


def _main_follows(elements: list[Element]) -> bool:
    """Whether what follows a comma is a requirement, not more of the condition's list."""
    for element in elements[:8]:
        if (
            element.is_cue("then")
            or element.kind in ("measure",)
            or (element.kind == "fact" and element.system in ("quantity", "score"))
            or (element.kind == "atom" and element.id == "compare")
        ):
            return True
        if element.is_cue("or", "and"):
            return False
    return True
