"""Neurotoxicity (ICANS) from 12 years on, ASTCT consensus 2019: the gravest of five domains.

Source: S_LEE2019, ICANS table for adults (as in S_PN_BMJ_T2 and S_PMC9327779_T2).
"""

from __future__ import annotations

from cartway.toxicity.ages import AGE_INPUTS, refuse_child
from cartway.toxicity.algorithm import Algorithm, Outcome
from cartway.toxicity.icans_domains import counts, died, domain_inputs, gravest
from cartway.toxicity.inputs import Number, Values


def _ice_component(v: Values) -> int:
    score = v["ice"]
    if score == 0 and v["consciousness"] == "unarousable":
        return 4
    # An awake patient may score nothing, for instance in global aphasia: grade 3, not 4.
    return 3 if score <= 2 else 2 if score <= 6 else 1 if score <= 9 else 0


def grade_icans_adult(v: Values) -> Outcome:
    """Grade complete inputs."""
    if died(v):
        return Outcome(5)
    return Outcome(gravest(v, "ice", _ice_component(v)))


ICANS_ADULT = Algorithm(
    id="icans_astct_2019_adult",
    scale="grade",
    inputs=(
        Number(name="ice", highest=10, whole=True, cuts=(2, 6, 9), asked=counts("ice")),
        *domain_inputs("ice"),
        *AGE_INPUTS,
    ),
    rule=grade_icans_adult,
    settled=died,
    check=refuse_child,
)
