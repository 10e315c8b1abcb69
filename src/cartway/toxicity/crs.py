"""Cytokine release syndrome, ASTCT consensus 2019.

Fever opens the scale; the graver of blood pressure support and oxygen need decides. Organ
toxicities are graded apart and never move this grade.

Source: S_LEE2019, grading table of cytokine release syndrome with footnotes (as in S_PMC9327779_T2).
"""

from __future__ import annotations

from cartway.toxicity.algorithm import Algorithm, Outcome
from cartway.toxicity.inputs import Choice, Number, Values, YesNo, unasked
from cartway.toxicity.quantities import temperature

FEVER_FROM = 38.0
LOW_FLOW_UP_TO = 6.0

_OXYGEN = {
    "none": 0,
    "low_flow_nc": 2,
    "blow_by": 2,
    "high_flow_nc": 3,
    "facemask": 3,
    "nonrebreather": 3,
    "venturi": 3,
    "cpap": 4,
    "bipap": 4,
    "mech_vent": 4,
}
_NASAL_CANNULA = frozenset({"low_flow_nc", "high_flow_nc"})


def _fever(v: Values) -> bool:
    if v["fever_waived"]:
        return True
    return bool(v["temp_c"] >= FEVER_FROM and not v["other_cause_of_fever"])


def _hypotension_component(v: Values) -> int:
    if v["pressors_n"] >= 2:
        return 4
    # The table does not spell out vasopressin alone; it is graded as one vasopressor and flagged.
    if v["pressors_n"] == 1 or v["vasopressin"]:
        return 3
    return 2 if v["hypotension"] else 0


def _hypoxia_component(v: Values) -> int:
    if v["o2_for_comfort_only"]:
        return 0
    device, flow = v["o2"], v["o2_flow_lpm"]
    if device == "mech_vent" and v["intubated_airway_only"]:
        return 0
    if device in _NASAL_CANNULA and flow is not None:
        return 2 if flow <= LOW_FLOW_UP_TO else 3
    return _OXYGEN[device]


def grade_crs(v: Values) -> Outcome:
    """Grade complete inputs."""
    if v["death_from_crs"]:
        return Outcome(5)
    if not _fever(v):
        return Outcome(0)
    alone = bool(v["vasopressin"]) and v["pressors_n"] == 0
    grade = max(1, _hypotension_component(v), _hypoxia_component(v))
    return Outcome(grade, flags=("vasopressin_only",) if alone else ())


def _died(v: Values) -> bool:
    return bool(v["death_from_crs"])


CRS = Algorithm(
    id="crs_astct_2019",
    scale="grade",
    inputs=(
        temperature(cuts=(FEVER_FROM,)),
        YesNo(name="other_cause_of_fever", optional=True, default=False),
        YesNo(name="fever_waived", optional=True, default=False),
        YesNo(name="hypotension"),
        Number(name="pressors_n", highest=10, whole=True, cuts=(1, 2)),
        YesNo(name="vasopressin", optional=True, default=False),
        Choice(name="o2", choices=tuple(_OXYGEN)),
        Number(
            name="o2_flow_lpm",
            unit="L/min",
            highest=100,
            cuts=(LOW_FLOW_UP_TO,),
            optional=True,
            asked=lambda v: v["o2"] in _NASAL_CANNULA,
        ),
        YesNo(name="o2_for_comfort_only", optional=True, default=False),
        YesNo(name="intubated_airway_only", optional=True, default=False),
        YesNo(name="death_from_crs", optional=True, default=False, asked=unasked),
    ),
    rule=grade_crs,
    settled=_died,
)
