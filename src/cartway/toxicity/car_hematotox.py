"""CAR-HEMATOTOX, before lymphodepletion: the risk of long neutropenia and infection.

Source: S_REJESKI2021, table 2 (cut-offs from memory, pending); items, weights and the high-risk
group from 2 points are read (S_EUMCL_HT, S_HT_TABLE3).
"""

from __future__ import annotations

from cartway.toxicity.algorithm import Algorithm, Outcome
from cartway.toxicity.inputs import Values
from cartway.toxicity.quantities import (
    absolute_neutrophil_count,
    c_reactive_protein,
    ferritin,
    haemoglobin,
    platelets,
)

HIGH_FROM = 2


def score_car_hematotox(v: Values) -> Outcome:
    """Add the five items, 0 to 7."""
    count, iron = v["plt_1e9_l"], v["ferritin_ng_ml"]
    points = 2 if count < 75 else 1 if count <= 175 else 0
    points += v["anc_per_ul"] <= 1200
    points += v["hb_g_dl"] <= 9.0
    points += v["crp_mg_dl"] >= 3.0
    points += 2 if iron > 2000 else 1 if iron >= 650 else 0
    return Outcome(points, {"risk": "high" if points >= HIGH_FROM else "low"})


CAR_HEMATOTOX = Algorithm(
    id="car_hematotox",
    scale="score",
    inputs=(
        platelets("plt_1e9_l", cuts=(75, 175)),
        absolute_neutrophil_count(cuts=(1200,)),
        haemoglobin(cuts=(9.0,)),
        c_reactive_protein(cuts=(3.0,)),
        ferritin(cuts=(650, 2000)),
    ),
    rule=score_car_hematotox,
    ordered_findings={"risk": ("low", "high")},
)
