"""Late haematotoxicity (ICAHT), after day 30: the depth of a confirmed neutrophil count.

Source: S_REJESKI2023, grading table (from memory, pending), column of late ICAHT.
"""

from __future__ import annotations

from cartway.toxicity.algorithm import Algorithm, Outcome
from cartway.toxicity.inputs import Values, YesNo
from cartway.toxicity.quantities import absolute_neutrophil_count

_LIMITS = (100, 500, 1000, 1500)


def grade_icaht_late(v: Values) -> Outcome:
    """Grade complete inputs; a single test is provisional."""
    met = sum(v["anc_per_ul"] <= limit for limit in _LIMITS)
    return Outcome(met, {"provisional": not v["confirmed"]})


ICAHT_LATE = Algorithm(
    id="icaht_late_2023",
    scale="grade",
    inputs=(absolute_neutrophil_count(cuts=_LIMITS), YesNo(name="confirmed")),
    rule=grade_icaht_late,
)
