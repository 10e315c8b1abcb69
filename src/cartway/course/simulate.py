"""Draw many courses at once.

Severity of cytokine release syndrome is one latent normal; neurotoxicity, low counts and IEC-HS
are tied to it (Gaussian copula), so that bad courses are bad in several ways at once. All draws
come from the generator that is handed in, in a fixed order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartway.course.assumptions import Assumptions
from cartway.course.distributions import (
    Booleans,
    Floats,
    LogNormal,
    above,
    split_log_normal,
    tied,
)
from cartway.course.expansion import draw_peak_days
from cartway.course.kinetics.stein import OmegaKind
from cartway.course.stage_records import Restrictions, Stages

MONTH_DAYS = 30.4375
GRADE_NONE, GRADE_MILD, GRADE_SEVERE = 0, 1, 3
"""Published tables give none, grade 1-2 and grade 3 or more; finer grades are not invented."""

INFUSED, FAILED_MANUFACTURE, LOST_WAITING = 0, 1, 2


@dataclass(frozen=True)
class Course:
    """Simulated courses; every array has shape ``(count,)``.

    Units: days. ``infusion_day`` and ``exit_day`` count from the first day of leukapheresis,
        ``*_after`` and toxicity days from infusion, survival in months from infusion.
    """

    count: int
    apheresis_days: Floats
    bridging: Booleans
    outcome: NDArray[np.int8]
    remade: Booleans
    out_of_specification: Booleans
    exit_day: Floats
    lymphodepletion_lead: Floats
    infusion_day: Floats
    crs_grade: NDArray[np.int8]
    crs_start: Floats
    crs_end: Floats
    icans_grade: NDArray[np.int8]
    icans_start: Floats
    icans_end: Floats
    iec_hs: Booleans
    iec_hs_start: Floats
    neutropenia_days: Floats
    infection: Booleans
    intensive_care: Booleans
    discharge_after: Floats
    near_hospital_until: Floats
    no_driving_until: Floats
    fit_to_fly_after: Floats
    home_after: Floats
    work_up_days: Floats
    peak_after: Floats | None
    complete_remission: Booleans | None
    survival_months: Floats | None
    progression_months: Floats | None

    @property
    def infused(self) -> Booleans:
        """Courses that reach infusion."""
        return np.asarray(self.outcome == INFUSED)


def simulate(
    assumptions: Assumptions,
    stages: Stages,
    restrictions: Restrictions,
    count: int,
    generator: np.random.Generator,
    *,
    omega_kind: OmegaKind = "variance",
) -> Course:
    """Draw ``count`` courses.

    Args:
        assumptions: What to draw from.
        stages: Times that are common to all products.
        restrictions: Rules for the weeks after infusion.
        count: How many courses.
        generator: Source of randomness; equal seeds give equal courses.
        omega_kind: How to read the random effects of the reference kinetics (an open point).
    """
    a, draw = assumptions, generator
    days_needed = np.searchsorted(
        np.cumsum(stages.apheresis.day_shares), draw.random(count), side="right"
    )
    apheresis: Floats = 1.0 + days_needed.astype(np.float64)
    lead = stages.lymphodepletion_to_infusion
    lead_days = LogNormal(lead.median, lead.spread, floor=lead.floor).sample(count, draw)
    wait = np.maximum(a.vein_to_vein.sample(count, draw), lead_days + 2.0)
    bridging = draw.random(count) < a.bridging_share
    event = draw.random(count) < (a.exits.manufacturing_event or 0.0)
    fate = draw.random(count)
    failed = event & (fate < a.exits.never_infused)
    remade = event & (fate >= a.exits.never_infused)
    remade &= fate < a.exits.never_infused + a.exits.remade
    off_specification = event & ~failed & ~remade
    first_wait = wait
    wait = np.where(remade, wait + a.vein_to_vein.sample(count, draw), wait)
    exits_after = draw.exponential(size=count) / _hazard(a.exits.waiting, wait)
    outcome = np.where(failed, FAILED_MANUFACTURE, INFUSED).astype(np.int8)
    outcome[~failed & (exits_after < wait)] = LOST_WAITING
    exit_day = np.where(failed, first_wait, np.minimum(exits_after, wait))

    severity = draw.standard_normal(count)
    icans_latent = tied(severity, a.copula.crs_icans, draw)
    low_counts = tied(severity, a.copula.crs_cytopenia, draw)
    iec_latent = tied(severity, a.copula.crs_iec_hs, draw)
    crs_grade, crs_start, crs_end = _toxicity(a, "crs", severity, draw)
    icans_grade, icans_start, icans_end = _toxicity(a, "icans", icans_latent, draw)
    iec_hs = above(iec_latent, a.rate("iec_hs") or 0.0)
    iec_start = a.timing["iec_hs_onset"].sample(count, draw)
    high = draw.random(count) < a.neutropenia.high_share
    neutropenia = np.where(
        high, a.neutropenia.high.from_normal(low_counts), a.neutropenia.low.from_normal(low_counts)
    )
    infection = draw.random(count) < a.infection_share
    worst = (severity + icans_latent) / np.sqrt(2.0 + 2.0 * a.copula.crs_icans)
    # Intensive care follows severity closely but not fully; the 0.8 is ours.
    intensive = above(tied(worst, 0.8, draw), a.icu_share)

    stay = LogNormal(stages.stay.median, stages.stay.spread).sample(count, draw)
    stay = stay + stages.stay.severe_crs_days * (crs_grade == GRADE_SEVERE)
    stay = stay + stages.stay.severe_icans_days * (icans_grade == GRADE_SEVERE)
    # Home needs two days without fever; of neurotoxicity only a severe one keeps a patient in.
    severe_end = np.where(icans_grade == GRADE_SEVERE, np.nan_to_num(icans_end), 0.0)
    calm = np.maximum(np.nan_to_num(crs_end), severe_end)
    discharge = np.maximum(stay, calm + 1.0)
    rules = {rule.id: rule.days for rule in restrictions.rules}
    near = np.maximum(rules["stay_near_hospital"], discharge)
    driving = np.maximum(rules["no_driving"], np.nan_to_num(icans_end))
    flying = restrictions.fit_to_fly
    fit = np.maximum.reduce(
        [
            np.full(count, flying.earliest_day),
            discharge,
            np.nan_to_num(icans_end) + flying.after_neurological_days * (icans_grade > 0),
            np.nan_to_num(crs_end) + flying.after_fever_days * (crs_grade > 0),
            neutropenia,
        ]
    )
    handover = stages.handover
    home = fit + split_log_normal(
        handover.median, handover.low, handover.high, draw.standard_normal(count)
    )
    work_up = stages.work_up
    before = split_log_normal(
        work_up.median, work_up.low, work_up.high, draw.standard_normal(count)
    )
    luck = 1.0 - draw.random(count)
    curves = {name: curve.times(luck) for name, curve in a.survival.items()}
    remission = a.rate("complete_remission")
    return Course(
        count=count,
        apheresis_days=apheresis,
        bridging=bridging,
        outcome=outcome,
        remade=remade,
        out_of_specification=off_specification,
        exit_day=exit_day,
        lymphodepletion_lead=lead_days,
        infusion_day=wait,
        crs_grade=crs_grade,
        crs_start=crs_start,
        crs_end=crs_end,
        icans_grade=icans_grade,
        icans_start=icans_start,
        icans_end=icans_end,
        iec_hs=iec_hs,
        iec_hs_start=np.where(iec_hs, iec_start, np.nan),
        neutropenia_days=neutropenia,
        infection=infection,
        intensive_care=intensive,
        discharge_after=discharge,
        near_hospital_until=near,
        no_driving_until=driving,
        fit_to_fly_after=fit,
        home_after=home,
        work_up_days=before,
        peak_after=draw_peak_days(a.kinetics, count, draw, omega_kind),
        # The longest lives are counted as the remissions: one luck for both (ours).
        complete_remission=None if remission is None else luck < remission,
        survival_months=curves.get("os"),
        progression_months=_not_after(curves.get("pfs"), curves.get("os")),
    )


def _toxicity(
    assumptions: Assumptions, kind: str, latent: Floats, generator: np.random.Generator
) -> tuple[NDArray[np.int8], Floats, Floats]:
    """Grade, first day and last day; days are NaN without an event."""
    count = len(latent)
    timing = assumptions.timing
    none = LogNormal(1.0, 0.0)
    start = timing.get(f"{kind}_onset", none).sample(count, generator)
    length = timing.get(f"{kind}_duration", none).sample(count, generator)
    any_grade = above(latent, assumptions.rate(f"{kind}_any") or 0.0)
    grade = np.where(any_grade, GRADE_MILD, GRADE_NONE).astype(np.int8)
    grade[above(latent, assumptions.rate(f"{kind}_ge3") or 0.0)] = GRADE_SEVERE
    happened = grade > 0
    return grade, np.where(happened, start, np.nan), np.where(happened, start + length, np.nan)


def _hazard(share: float, wait: Floats) -> float:
    """The constant daily hazard by which ``share`` of these waits are not survived."""
    if share <= 0.0:
        return 1e-12
    sample = wait[:4096]
    hazard = -np.log1p(-share) / float(np.median(sample))
    for _ in range(8):
        kept = np.exp(-hazard * sample)
        hazard -= (float(np.mean(1.0 - kept)) - share) / float(np.mean(sample * kept))
    return float(hazard)


def _not_after(progression: Floats | None, death: Floats | None) -> Floats | None:
    if progression is None or death is None:
        return progression
    return np.minimum(progression, death)
