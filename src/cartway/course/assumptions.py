"""Everything the simulation assumes for one product, chosen before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cartway.course.attrition import Exits, exits_of
from cartway.course.covariates import Covariates
from cartway.course.distributions import LogNormal
from cartway.course.knowledge import CourseKnowledge
from cartway.course.priority import Chosen, choose
from cartway.course.records import Copula, KineticsRow, Population, ProductCourse
from cartway.course.survival import Landmarks, landmarks

RATES = {
    "crs_any": ("crs_any",),
    "crs_ge3": ("crs_ge3",),
    "icans_any": ("icans_any", "neuro_any"),
    "icans_ge3": ("icans_ge3", "neuro_ge3"),
    "iec_hs": ("iec_hs",),
    # In acute leukaemia a response is a complete remission, with or without recovered counts.
    "complete_remission": ("cr", "cr_cri", "cr_3mo", "orr_3mo"),
}


@dataclass(frozen=True)
class Neutropenia:
    """Days of severe neutropenia: a mixture of patients at high and at low risk."""

    high: LogNormal
    low: LogNormal
    high_share: float
    basis: str


@dataclass(frozen=True)
class Assumptions:
    """What is drawn from, for one product, disease and set of covariates.

    A toxicity that nobody reports is None and is not simulated.
    """

    product: ProductCourse
    population: Population
    covariates: Covariates
    rates: dict[str, Chosen | None]
    timing: dict[str, LogNormal]
    timing_basis: dict[str, str]
    neutropenia: Neutropenia
    infection_share: float
    infection_basis: str
    exits: Exits
    bridging_share: float
    bridging_basis: str
    vein_to_vein: LogNormal
    vein_to_vein_basis: str
    vein_to_vein_assumed: bool
    survival: dict[str, Landmarks]
    kinetics: KineticsRow | None
    copula: Copula
    icu_share: float

    def rate(self, quantity: str) -> float | None:
        """A rate as a share between 0 and 1, or None when nobody reports it."""
        chosen = self.rates[quantity]
        return None if chosen is None else chosen.value / 100.0


def assume(
    knowledge: CourseKnowledge,
    product: ProductCourse,
    population: Population,
    covariates: Covariates,
) -> Assumptions:
    """Choose every input by the stated order of evidence."""
    rates = _rates(knowledge, product, population, covariates)
    timing, basis = _timing(knowledge, product, population, covariates)
    infection, infection_basis = _infection(knowledge, population, covariates)
    stages = knowledge.stages
    waits = [one for one in stages.vein_to_vein if one.product == product.id]
    read = [one for one in waits if one.how != "recall"] or waits
    assumed = not read
    if assumed:
        read = [one for one in stages.vein_to_vein if one.id == "axi_cel_trial"]
    elif product.id == "axi-cel":
        # The pooled value is the widest evidence; no Chinese one exists.
        read = [one for one in read if one.id == "axi_cel_trial"]
        assumed = True
    wait = sorted(read, key=lambda one: (one.level, not one.id.endswith(("_all", "_trial"))))[0]
    bridging = sorted(
        (one for one in stages.bridging if one.product in (None, product.id)),
        key=lambda one: one.level,
    )[0]
    prior = next(
        one
        for one in knowledge.fits.icu
        if one.costimulation in (product.costimulation, "any")
        and (not one.diseases or population.disease in one.diseases)
    )
    return Assumptions(
        product=product,
        population=population,
        covariates=covariates,
        rates=rates,
        timing=timing,
        timing_basis=basis,
        neutropenia=_neutropenia(knowledge, population, covariates),
        infection_share=infection,
        infection_basis=infection_basis,
        exits=exits_of(stages, product.id, population.disease),
        bridging_share=bridging.value / 100.0,
        bridging_basis=bridging.id,
        vein_to_vein=LogNormal(wait.median, stages.vein_to_vein_spread.spread, floor=7.0),
        vein_to_vein_basis=wait.id,
        vein_to_vein_assumed=assumed,
        survival=_survival(product, population),
        kinetics=product.kinetics,
        copula=knowledge.fits.copula,
        icu_share=prior.alpha / (prior.alpha + prior.beta),
    )


def _rates(
    knowledge: CourseKnowledge,
    product: ProductCourse,
    population: Population,
    covariates: Covariates,
) -> dict[str, Chosen | None]:
    rates = {
        quantity: choose(knowledge, product, population, quantity, *names, age=covariates.age)
        for quantity, names in RATES.items()
    }
    group = knowledge.groups[population.group]
    if rates["iec_hs"] is None and group.iec_hs is not None:
        row = group.iec_hs
        rates["iec_hs"] = Chosen(
            "iec_hs", row.value, row.value, row.n, group.id, 3, "", row.source or ""
        )
    if covariates.car_hematotox and population.disease == "mm":
        at = 0 if covariates.car_hematotox == "high" else 1
        fact = next(one for one in knowledge.class_level.facts if one.id == "hematotox_mm")
        share = knowledge.class_level.figure("hematotox_mm", "icans_ge3_pct")[at]
        count = knowledge.class_level.figure("hematotox_mm", ("high_n", "low_n")[at])
        before = rates["icans_ge3"]
        value, rule = share, knowledge.fits.shrinkage
        if before is not None and count < rule.below_n:
            value = (share * count + before.value * rule.prior_size) / (count + rule.prior_size)
        rates["icans_ge3"] = Chosen(
            "icans_ge3",
            value,
            share,
            count,
            fact.id,
            3,
            "",
            fact.source or "",
            False,
            before.value if before and value != share else None,
        )
    for kind in ("crs", "icans"):
        # Two studies may not agree; a severe event is an event.
        lower, upper = rates[f"{kind}_ge3"], rates[f"{kind}_any"]
        if lower and upper and lower.value > upper.value:
            rates[f"{kind}_any"] = replace(upper, value=lower.value)
    return rates


def _timing(
    knowledge: CourseKnowledge,
    product: ProductCourse,
    population: Population,
    covariates: Covariates,
) -> tuple[dict[str, LogNormal], dict[str, str]]:
    timing, basis = {}, {}
    latest = knowledge.fits.new_crs_after_day
    names = {
        "crs_onset": ("crs_onset_d",),
        "crs_duration": ("crs_duration_d",),
        "icans_onset": ("icans_onset_d", "neuro_onset_d"),
        "icans_duration": ("icans_duration_d", "neuro_duration_d"),
    }
    for name, fit_id in knowledge.groups[population.group].timing.items():
        fit = knowledge.fit(fit_id)
        found = choose(
            knowledge, product, population, name, *names[name], age=covariates.age, shrink=False
        )
        own = found is not None and not found.pending
        cap = {"crs_onset": 38.0, "icans_onset": 93.0}.get(name, 120.0)
        if name == "crs_onset" and population.disease in latest.diseases:
            cap = latest.day
        median = found.value if own and found is not None else fit.median
        timing[name] = LogNormal(median, fit.spread, floor=0.5, cap=cap)
        basis[name] = found.study if own and found is not None else fit_id
    iec = knowledge.fit("iec_hs_onset")
    timing["iec_hs_onset"] = LogNormal(iec.median, iec.spread, floor=2.0, cap=37.0)
    basis["iec_hs_onset"] = iec.id
    return timing, basis


def _neutropenia(
    knowledge: CourseKnowledge, population: Population, covariates: Covariates
) -> Neutropenia:
    fits = knowledge.groups[population.group].neutropenia
    if fits.all:
        fit = knowledge.fit(fits.all)
        both = LogNormal(fit.median, fit.spread)
        return Neutropenia(both, both, 0.0, fit.id)
    high, low = knowledge.fit(fits.high or ""), knowledge.fit(fits.low or "")
    share = {"high": 1.0, "low": 0.0, None: fits.high_share or 0.0}[covariates.car_hematotox]
    return Neutropenia(
        LogNormal(high.median, high.spread),
        LogNormal(low.median, low.spread),
        share,
        f"{high.id}, {low.id}",
    )


def _infection(
    knowledge: CourseKnowledge, population: Population, covariates: Covariates
) -> tuple[float, str]:
    if covariates.car_hematotox and population.disease == "mm":
        at = 0 if covariates.car_hematotox == "high" else 1
        figure = knowledge.class_level.figure("hematotox_mm", "severe_infection_pct")[at]
        return figure / 100.0, "hematotox_mm"
    return knowledge.stages.infection.value / 100.0, knowledge.stages.infection.source or ""


def _survival(product: ProductCourse, population: Population) -> dict[str, Landmarks]:
    by_id = {study.id: study for study in product.studies}
    found = {
        endpoint: landmarks(endpoint, [(f"{product.id}/{one}", by_id[one]) for one in studies])
        for endpoint, studies in population.survival.items()
    }
    return {endpoint: curve for endpoint, curve in found.items() if curve is not None}
