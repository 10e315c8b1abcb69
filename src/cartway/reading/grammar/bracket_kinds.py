"""What becomes of one bracket: a name, an example, a limit in another unit, a remark."""

from __future__ import annotations

import re

from cartway.reading.grammar.open_lists import names_kinds
from cartway.reading.grammar.opened import Opened
from cartway.reading.grammar.terms import Atom
from cartway.reading.lex import Element
from cartway.reading.lexicon import Seldom
from cartway.reading.link.context import Context

_REMARKS = frozenset({"note", "notes", "nb", "注", "注意", "备注", "remark"})


_INCLUDES = re.compile("(?:其中)?(?:包括|包含|含)(?!但不限|不限)")


_SCALES = frozenset(
    {"karnofsky_performance_status", "lansky_performance_status", "ecog_performance_status"}
)


PEOPLE = re.compile(r"patients?|subjects?|participants?|those|患者|受试者", re.IGNORECASE)


_PERMITS = Seldom(
    r"(?<!not )(?<!not be )\b(?:allowed|permitted|acceptable|allowable)\b|(?<!不)(?:允许|可接受)",
)


def _counted(elements: list[Element]) -> bool:
    """Whether lines or kinds of treatment are counted: "≥1种系统治疗(包含抗PD-1单抗)"."""
    if any(_counts_lines(e) for e in elements):
        return True
    return any(e.measure is not None and e.measure.op in (">=", ">") for e in elements) and any(
        e.kind == "concept" and e.system == "treatment" for e in elements
    )


def _counts_lines(element: Element) -> bool:
    held = element.content
    name = held.fact if isinstance(held, Atom) else element.id
    return name == "prior_lines_of_therapy"


def place_bracket(
    context: Context, opened: Opened, inside: list[Element], following: Element | None
) -> None:
    """Give one bracket its place in a clause: a name, an example, a limit, a remark."""
    if not inside:
        return
    before = opened.elements[-1] if opened.elements else None
    first = next((e for e in inside if not e.is_cue("noise")), inside[0])
    if first.is_cue("except", "unless") or any(
        e.is_cue("except_after")
        and context.text[e.start : e.end]
        in ("除外", "者除外", "以外", "外", "除外者", "的除外", "的情况除外")
        for e in inside
    ):
        opened.exceptions.append(inside)
        return
    if (
        first.is_cue("if")
        and context.text[first.start : first.end] == "如"
        and not any(e.is_cue("then") for e in inside)
    ):
        # In brackets this word begins examples; elsewhere it is "if".
        inside = [
            Element("cue", "example", first.start, first.end),
            *inside[inside.index(first) + 1 :],
        ]
        first = inside[0]
        if not any(e.kind in ("concept", "fact") for e in opened.elements):
            opened.elements += inside
            return
    if context.text[first.start : first.end].lower() in _REMARKS and len(inside) > 1:
        return  # "(Note: …)" explains
    if (
        not context.exclusion
        and _INCLUDES.match(context.text, first.start)
        and any(e.kind == "concept" and e.system == "treatment" for e in inside)
        and _counted(opened.elements)
        and not names_kinds(context, opened.elements, inside)
    ):
        opened.asides.append(inside[inside.index(first) + 1 :])  # "2线治疗(含抗CD20单抗)"
        return
    if first.is_cue("example"):
        if before is None or before.kind == "word":
            opened.elements += inside
        elif context.exclusion and _is_significant(context, opened.elements):
            opened.examples.append(inside)
        return
    if (
        before is not None
        and before.kind == "fact"
        and before.id in _SCALES
        and any(e.id == "age" or (e.measure is not None and e.measure.unit == "a") for e in inside)
    ):
        return  # which scale is used at which age, not an age that is asked for
    names = [e for e in inside if e.kind in ("fact", "concept", "atom", "event")]
    measures = [e for e in inside if e.kind == "measure"]
    if not measures and _PERMITS.search(context.words(inside)):
        supported = names and all(
            e.kind == "concept" and context.is_a(e.id, *_SUPPORT) for e in names
        )
        if not context.exclusion or supported:
            return  # "(transfusions are allowed)": what is permitted is not asked for
    telling = [
        e
        for e in inside
        if e.is_cue(
            "negation", "deontic", "except", "unless", "if", "positive", "negative", "except_after"
        )
    ]
    if not names and not telling:
        if measures and not _repeats(opened, measures) and _matters(measures):
            opened.elements += inside
        return
    if not measures and not telling:
        if before is not None and before.kind in (
            "fact",
            "concept",
            "atom",
            "cue",
            "word",
            "measure",
        ):
            _synonyms(context, opened, before, names)
            if before.is_cue("noise") and _is_limited(context, names, following):
                opened.elements += names  # "performance status (ECOG) of ≤ 1"
            return
        opened.elements += inside
        return
    limits = [e for e in measures if e.measure is not None and not e.measure.is_duration]
    widened = limits and any(
        (e.kind == "concept" and e.system == "disease")
        or (e.kind == "fact" and e.system == "presence")
        for e in names
    )
    if (
        widened
        or (any(e.is_cue("then") for e in inside) and PEOPLE.search(context.words(inside)))
        or any(e.is_cue("if", "unless", "except") for e in inside)
        or (any(e.is_cue("negation", "deontic") for e in inside) and not context.exclusion)
    ):
        opened.asides.append(inside)
        return
    opened.elements += inside


def _is_limited(context: Context, names: list[Element], following: Element | None) -> bool:
    """Whether a bracket alone says what the number behind it limits."""
    if len(names) != 1 or names[0].kind != "fact" or following is None:
        return False
    known = context.vocabulary.facts.get(names[0].id)
    limits = following.kind == "measure" or following.is_cue("noise")
    return known is not None and known.kind in ("quantity", "score") and limits


_SUPPORT = ("blood_product", "haematopoietic_growth_factor", "erythropoietin")


_SIGNIFICANT = re.compile(r"clinically|significant|relevant|important|临床意义|重要", re.IGNORECASE)


def _is_significant(context: Context, elements: list[Element]) -> bool:
    """Whether what stands before a bracket is an illness that matters: the examples say which."""
    named: Element | None = None
    for element in reversed(elements):
        if element.kind in ("comma", "semicolon", "stop"):
            break
        if named is None and element.kind in ("concept", "fact", "atom"):
            named = element
            if element.system not in ("disease", "presence"):
                return False
            if _SIGNIFICANT.search(context.text, element.start, element.end):
                return True
        if element.is_cue("judgement") and _SIGNIFICANT.search(
            context.text, element.start, element.end
        ):
            return named is not None
    return False


def _synonyms(context: Context, opened: Opened, before: Element, names: list[Element]) -> None:
    """A name in brackets after a word that is not known gives that word its meaning."""
    if before.kind == "word" and len(names) == 1:
        last = len(opened.elements) - 1
        while (
            last > 0
            and opened.elements[last - 1].kind == "word"
            and len(opened.elements) - last < 5
        ):
            last -= 1
        del opened.elements[last:]
        opened.elements.append(names[0])
        return
    narrower = (
        len(names) == 1
        and before.kind == names[0].kind == "concept"
        and context.is_a(names[0].id, before.id)
    )
    if narrower and not context.exclusion:
        opened.elements[-1] = names[0]


def _repeats(opened: Opened, measures: list[Element]) -> bool:
    """ "≤ 2.0 mg/dl (34.2 umol/L)": the same limit in another unit."""
    before = next((e for e in reversed(opened.elements[-3:]) if e.kind == "measure"), None)
    if before is None or len(measures) > 1:
        return False
    a, b = before.measure, measures[0].measure
    return (
        a is not None
        and b is not None
        and b.unit is not None
        and not b.is_duration
        and a.unit != b.unit
        and b.op in (None, a.op)
    )


def _matters(measures: list[Element]) -> bool:
    """A bare number in brackets is a reference or an appendix, not a limit."""
    return any(m.measure is not None and (m.measure.unit or m.measure.op) for m in measures)
