"""Immune effector cell encephalopathy (ICE) score, 0 to 10, from 12 years on.

Source: S_LEE2019, table of the encephalopathy assessment (as in S_ASCO_GC9).
"""

from __future__ import annotations

from cartway.toxicity.ages import AGE_INPUTS, refuse_child
from cartway.toxicity.algorithm import Algorithm, Outcome
from cartway.toxicity.inputs import Number, Values, YesNo

_ITEMS = {"orientation_correct": 4, "naming_correct": 3, "command": 1, "writing": 1, "attention": 1}


def score_ice(v: Values) -> Outcome:
    """Add the five items; a patient who cannot be roused scores nothing."""
    if v["unarousable"]:
        return Outcome(0, flags=("unable_to_perform",))
    return Outcome(sum(v[item] for item in _ITEMS))


ICE = Algorithm(
    id="ice_score",
    scale="score",
    inputs=(
        *(
            Number(name=item, highest=most, whole=True, cuts=tuple(range(most + 1)))
            for item, most in _ITEMS.items()
        ),
        YesNo(name="unarousable", optional=True, default=False),
        *AGE_INPUTS,
    ),
    rule=score_ice,
    settled=lambda v: bool(v["unarousable"]),
    check=refuse_child,
)
