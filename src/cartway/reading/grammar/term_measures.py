"""What a number makes of the term it stands in: its window, its dose, its grade, its count."""

from __future__ import annotations

import re

from cartway.criteria.nodes import Compare, FactRef
from cartway.reading.grammar.lengths_of_time import (
    any_since,
    goes_on_since,
    has_gone_on,
    is_interval,
    opens_interval,
    since_diagnosis,
    treated_for,
)
from cartway.reading.grammar.term_cues import GRADE
from cartway.reading.grammar.terms import Atom, Term
from cartway.reading.lex import Element
from cartway.reading.link.context import Context
from cartway.reading.numbers import Measure
from cartway.values import Duration, Quantity

_LONGEST_YEARS = 1_900


_GRADE_OF = re.compile(r"[级度]|\bgrades?\b", re.IGNORECASE)


def _duration(measure: Measure) -> Duration | None:
    value = measure.high if measure.high is not None else measure.value
    if measure.unit is None or not 0 <= value < 9_999:
        return None
    return Duration(value, measure.unit)


_STEADY = re.compile(r"稳定(?:时间|期|使用|用药|治疗|剂量)*\s?$")


_STANDING = re.compile(r"\bstable\b|\bunchanged\b|稳定", re.IGNORECASE)


_COUNTED_FROM = re.compile("(?:之|以)?内[^,，。;；]{0,5}(?:进展|复发|发生|不缓解|死亡)")


def take_measure(context: Context, elements: list[Element], index: int, term: Term) -> int:
    """Add a number, or a length of time, to a term; give the place of the element behind it."""
    element = elements[index]
    measure = element.measure
    assert measure is not None
    following = next((e for e in elements[index + 1 : index + 3] if e.kind != "sign"), None)
    previous = elements[index - 1] if index > 0 else None
    written = context.text[element.start : element.end].strip()
    if measure.is_duration:
        length = _duration(measure)
        windowed = previous is not None and previous.is_cue("window")
        trailing = following is not None and following.is_cue("window_after")
        anchored = following is not None and (
            following.kind == "anchor" or following.is_cue("before", "since")
        )
        later = any(
            e.is_cue("since") or e.kind == "anchor" for e in elements[index + 1 : index + 8]
        )
        if (
            context.exclusion
            and length is not None
            and _is_steroid(context, elements, index)
            and context.text[max(0, element.start - 5) : element.start].strip() in ("for", "for ≥")
        ):
            term.judgements.append(written)
            return index + 1
        if measure.unit == "a" and measure.op is None and measure.value > _LONGEST_YEARS:
            return index + 1  # "the criteria of 2019"
        if measure.op in (">=", ">") and since_diagnosis(context, measure, element, term):
            return index + (2 if anchored or trailing else 1)
        if measure.op in (">=", ">") and has_gone_on(context, elements[index]):
            # "on prednisone for at least 4 weeks": how long it has gone on, not how long ago it was.
            term.judgements.append(f"for {written}")
            return index + (2 if anchored or trailing else 1)
        if _STEADY.search(context.text, 0, measure.start) is not None:
            # "稳定≥4周": how long something has been steady is for a person to judge.
            term.judgements.append(f"稳定{written}")
            return index + 1
        if treated_for(context, measure):
            # "治疗至少3个月后病情仍活动": how long it was given, not how long ago.
            term.judgements.append(f"for {written}")
            behind = elements[index + 1] if index + 1 < len(elements) else None
            return index + (2 if behind is not None and behind.is_cue("since") else 1)
        counted = _COUNTED_FROM.match(context.text, measure.end) is not None
        if counted and context.text[: element.start].rstrip().endswith("后"):
            # "化疗后6个月内进展": counted from the treatment on, not back from now.
            term.unknown.append(written)
            return index + 1
        if length is not None:
            if measure.op in (">=", ">") and not windowed:
                if is_interval(context, elements, index, term):
                    term.elapsed = length
                    return index + 1
                if later or anchored or any_since(elements, index):
                    term.elapsed = length
                    term.window_first = not term.atoms
                    return index + (2 if anchored or trailing else 1)
            elif (not windowed and goes_on_since(context, elements, index)) or (
                not windowed and opens_interval(context, elements, index, term)
            ):
                term.elapsed = length
                return index + 2
            elif windowed or trailing or anchored or measure.op in ("<", "<="):
                term.window = length
                term.window_first = not term.atoms
                return index + (2 if anchored or trailing else 1)
        if _is_steroid(context, elements, index) and _STANDING.search(context.text):
            term.judgements.append(written)  # how long a dose has stood is for a person to judge
            return index + 1
        term.unknown.append(written)
        return index + 1
    graded = (
        term.graded
        or _GRADE_OF.search(context.text[measure.number : measure.end + 1]) is not None
        or GRADE.search(context.text, element.start, measure.number) is not None
    )
    if graded and measure.unit is None and 0 <= measure.value <= 5:
        term.grade = (measure.op or ">=", measure.value)
        return index + 1
    if (
        measure.unit in ("mg/d", "mg")
        and measure.high is None
        and _is_steroid(context, elements, index)
    ):
        if _SUMMED.search(context.text):
            # "累计剂量≥70mg": the sum of some days is no dose a day.
            term.judgements.append(written)
            return index + 1
        term.dose = (measure.op or ">=", measure.value)
        return index + 1
    if (
        measure.unit is None
        and measure.value == int(measure.value) <= 10
        and _counts_therapy(elements, index)
    ):
        term.count = (measure.op or ">=", int(measure.value))
        return index + 1
    if (
        measure.unit in ("mg/kg/d", "mg/kg")
        and context.exclusion
        and _is_steroid(context, elements, index)
    ):
        term.judgements.append(written)
        if measure.high is None and (measure.op or ">=").startswith(">"):
            term.dose_by_weight = (measure.op or ">=", measure.value)
        return index + 1
    if measure.worded and measure.value == 1 and measure.op in (None, ">="):
        return index + 1
    if (
        measure.unit in ("Cel", "[degF]")
        and measure.op in (">", ">=")
        and measure.high is None
        and any(atom.fact == "fever_present" for atom in term.atoms)
    ):
        # "fever > 38.2 °C": how high it is, put first so that what follows is shared as findings are.
        limit = Compare(
            FactRef("body_temperature"), measure.op, Quantity(measure.value, measure.unit)
        )
        term.atoms.insert(0, Atom("compare", element.start, element.end, limit))
        return index + 1
    term.unknown.append(written)
    return index + 1


_SUMMED = re.compile(r"cumulative|in total\b|\btotal dose|累[计积]|总剂量|总量", re.IGNORECASE)


def _is_steroid(context: Context, elements: list[Element], index: int) -> bool:
    """Whether a dose is the dose of a steroid named beside it."""
    beside = elements[max(0, index - 6) : index + 7]
    return any(e.kind == "concept" and context.is_a(e.id, "corticosteroid") for e in beside)


def _counts_therapy(elements: list[Element], index: int) -> bool:
    """ "at least two chemotherapy-containing regimens": the number counts what follows it."""
    for element in elements[index + 1 : index + 6]:
        if element.kind == "concept":
            return element.system == "treatment"
        if not (
            element.is_cue("noise", "history", "receive", "judgement", "window", "since", "example")
            or element.kind in ("word", "sign")
        ):
            return False
    return False
