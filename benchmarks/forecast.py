"""How fast are simulated courses with cost, beside the same model in a plain Python loop?

Prints the rate of the vectorised engine and its ratio to the loop, both measured in this run on
one core. The loop draws the same course (times, exits, copula, toxicities, stay) and the same
components of the bill, one patient at a time, with the standard library alone.
"""

from __future__ import annotations

import argparse
import datetime as dt
import math
import random
import time

import numpy as np

from cartway.access.estimate_cost import arrays_of, price_on, tocilizumab_share
from cartway.access.plan_course import draw_courses
from cartway.costs.engine import draw_bill
from cartway.costs.knowledge import load_cost_knowledge
from cartway.costs.prices import FURTHEST, TENTH, choose_price
from cartway.costs.situation import Situation
from cartway.course.assumptions import Assumptions
from cartway.course.covariates import Covariates
from cartway.course.knowledge import load_course_knowledge

PRODUCT = "axi-cel"


def main() -> None:
    """Measure both and print. Elementwise NumPy runs on one core by itself."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer patients in the loop")
    parser.add_argument("--count", type=int, default=100_000)
    asked = parser.parse_args()
    assumptions, situation = prepared()
    fast = min(vectorised(situation, asked.count, seed) for seed in range(3))
    loop_count = 2_000 if asked.quick else 20_000
    slow, mean_loop = looped(assumptions, situation, loop_count)
    rate, loop_rate = asked.count / fast, loop_count / slow
    print(f"vectorised: {asked.count:,} courses with cost in {fast:.3f} s = {rate:,.0f} a second")
    print(
        f"plain loop: {loop_count:,} courses with cost in {slow:.3f} s = {loop_rate:,.0f} a second"
    )
    print(f"ratio: {rate / loop_rate:.1f}")
    print(f"mean of the bill, loop over vectorised: {mean_loop / mean_vectorised(situation):.3f}")


def prepared() -> tuple[Assumptions, Situation]:
    """The inputs, read before any clock starts."""
    course, costs = load_course_knowledge(), load_cost_knowledge()
    product = course.products[PRODUCT]
    assumptions, _ = draw_courses(course, product, product.populations[0], Covariates(), 0, 1000)
    day = dt.date(2026, 11, 22)
    city = next(one for one in costs.cities.cities if one.name == "Shanghai")
    rate = costs.currencies.monthly[-1].rate
    situation = Situation(PRODUCT, price_on(PRODUCT, day), "public_ward", city, rate)
    return assumptions, situation


def vectorised(situation: Situation, count: int, seed: int) -> float:
    """Seconds for ``count`` courses and their bills, assumptions included."""
    started = time.perf_counter()
    bill_total(situation, count, seed)
    return time.perf_counter() - started


def bill_total(situation: Situation, count: int, seed: int) -> np.ndarray:
    """Totals of the infused courses."""
    course, costs = load_course_knowledge(), load_cost_knowledge()
    product = course.products[PRODUCT]
    assumptions, drawn = draw_courses(
        course, product, product.populations[0], Covariates(), seed, count
    )
    arrays = arrays_of(assumptions, drawn, tocilizumab_share(assumptions))
    total = draw_bill(costs, situation, arrays, np.random.default_rng([seed, 2])).total()
    np.quantile(total[arrays.infused], [0.1, 0.5, 0.9])
    return total[arrays.infused]


def mean_vectorised(situation: Situation) -> float:
    """Mean total, to show that the loop draws the same model."""
    return float(bill_total(situation, 50_000, 9).mean())


def looped(a: Assumptions, situation: Situation, count: int) -> tuple[float, float]:
    """Seconds and mean total of the plain loop."""
    chance = random.Random(5)
    components = load_costed(situation)
    stages = load_course_knowledge().stages
    started = time.perf_counter()
    totals = []
    for _ in range(count):
        total = one_patient(a, situation, components, stages, chance)
        if total is not None:
            totals.append(total)
    return time.perf_counter() - started, sum(totals) / len(totals)


def load_costed(situation: Situation) -> list[tuple]:
    """Component, price row and city factor, for the loop."""
    costs = load_cost_knowledge()
    skip = {"product", "trial_product", "deposit", "bank_and_fx", "facilitator_fee"}
    skip |= {"translation_of_records", "interpreter", "flights", "visa", "insurance"}
    skip |= {"repatriation", "allo_hsct_branch"}
    found = []
    for component in costs.components.values():
        chosen = None if component.id in skip else choose_price(component, situation)
        if chosen is not None:
            factor = situation.rate if chosen.row.currency == "USD" else 1.0
            found.append((component, chosen.row, factor))
    return found


def split(row, z: float) -> float:
    """One draw of three percentiles."""
    z = max(-FURTHEST, min(FURTHEST, z))
    upper = math.log(row.high / row.median) / TENTH if row.high else 0.0
    lower = math.log(row.median / row.low) / TENTH if row.low else upper
    return row.median * math.exp((lower if z < 0 else upper) * z)


def one_patient(a, situation, components, stages, chance) -> float | None:
    """One course and its bill; None when the cells are not infused."""
    gauss, uniform = chance.gauss, chance.random

    def log_normal(fit, z: float | None = None) -> float:
        while True:
            value = fit.median * math.exp(fit.spread * (gauss(0, 1) if z is None else z))
            if z is not None or value <= fit.cap:
                return max(value, fit.floor)

    def exceeds(z: float, share: float) -> bool:
        return 0.5 * math.erfc(z / math.sqrt(2)) < share

    apheresis, drawn = 1, uniform()
    for share in stages.apheresis.day_shares:
        drawn -= share
        if drawn < 0:
            break
        apheresis += 1
    lead = max(6.0 * math.exp(0.1143 * gauss(0, 1)), 5.0)
    wait = max(log_normal(a.vein_to_vein), lead + 2)
    remade = False
    if uniform() < (a.exits.manufacturing_event or 0):
        fate = uniform()
        if fate < a.exits.never_infused:
            return None
        remade = fate < a.exits.never_infused + a.exits.remade
        if remade:
            wait += log_normal(a.vein_to_vein)
    if uniform() < a.exits.waiting:
        return None
    severity = gauss(0, 1)
    other = a.copula.crs_icans
    toxic = other * severity + math.sqrt(1 - other**2) * gauss(0, 1)
    grades, ends = {}, {}
    for kind, z in (("crs", severity), ("icans", toxic)):
        grades[kind] = (
            3
            if exceeds(z, a.rate(f"{kind}_ge3"))
            else 1
            if exceeds(z, a.rate(f"{kind}_any"))
            else 0
        )
        length = log_normal(a.timing[f"{kind}_onset"]) + log_normal(a.timing[f"{kind}_duration"])
        ends[kind] = length if grades[kind] else 0.0
    rho = a.copula.crs_cytopenia
    low = rho * severity + math.sqrt(1 - rho**2) * gauss(0, 1)
    fit = a.neutropenia.high if uniform() < a.neutropenia.high_share else a.neutropenia.low
    neutropenia = log_normal(fit, low)
    worst = (severity + toxic) / math.sqrt(2 + 2 * other)
    intensive = exceeds(0.8 * worst + 0.6 * gauss(0, 1), a.icu_share)
    stay = stages.stay.median * math.exp(stages.stay.spread * gauss(0, 1))
    stay += 5 * (grades["crs"] == 3) + 7 * (grades["icans"] == 3)
    stay = max(stay, ends["crs"] + 1, ends["icans"] + 1 if grades["icans"] == 3 else 0)
    fly = max(28.0, stay, neutropenia, ends["crs"] + 3)
    fly = max(fly, ends["icans"] + 14 if grades["icans"] else 0)
    trip = wait + fly + split(stages.handover, gauss(0, 1)) + split(stages.work_up, gauss(0, 1))
    beds = stay + lead
    total = situation.product_price.cny
    icu = 0.0
    for component, _, _ in components:
        if component.basis == "icu_days":
            days = max(round(split(component.quantity, gauss(0, 1))), 1)
            icu = min(days, max(beds - 1, 1)) if intensive else 0.0
    for component, row, factor in components:
        share = component.probability.median if component.probability else 1.0
        units = split(component.quantity, gauss(0, 1)) if component.quantity else 1.0
        amount = {
            "icu_days": icu,
            "ward_days": max(beds - icu, 0),
            "apheresis_days": apheresis,
            "bridged_cycles": round(units) if uniform() < a.bridging_share else 0,
            "tocilizumab": units if uniform() < (0.95 if grades["crs"] == 3 else 0.58) else 0,
            "steroids": 1 if uniform() < 0.37 else 0,
            "anakinra_siltuximab": 1 if uniform() < (0.126 if intensive else 0.006) else 0,
            "infection": 1 if uniform() < a.infection_share else 0,
            "remade": 1 if remade else 0,
            "lodging_nights": trip,
            "visits": max(round(units), 1),
            "ivig": max(round(units), 1) if uniform() < share else 0,
            "readmission": 1 if uniform() < share else 0,
            "blood_support": 1 if uniform() < share else 0,
        }.get(component.basis, 1)
        total += amount * split(row, gauss(0, 1)) * factor
    return total


if __name__ == "__main__":
    main()
