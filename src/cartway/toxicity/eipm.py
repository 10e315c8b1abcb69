"""Early ICAHT prediction models (eIPM), Fred Hutch: inputs and limits only.

The published application loads fitted models whose coefficients are not public text. They are not
estimated anew here: the answer names the application and says which inputs lie outside the limits
of its training data.

Source: S_EIPM, README and input form.
"""

from __future__ import annotations

from cartway.toxicity.algorithm import Algorithm, Outcome
from cartway.toxicity.inputs import Choice, Number, Values

_LIMITS = {
    "anc_pre_ld_1e9_l": (0.7, 8),
    "plt_pre_ld_1e9_l": (25, 290),
    "ldh_pre_ld_u_l": (115, 645),
    "ferritin_pre_ld_ng_ml": (30, 3900),
    "ferritin_day3_ng_ml": (70, 4930),
}
_UNITS = {"anc": "10*9/L", "plt": "10*9/L", "ldh": "U/L", "ferritin": "ng/mL"}


def name_application(v: Values) -> Outcome:
    """Give no score, and say which inputs the models were not trained for."""
    outside = [
        name
        for name, (low, high) in _LIMITS.items()
        if v[name] is not None and not low <= v[name] <= high
    ]
    return Outcome(None, {"computable": False, "outside_training_limits": outside})


EIPM = Algorithm(
    id="eipm",
    scale="score",
    inputs=(
        Choice(name="disease", choices=("ALL", "other")),
        *(
            Number(
                name=name,
                unit=_UNITS[name.split("_")[0]],
                highest=10_000_000,
                positive=True,
                no_bounds=True,
            )
            for name in _LIMITS
        ),
    ),
    rule=name_application,
)
