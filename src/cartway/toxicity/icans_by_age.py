"""Neurotoxicity (ICANS) with the scale that the age calls for; both scales while it is unknown.

Source: S_LEE2019, ICANS tables for 12 years and older and for younger children.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cartway.toxicity.ages import ADULT_SCALE_FROM_YEARS
from cartway.toxicity.algorithm import Algorithm, Graded
from cartway.toxicity.bounds import grade_inputs
from cartway.toxicity.icans_adult import ICANS_ADULT
from cartway.toxicity.icans_pediatric import ICANS_PEDIATRIC
from cartway.toxicity.inputs import Input, Several
from cartway.toxicity.recorded import read_inputs

_CHILD_ONLY = ("capd", "capd_unable")
_ADULT_ONLY = ("ice",)


def _grade(inputs: Mapping[str, Any]) -> Graded:
    recorded = read_inputs(ICANS_BY_AGE, inputs)
    years, delayed = recorded["age_y"], recorded["developmental_delay"]
    if delayed or (years is not None and years < ADULT_SCALE_FROM_YEARS):
        return _on(ICANS_PEDIATRIC, inputs, without=_ADULT_ONLY)
    if years is not None:
        return _on(ICANS_ADULT, inputs, without=_CHILD_ONLY)
    adult = _on(ICANS_ADULT, inputs, without=_CHILD_ONLY)
    child = _on(ICANS_PEDIATRIC, inputs, without=_ADULT_ONLY)
    lowest = min(adult.lowest or 0, child.lowest or 0)
    highest = max(adult.highest or 0, child.highest or 0)
    missing = tuple(dict.fromkeys(("age_y", *adult.missing, *child.missing)))
    return replace(
        adult,
        lowest=lowest,
        highest=highest,
        missing=missing,
        narrows="age_y" if lowest < highest else None,
        findings={"scale": None},
    )


def _on(scale: Algorithm, inputs: Mapping[str, Any], without: tuple[str, ...]) -> Graded:
    kept = {name: value for name, value in inputs.items() if name not in without}
    if isinstance(kept.get("other_cause"), list | tuple):
        # The other scale's own domain has no place here: nothing of it counts towards this grade.
        known = _causes(scale).choices
        kept["other_cause"] = [one for one in kept["other_cause"] if one in known]
    graded = grade_inputs(scale, kept)
    return replace(graded, algorithm=ICANS_BY_AGE.id, findings={"scale": scale.id})


def _causes(scale: Algorithm) -> Several:
    found = next(one for one in scale.inputs if one.name == "other_cause")
    assert isinstance(found, Several)
    return found


def _inputs() -> tuple[Input, ...]:
    by_name = {one.name: one for one in (*ICANS_ADULT.inputs, *ICANS_PEDIATRIC.inputs)}
    by_name["age_y"] = replace(by_name["age_y"], optional=False)
    causes = (*_causes(ICANS_ADULT).choices, *_causes(ICANS_PEDIATRIC).choices)
    by_name["other_cause"] = replace(_causes(ICANS_ADULT), choices=tuple(dict.fromkeys(causes)))
    order = ("age_y", "developmental_delay", *by_name)
    return tuple(by_name[name] for name in dict.fromkeys(order))


ICANS_BY_AGE = replace(
    ICANS_ADULT, id="icans", inputs=_inputs(), check=lambda _v: None, grade_by=_grade
)
