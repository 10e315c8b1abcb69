"""How much of each component a simulated course uses.

Toxicity comes first and drags beds, intensive care and drugs along, so that dear courses are dear
in several components at once.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cartway.costs.prices import split_log_normal
from cartway.costs.records import Component, Spread
from cartway.costs.situation import Booleans, CourseArrays, Floats, Situation

SEVERE = 3
TOCILIZUMAB_WHEN_SEVERE = 0.95
"""Share treated at grade 3 or more; ours. The published total sets the share at lower grades."""
TOCILIZUMAB_OF_CRS = 0.53
"""Share of patients with any CRS (course-s_tisa_pall), where a product reports no total."""
STEROIDS_OF_CRS, STEROIDS_OF_ICANS, STEROIDS_WHEN_SEVERE = 0.153, 0.301, 0.90
"""Published shares of any CRS and any ICANS (course-s_tisa_pall); the last is ours."""
ANAKINRA_IN_IEC_HS = 0.76
"""Published share of patients with IEC-HS (course-s_iechs_mm)."""

Draw = Callable[[], Floats]


def quantity_of(
    component: Component,
    course: CourseArrays,
    situation: Situation,
    generator: np.random.Generator,
) -> Floats:
    """Units of a component in each course."""
    count = course.count

    def normal() -> Floats:
        return generator.standard_normal(count)

    def happens(share: float) -> Booleans:
        return np.asarray(generator.random(count) < share)

    match component.basis:
        case "once":
            return np.ones(count)
        case "persons":
            return np.full(count, float(situation.persons))
        case "facilitator":
            return np.full(count, 1.0 if situation.facilitator else 0.0)
        case "infused":
            return course.infused.astype(float)
        case "apheresis_days":
            return course.apheresis_days
        case "bridged_cycles":
            return course.bridging * np.round(_amount(component, normal))
        case "icu_days":
            return icu_days(course, component, normal)
        case "tocilizumab":
            given = tocilizumab_given(course, generator).astype(float)
            return given * _amount(component, normal)
        case "steroids":
            return steroids_given(course, generator).astype(float)
        case "anakinra_siltuximab":
            return _rescue_given(component, course, generator).astype(float)
        case "infection":
            return (course.infection & course.infused).astype(float)
        case "remade":
            return course.remade.astype(float)
        case "transplant":
            if not course.leukaemia:
                return np.zeros(count)
            return (course.infused & happens(_share(component))).astype(float)
        case "blood_support" | "readmission":
            return (course.infused & happens(_share(component))).astype(float)
        case "repatriation":
            return happens(_share(component)).astype(float)
        case "ivig":
            monthly = course.infused & happens(_share(component))
            return monthly.astype(float) * np.maximum(np.round(_amount(component, normal)), 1.0)
        case "visits":
            return course.infused.astype(float) * np.maximum(
                np.round(_amount(component, normal)), 1.0
            )
        case "interpreter_days":
            return np.minimum(_amount(component, normal), course.trip_days)
        case "lodging_nights":
            return _nights(course, situation)
        case "tickets":
            # The figure is given for two people: two tickets, four if a second trip is needed.
            trips = np.maximum(np.round(_amount(component, normal) / 2.0), 1.0)
            return situation.persons * trips
    raise ValueError(f"no quantity follows {component.basis!r}")


def _nights(course: CourseArrays, situation: Situation) -> Floats:
    """Nights in rooms of two beds: while the patient is in hospital only the others need them."""
    in_hospital = course.infused * course.stay_days
    outside = np.maximum(course.trip_days - in_hospital, 0.0) + situation.extra_days
    together = -(-situation.persons // 2)
    without_patient = -(-situation.companions // 2)
    return np.asarray(together * outside + without_patient * in_hospital)


def icu_days(course: CourseArrays, component: Component, normal: Draw) -> Floats:
    """Days in intensive care, never longer than the stay less a day."""
    days = np.maximum(np.round(_amount(component, normal)), 1.0)
    days = np.minimum(days, np.maximum(course.stay_days - 1.0, 1.0))
    return np.asarray(course.infused * course.intensive_care * days)


def tocilizumab_given(course: CourseArrays, generator: np.random.Generator) -> Booleans:
    """Who gets tocilizumab: nearly all severe courses, and as many others as the total asks for."""
    sick = course.crs_grade > 0
    severe = course.crs_grade == SEVERE
    any_share, severe_share = float(np.mean(sick)), float(np.mean(severe))
    total = course.tocilizumab_share
    if total is None:
        total = TOCILIZUMAB_OF_CRS * any_share
    mild = any_share - severe_share
    rest = max(total - TOCILIZUMAB_WHEN_SEVERE * severe_share, 0.0)
    share = min(rest / mild, 1.0) if mild > 0 else 0.0
    chance = np.where(severe, TOCILIZUMAB_WHEN_SEVERE, np.where(sick, share, 0.0))
    return np.asarray((generator.random(course.count) < chance) & course.infused)


def steroids_given(course: CourseArrays, generator: np.random.Generator) -> Booleans:
    """Who gets steroids, by grade."""
    severe = (course.crs_grade == SEVERE) | (course.icans_grade == SEVERE)
    chance = np.where(course.crs_grade > 0, STEROIDS_OF_CRS, 0.0)
    chance = np.maximum(chance, np.where(course.icans_grade > 0, STEROIDS_OF_ICANS, 0.0))
    chance = np.where(severe, STEROIDS_WHEN_SEVERE, chance)
    return np.asarray((generator.random(course.count) < chance) & course.infused)


def _rescue_given(
    component: Component, course: CourseArrays, generator: np.random.Generator
) -> Booleans:
    spread = component.probability
    low = spread.low if spread and spread.low is not None else 0.0
    high = spread.high if spread and spread.high is not None else low
    chance = np.where(course.intensive_care, high, low)
    chance = np.where(course.iec_hs, ANAKINRA_IN_IEC_HS, chance)
    return np.asarray((generator.random(course.count) < chance) & course.infused)


def _share(component: Component) -> float:
    return component.probability.median if component.probability else 1.0


def _amount(component: Component, normal: Draw) -> Floats:
    spread: Spread | None = component.quantity
    return np.ones_like(normal()) if spread is None else split_log_normal(spread, normal())
