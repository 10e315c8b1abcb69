"""Which scale an age calls for: ICE and the adult table from 12 years, CAPD and the other below.

Source: S_LEE2019, ICANS tables: 12 years and older, and younger than 12 years or with
developmental delay.
"""

from __future__ import annotations

from cartway.toxicity.inputs import Input, Values, YesNo
from cartway.toxicity.quantities import age
from cartway.toxicity.refusals import GradingError

ADULT_SCALE_FROM_YEARS = 12

AGE_INPUTS: tuple[Input, ...] = (
    age(optional=True, cuts=(ADULT_SCALE_FROM_YEARS,)),
    YesNo(name="developmental_delay", optional=True),
)


def refuse_child(v: Values) -> None:
    """Refuse the adult scale for a child, whose answers mean something else on it."""
    years = v["age_y"]
    if v["developmental_delay"] or (years is not None and years < ADULT_SCALE_FROM_YEARS):
        raise GradingError(
            "wrong_scale_for_age",
            "this scale is for 12 years and older, without developmental delay",
            where="age_y",
            expected="capd and icans_astct_2019_pediatric for this patient",
        )


def refuse_adult(v: Values) -> None:
    """Refuse the child scale from 12 years on, unless development is delayed."""
    years = v["age_y"]
    if years is not None and years >= ADULT_SCALE_FROM_YEARS and not v["developmental_delay"]:
        raise GradingError(
            "wrong_scale_for_age",
            "this scale is for children below 12 years or with developmental delay",
            where="age_y",
            expected="ice_score and icans_astct_2019_adult for this patient",
        )
