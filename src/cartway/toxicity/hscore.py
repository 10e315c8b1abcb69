"""HScore for reactive haemophagocytic syndrome, 0 to 337, and its published probability.

Not validated after CAR-T: neutropenia, fever of CRS and earlier immunosuppression inflate it.

Source: S_HINDAWI_HSCORE, table of the score and its probabilities (after Fardet 2014).
"""

from __future__ import annotations

import bisect
from dataclasses import replace

from cartway.toxicity.algorithm import Algorithm, Graded, Outcome
from cartway.toxicity.inputs import Choice, Number, OtherUnit, Values, YesNo
from cartway.toxicity.quantities import ferritin, temperature

POSITIVE_FROM = 169
_ORGANOMEGALY = {"none": 0, "one": 23, "both": 38}
_LINEAGES = (0, 0, 24, 34)
# The table begins below 1 % at 90 and ends above 99 % at 250; between its rows one interpolates.
_PROBABILITY = (
    (100, 1.0),
    (110, 3.0),
    (120, 5.0),
    (130, 9.0),
    (140, 16.0),
    (150, 25.0),
    (160, 40.0),
    (170, 54.0),
    (180, 70.0),
    (190, 80.0),
    (200, 88.0),
    (210, 93.0),
    (220, 96.0),
    (230, 98.0),
    (240, 99.0),
)


def score_hscore(v: Values) -> Outcome:
    """Add the nine items."""
    temperature_c, iron = v["temp_c"], v["ferritin_ng_ml"]
    triglyceride = v["triglyceride_mmol_l"]
    score = 18 if v["immunosuppressed"] else 0
    score += 49 if temperature_c > 39.4 else 33 if temperature_c >= 38.4 else 0
    score += _ORGANOMEGALY[v["organomegaly"]]
    score += _LINEAGES[v["cytopenia_lineages"]]
    score += 50 if iron > 6000 else 35 if iron >= 2000 else 0
    score += 64 if triglyceride > 4 else 44 if triglyceride >= 1.5 else 0
    score += 30 if v["fibrinogen_g_l"] <= 2.5 else 0
    score += 19 if v["ast_u_l"] >= 30 else 0
    score += 35 if v["haemophagocytosis"] else 0
    return Outcome(score, {"positive": score >= POSITIVE_FROM})


def probability_pct(score: float) -> float | str:
    """The published probability in per cent, interpolated between the rows of the table."""
    if score < _PROBABILITY[0][0]:
        return "<1"
    if score >= 250:
        return ">99"
    place = bisect.bisect_right(_PROBABILITY, (score, 100.0))
    low_score, low = _PROBABILITY[place - 1]
    if place == len(_PROBABILITY):
        return low
    high_score, high = _PROBABILITY[place]
    return round(low + (high - low) * (score - low_score) / (high_score - low_score), 1)


def _with_probability(_recorded: Values, graded: Graded) -> Graded:
    if graded.lowest is None or graded.highest is None:
        return graded
    if graded.settled:
        more = {"probability_pct": probability_pct(graded.lowest)}
    else:
        ends = [probability_pct(graded.lowest), probability_pct(graded.highest)]
        more = {"probability_pct": None, "probability_pct_range": ends}  # type: ignore[dict-item]  # one shape per case
    return replace(graded, findings={**graded.findings, **more})


HSCORE = Algorithm(
    id="hscore",
    scale="score",
    inputs=(
        YesNo(name="immunosuppressed"),
        temperature(cuts=(38.4, 39.4)),
        Choice(name="organomegaly", choices=tuple(_ORGANOMEGALY), ends=("none", "both")),
        Number(name="cytopenia_lineages", highest=3, whole=True, cuts=(2, 3)),
        ferritin(cuts=(2000, 6000)),
        Number(
            name="triglyceride_mmol_l",
            unit="mmol/L",
            highest=100,
            cuts=(1.5, 4),
            hint="mmol/L as triglyceride_mmol_l, or mg/dL as triglyceride_mg_dl",
            also=(
                OtherUnit(name="triglyceride_mg_dl", unit="mg/dL", factor=1 / 88.57, decimals=2),
            ),
        ),
        Number(
            name="fibrinogen_g_l",
            unit="g/L",
            highest=30,
            cuts=(2.5,),
            hint="g/L as fibrinogen_g_l, or mg/dL as fibrinogen_mg_dl",
            also=(OtherUnit(name="fibrinogen_mg_dl", unit="mg/dL", factor=0.01, decimals=3),),
        ),
        Number(name="ast_u_l", unit="U/L", highest=1_000_000, cuts=(30,)),
        YesNo(name="haemophagocytosis"),
    ),
    rule=score_hscore,
    conclude=_with_probability,
)
