"""Cornell Assessment of Pediatric Delirium, 0 to 32: what stands in for ICE below 12 years.

Source: S_CHOP_CAPD, scale with its answers; S_MDCALC_CAPD, not valid at RASS -4 and below.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cartway.toxicity.ages import AGE_INPUTS, refuse_adult
from cartway.toxicity.algorithm import Algorithm, Outcome
from cartway.toxicity.inputs import Choice, Number, Values
from cartway.toxicity.refusals import GradingError

FREQUENCIES = ("never", "rarely", "sometimes", "often", "always")
POSITIVE_FROM = 9
DEEP_SEDATION = -4

_WELL = ("q1_eye_contact", "q2_purposeful", "q3_aware", "q4_communicates")
_UNWELL = ("q5_restless", "q6_inconsolable", "q7_underactive", "q8_slow_response")
ITEMS = (*_WELL, *_UNWELL)


def score_capd(v: Values) -> Outcome:
    """Add the eight items; the first four count the other way round."""
    total = sum(4 - FREQUENCIES.index(v[item]) for item in _WELL)
    total += sum(FREQUENCIES.index(v[item]) for item in _UNWELL)
    return Outcome(total, {"positive": total >= POSITIVE_FROM})


def _refuse_deep_sedation(v: Values) -> None:
    refuse_adult(v)
    if v["rass"] is not None and v["rass"] <= DEEP_SEDATION:
        raise GradingError(
            "not_valid_deep_sedation",
            "the scale is not valid in deep sedation",
            where="rass",
            expected="an assessment at RASS -3 or above",
        )


def _accept(inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """Take the eight answers as one list `q`, in the order of the form."""
    answers = inputs.get("q")
    if answers is None:
        return {name: value for name, value in inputs.items() if name != "q"}
    if isinstance(answers, str) or not isinstance(answers, list | tuple) or len(answers) != 8:
        raise GradingError(
            "wrong_type", "q is not a list of eight answers", where="q", expected="eight answers"
        )
    named = dict(zip(ITEMS, answers, strict=True))
    twice = [name for name in ITEMS if inputs.get(name) is not None]
    if twice:
        raise GradingError(
            "inconsistent",
            "an answer is given twice",
            where=f"q and {twice[0]}",
            expected="one of them",
        )
    return {**{name: value for name, value in inputs.items() if name != "q"}, **named}


CAPD = Algorithm(
    id="capd",
    scale="score",
    inputs=(
        *(
            Choice(name=item, choices=FREQUENCIES, ends=(FREQUENCIES[0], FREQUENCIES[-1]))
            for item in ITEMS
        ),
        Number(name="rass", lowest=-5, highest=4, whole=True, optional=True),
        *AGE_INPUTS,
    ),
    rule=score_capd,
    check=_refuse_deep_sedation,
    accept=_accept,
)
