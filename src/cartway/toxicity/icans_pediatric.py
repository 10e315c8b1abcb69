"""Neurotoxicity (ICANS) below 12 years or with developmental delay, ASTCT consensus 2019.

Source: S_LEE2019, ICANS table for children (from memory, pending); S_ASCO_GC9, CAPD 9 and above is
grade 3 (read).
"""

from __future__ import annotations

from cartway.toxicity.ages import AGE_INPUTS, refuse_adult
from cartway.toxicity.algorithm import Algorithm, Outcome
from cartway.toxicity.icans_domains import counts, died, domain_inputs, gravest
from cartway.toxicity.inputs import Number, Values, YesNo


def _capd_component(v: Values) -> int:
    if v["capd_unable"]:
        return 4
    # The table begins at 1; a score of 0 without other signs is read as no neurotoxicity.
    return 3 if v["capd"] >= 9 else 1 if v["capd"] >= 1 else 0


def grade_icans_pediatric(v: Values) -> Outcome:
    """Grade complete inputs; CAPD of 1 to 8 in a child woken by voice is grade 2."""
    if died(v):
        return Outcome(5)
    return Outcome(gravest(v, "capd", _capd_component(v)))


def _capd_asked(v: Values) -> bool:
    return not v["capd_unable"] and counts("capd")(v)


ICANS_PEDIATRIC = Algorithm(
    id="icans_astct_2019_pediatric",
    scale="grade",
    inputs=(
        Number(name="capd", highest=32, whole=True, cuts=(1, 9), asked=_capd_asked),
        YesNo(name="capd_unable", optional=True, default=False),
        *domain_inputs("capd"),
        *AGE_INPUTS,
    ),
    rule=grade_icans_pediatric,
    settled=died,
    check=refuse_adult,
)
