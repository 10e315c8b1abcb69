"""HLH-like syndrome after immune effector cells (IEC-HS), ASTCT expert panel 2023.

High or rapidly rising ferritin is required. The paper gives no number of further manifestations:
two of the four most common ones are called suspected here and one possible (ours).

Source: S_HINES2023, definition and grading tables (from memory, pending).
"""

from __future__ import annotations

from dataclasses import replace

from cartway.toxicity.algorithm import Algorithm, Graded, Outcome
from cartway.toxicity.inputs import Choice, Number, OtherUnit, Values, YesNo, unasked
from cartway.toxicity.quantities import ferritin

_STATUS = ("no", "possible", "suspected")
_SEVERITY = {"none": 0, "bleeding_or_organ_nonlifethreatening": 3, "lifethreatening": 4}
_CRS_STATUS = ("resolved", "resolving", "active")
_MOST = 10_000_000
_TRANSAMINASE_TIMES = 5


def _above_twice_limit(v: Values) -> bool:
    return bool(v["ferritin_ng_ml"] > 2 * v["ferritin_uln"])


def _ferritin_requirement(v: Values) -> bool:
    return (
        _above_twice_limit(v)
        or bool(v["ferritin_ng_ml"] > 2 * v["ferritin_baseline"])
        or bool(v["ferritin_rapid_rise"])
    )


def _manifestations(v: Values) -> int:
    # An abnormal transaminase at baseline takes the place of the upper limit of normal.
    baseline = max(1.0, v["transaminase_baseline_x_uln"] or 1.0)
    return sum(
        (
            bool(v["ast_or_alt_x_uln"] > _TRANSAMINASE_TIMES * baseline),
            bool(v["fibrinogen_mg_dl"] < 150 or v["fibrinogen_mg_dl"] < v["fibrinogen_lln"]),
            bool(v["new_or_refractory_cytopenia"]),
            bool(v["haemophagocytosis"]),
        )
    )


def _status(v: Values) -> str:
    if v["alternative_cause"] or not _ferritin_requirement(v):
        return "no"
    return _STATUS[min(2, _manifestations(v))]


def grade_iec_hs(v: Values) -> Outcome:
    """Say how likely the syndrome is and, where it is, grade it."""
    status = _status(v)
    if v["death_from_iec_hs"]:
        grade = 5
    elif status == "no":
        grade = 0
    else:
        treated = 2 if v["intervention"] == "directed_or_product" else 1
        grade = max(treated, _SEVERITY[v["severity_event"]])
    again = v["alternative_cause"] and v["crs_status"] == "active"
    flags = ("re_evaluate_when_crs_resolves",) if again else ()
    return Outcome(grade, {"status": status}, flags)


def _alternative_asked(v: Values) -> bool:
    """Ask for the other ways to meet the requirement only where the first does not."""
    iron, limit = v["ferritin_ng_ml"], v["ferritin_uln"]
    return iron is not None and limit is not None and iron <= 2 * limit


def _baseline_asked(v: Values) -> bool:
    return _alternative_asked(v) and not v["ferritin_rapid_rise"]


def _rapid_rise_asked(v: Values) -> bool:
    before = v["ferritin_baseline"]
    return _alternative_asked(v) and (before is None or v["ferritin_ng_ml"] <= 2 * before)


def _with_action(recorded: Values, graded: Graded) -> Graded:
    if recorded["ferritin_ng_ml"] is None and graded.findings["status"] is None:
        return replace(graded, findings={**graded.findings, "action": "order_ferritin_now"})
    return graded


_INPUTS = (
    ferritin(),
    Number(name="ferritin_uln", unit="ng/mL", highest=5000, positive=True),
    Number(name="ferritin_baseline", unit="ng/mL", highest=_MOST, asked=_baseline_asked),
    YesNo(name="ferritin_rapid_rise", asked=_rapid_rise_asked),
    Number(name="ast_or_alt_x_uln", highest=10_000, cuts=(5,)),
    Number(name="transaminase_baseline_x_uln", highest=1000, cuts=(1,), optional=True),
    Number(
        name="fibrinogen_mg_dl",
        unit="mg/dL",
        highest=3000,
        cuts=(150,),
        also=(OtherUnit(name="fibrinogen_g_l", unit="g/L", factor=100, decimals=1),),
    ),
    Number(name="fibrinogen_lln", unit="mg/dL", highest=500),
    YesNo(name="new_or_refractory_cytopenia"),
    YesNo(name="haemophagocytosis"),
    Choice(name="crs_status", choices=_CRS_STATUS, ends=("resolved", "active")),
    YesNo(name="alternative_cause"),
    Choice(name="intervention", choices=("none", "directed_or_product")),
    Choice(name="severity_event", choices=tuple(_SEVERITY), ends=("none", "lifethreatening")),
    YesNo(name="death_from_iec_hs", optional=True, default=False, asked=unasked),
)

IEC_HS = Algorithm(
    id="iec_hs_2023",
    scale="grade",
    inputs=_INPUTS,
    rule=grade_iec_hs,
    settled=lambda v: bool(v["death_from_iec_hs"]),
    conclude=_with_action,
    ordered_findings={"status": _STATUS},
)
