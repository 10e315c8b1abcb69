"""EASIX, simplified EASIX and modified EASIX: ratios of LDH, creatinine, CRP and platelets.

The bounds are of EASIX itself; each of the three is a finding. A ratio has no bounds while one of
its inputs is unknown, so it is given or it is not. Models use the logarithm to base 2.

Source: S_PENNISI2021, methods (m-EASIX); S_KORELL2022, EASIX and s-EASIX.
"""

from __future__ import annotations

import math

from cartway.toxicity.algorithm import Algorithm, Outcome
from cartway.toxicity.inputs import Number, OtherUnit, Values
from cartway.toxicity.quantities import c_reactive_protein, platelets


def _ratio(v: Values, *numerators: str) -> float | None:
    parts = [v[name] for name in (*numerators, "platelets_1e9_l")]
    if None in parts:
        return None
    return float(math.prod(parts[:-1]) / parts[-1])


def _logarithm(index: float | None) -> float | None:
    return None if index is None else math.log2(index)


def index_easix(v: Values) -> Outcome:
    """Give the three indices, each where its inputs are known."""
    indices = {
        "easix": _ratio(v, "ldh_u_l", "creatinine_mg_dl"),
        "s_easix": _ratio(v, "ldh_u_l"),
        "m_easix": _ratio(v, "ldh_u_l", "crp_mg_dl"),
    }
    logarithms = {f"log2_{name}": _logarithm(index) for name, index in indices.items()}
    return Outcome(indices["easix"], {**indices, **logarithms})


EASIX_FAMILY = Algorithm(
    id="easix_family",
    scale="index",
    inputs=(
        Number(name="ldh_u_l", unit="U/L", highest=1_000_000, positive=True, no_bounds=True),
        Number(
            name="creatinine_mg_dl",
            unit="mg/dL",
            highest=40,
            hint="mg/dL as creatinine_mg_dl, or umol/L as creatinine_umol_l",
            also=(OtherUnit(name="creatinine_umol_l", unit="umol/L", factor=1 / 88.4, decimals=6),),
            positive=True,
            no_bounds=True,
        ),
        platelets("platelets_1e9_l", ratio=True),
        c_reactive_protein(ratio=True),
    ),
    rule=index_easix,
)
