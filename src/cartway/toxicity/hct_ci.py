"""HCT comorbidity index, here a measure of fitness.

Source: S_SORROR2005, table of comorbidities and weights (from memory, pending).
"""

from __future__ import annotations

from cartway.toxicity.algorithm import Algorithm, Outcome
from cartway.toxicity.inputs import Several, Values
from cartway.toxicity.refusals import GradingError

_WEIGHTS = {
    "arrhythmia": 1,
    "cardiac_cad_chf_mi_or_ef_le_50": 1,
    "inflammatory_bowel_disease": 1,
    "diabetes_on_drugs": 1,
    "cerebrovascular": 1,
    "psychiatric_on_treatment": 1,
    "hepatic_mild": 1,
    "obesity_bmi_gt_35": 1,
    "infection_on_treatment": 1,
    "rheumatologic": 2,
    "peptic_ulcer_on_treatment": 2,
    "renal_moderate_severe_creatinine_gt_2_mg_dl": 2,
    "pulmonary_moderate_dlco_or_fev1_66_80": 2,
    "prior_malignancy": 3,
    "heart_valve_disease": 3,
    "pulmonary_severe_dlco_or_fev1_le_65": 3,
    "hepatic_moderate_severe": 3,
}
_EXCLUSIVE = (
    ("pulmonary_moderate_dlco_or_fev1_66_80", "pulmonary_severe_dlco_or_fev1_le_65"),
    ("hepatic_mild", "hepatic_moderate_severe"),
)


class Comorbidities(Several):
    """The items that are present; unknown, anything from none to the gravest legal set."""

    def candidates(self, recorded: Values) -> tuple[tuple[str, ...], ...]:
        milder = {mild for mild, _ in _EXCLUSIVE}
        return ((), tuple(item for item in self.choices if item not in milder))


def score_hct_ci(v: Values) -> Outcome:
    """Add the weights of the items that are present."""
    score = sum(_WEIGHTS[item] for item in v["items"])
    return Outcome(
        score, {"risk": "high" if score >= 3 else "intermediate" if score >= 1 else "low"}
    )


def _refuse_both(v: Values) -> None:
    for mild, grave in _EXCLUSIVE:
        if v["items"] and mild in v["items"] and grave in v["items"]:
            raise GradingError(
                "mutually_exclusive",
                f"{mild} and {grave} exclude each other",
                where="items",
                expected="the graver of the two",
            )


HCT_CI = Algorithm(
    id="hct_ci",
    scale="score",
    inputs=(Comorbidities(name="items", choices=tuple(_WEIGHTS)),),
    rule=score_hct_ci,
    check=_refuse_both,
    ordered_findings={"risk": ("low", "intermediate", "high")},
)
