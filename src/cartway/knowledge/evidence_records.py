"""The form of evidence: what a study measured, in how many, and how we know."""

from typing import Literal

from cartway.knowledge.load import BothLanguages, Record
from cartway.knowledge.stated import Stated

Measure = Literal[
    "patients",
    "overall_response",
    "complete_response",
    "mrd_negative",
    "ongoing_response",
    "overall_survival",
    "progression_free_survival",
    "median_follow_up_months",
    "median_duration_of_response_months",
    "median_progression_free_survival_months",
    "median_event_free_survival_months",
    "median_overall_survival_months",
    "hazard_ratio_event_free_survival",
    "hazard_ratio_progression_free_survival",
    "hazard_ratio_overall_survival",
    "crs_any_grade",
    "crs_grade_3_or_higher",
    "icans_any_grade",
    "icans_grade_3_or_higher",
    "crs_median_onset_days",
    "crs_median_duration_days",
    "tocilizumab_used",
    "steroids_used",
    "prolonged_cytopenia",
    "infection_any_grade",
    "infection_grade_3_or_higher",
    "neutropenia_any_grade",
    "thrombocytopenia_any_grade",
    "adverse_event_grade_3_or_higher",
    "anti_drug_antibodies",
    "treatment_related_deaths",
]
SHARES = frozenset(
    {
        "overall_response",
        "complete_response",
        "mrd_negative",
        "ongoing_response",
        "overall_survival",
        "progression_free_survival",
        "crs_any_grade",
        "crs_grade_3_or_higher",
        "icans_any_grade",
        "icans_grade_3_or_higher",
        "tocilizumab_used",
        "steroids_used",
        "prolonged_cytopenia",
        "infection_any_grade",
        "infection_grade_3_or_higher",
        "neutropenia_any_grade",
        "thrombocytopenia_any_grade",
        "adverse_event_grade_3_or_higher",
        "anti_drug_antibodies",
    }
)


class Result(Stated):
    """One figure of a study.

    Attributes:
        value: percent for a share, else in the unit that the measure's name ends in.
        of: of how many patients, when not the number of the study.
        at_months: at which time, for shares at a landmark.
        arm: of which arm or group, when the study has several.
    """

    measure: Measure
    value: float | None
    of: int | None = None
    at_months: float | None = None
    arm: BothLanguages | None = None


class Study(Record):
    """One study of a product in one population."""

    name: BothLanguages
    registry_id: str | None = None
    other_ids: tuple[str, ...] = ()
    setting: Literal["china", "global", "real_world_china"]
    note: BothLanguages | None = None
    results: tuple[Result, ...] = ()


# Kaplan-Meier estimates: no count of patients stands behind them.
ESTIMATED = frozenset({"overall_survival", "progression_free_survival"})
