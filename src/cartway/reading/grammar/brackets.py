"""What stands in brackets: a synonym, an example, a limit, a condition or an exception."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from operator import attrgetter

from cartway.criteria.nodes import Node, unread_texts
from cartway.reading.grammar.open_lists import names_kinds
from cartway.reading.grammar.terms import Atom
from cartway.reading.lex import Element
from cartway.reading.lexicon import Seldom
from cartway.reading.link.context import Context

Reader = Callable[[list[Element]], Node | None]


@dataclass(slots=True)
class Opened:
    """A clause with its brackets worked in.

    Attributes:
        elements: what is left in line.
        exceptions: bracketed exceptions.
        asides: bracketed requirements, each a clause of its own.
        examples: bracketed examples of what is called significant.
    """

    elements: list[Element] = field(default_factory=list)
    exceptions: list[list[Element]] = field(default_factory=list)
    asides: list[list[Element]] = field(default_factory=list)
    examples: list[list[Element]] = field(default_factory=list)


_REMARKS = frozenset({"note", "notes", "nb", "注", "注意", "备注", "remark"})
_INCLUDES = re.compile("(?:其中)?(?:包括|包含|含)(?!但不限|不限)")
_SCALES = frozenset(
    {"karnofsky_performance_status", "lansky_performance_status", "ecog_performance_status"}
)


_KIND = attrgetter("kind")
_BRACKETS = frozenset({"open", "close"})


def without_permissions(
    context: Context, elements: list[Element]
) -> tuple[list[Element], list[list[Element]]]:
    """A clause without brackets that let somebody in, and what they let in.

    "(transfusion permitted)" asks nothing of an inclusion line; "(patients with undetectable viral
    load are eligible)" is an exception.
    """
    let_in: list[list[Element]] = []
    if "open" not in map(_KIND, elements):
        return list(elements), let_in
    kept: list[Element] = []
    index = 0
    while index < len(elements):
        if elements[index].kind != "open":
            kept.append(elements[index])
            index += 1
            continue
        end = _closing(elements, index)
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
    return treated and _PEOPLE.search(context.words(inside)) is None


def _narrows(context: Context, inside: list[Element], outside: list[Element]) -> bool:
    """ "No steroids (physiologic replacement allowed)": a kind of what the line itself denies."""
    denied = [e.id for e in outside if e.kind == "concept" and e.system == "treatment"]
    return any(
        context.is_a(e.id, *denied)
        for e in inside
        if denied and e.kind == "concept" and e.system == "treatment"
    )


_PEOPLE = re.compile(r"patients?|subjects?|participants?|those|患者|受试者", re.IGNORECASE)


def open_brackets(context: Context, elements: list[Element], read: Reader) -> Opened:
    """Decide for each bracket what becomes of it.

    Args:
        read: reads a bracket that is a clause of its own.
    """
    if _BRACKETS.isdisjoint(map(_KIND, elements)):
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
        end = _closing(elements, index)
        inside = elements[index + 1 : end]
        whole = _alternative_limits(context, opened, inside, read)
        if whole is not None:
            opened.elements.append(whole)
        else:
            _place(context, opened, inside, elements[end + 1] if end + 1 < len(elements) else None)
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


def _closing(elements: list[Element], index: int) -> int:
    depth = 0
    for at in range(index, len(elements)):
        if elements[at].kind == "open":
            depth += 1
        elif elements[at].kind == "close":
            depth -= 1
            if depth == 0:
                return at
    return len(elements)


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


def _place(
    context: Context, opened: Opened, inside: list[Element], following: Element | None
) -> None:
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
        or (any(e.is_cue("then") for e in inside) and _PEOPLE.search(context.words(inside)))
        or any(e.is_cue("if", "unless", "except") for e in inside)
        or (any(e.is_cue("negation", "deontic") for e in inside) and not context.exclusion)
    ):
        opened.asides.append(inside)
        return
    opened.elements += inside


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
