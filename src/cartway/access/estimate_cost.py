"""What will it cost: the bill of the simulated course, for one person in one kind of hospital."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np

from cartway.access.cost_places import (
    check_count,
    city_named,
    origin_named,
    plan_named,
    setting_named,
)
from cartway.access.plan_course import (
    check_samples,
    draw_courses,
    population_of,
    why_not_simulated,
)
from cartway.costs.compare import advertised_prices, published_elsewhere
from cartway.costs.currency import check_currency, rate_on
from cartway.costs.engine import draw_bill
from cartway.costs.estimate import (
    Estimate,
    MoneyRange,
    by_severity,
    notes_of,
    own_payment,
    parts_of,
    rests_on,
)
from cartway.costs.knowledge import load_cost_knowledge
from cartway.costs.payers import draw_payers, refund_of
from cartway.costs.quote import read_quote
from cartway.costs.situation import CourseArrays, ProductPrice, Situation, Supply
from cartway.course.assumptions import Assumptions
from cartway.course.covariates import Covariates
from cartway.course.knowledge import load_course_knowledge
from cartway.course.priority import choose
from cartway.course.records import Population
from cartway.course.simulate import Course
from cartway.errors import InputError, nearest_name
from cartway.knowledge.products import list_price, products

SUPPLIES: tuple[Supply, ...] = (
    "commercial",
    "registrational_trial",
    "investigator_initiated_charged",
)
MOST_COMPANIONS = 3
MOST_EXTRA_DAYS = 180


def estimate_cost(
    product: str,
    *,
    as_of: dt.date,
    setting: str = "public_ward",
    city: str = "Shanghai",
    origin: str | None = None,
    companions: int = 1,
    extra_days: int = 0,
    facilitator: bool = False,
    insured: str | None = None,
    refund: bool = False,
    supply: str = "commercial",
    quote: Path | None = None,
    currency: str = "CNY",
    covariates: Covariates | None = None,
    seed: int = 0,
    samples: int = 20_000,
) -> Estimate:
    """Estimate the cost of one therapy.

    Args:
        product: Its id, such as ``axi-cel``, or its name.
        as_of: The day of the price and of the exchange rate.
        setting: public_ward, international_department or private.
        city: A city with a CAR-T hospital, in English or Chinese.
        origin: A country (name or two-letter code); the city itself or none is domestic.
        companions: How many people come along, up to three.
        extra_days: Days in the city beyond the course, up to 180.
        facilitator: Whether a fee for a facilitator is paid.
        insured: The id of a city plan whose terms were read.
        refund: Whether the patient is enrolled in the maker's refund programme.
        supply: commercial, registrational_trial or investigator_initiated_charged.
        quote: File of a hospital's prices, which replace drawn ones.
        currency: CNY or USD.
        covariates: As for the course.
        seed: Equal seeds give equal estimates.
        samples: How many courses to draw.

    Raises:
        InputError: anything that is not known or cannot be, with the nearest right name.
    """
    course_knowledge, knowledge = load_course_knowledge(), load_cost_knowledge()
    record = course_knowledge.product(product)
    check_samples(samples)
    wanted = check_currency(currency)
    if supply not in SUPPLIES:
        raise InputError(
            "This way of getting the product is not known.",
            where="supply",
            expected=", ".join(SUPPLIES),
            nearest=nearest_name(supply, SUPPLIES),
            code="M026",
        )
    place = city_named(knowledge, city)
    country, local = origin_named(knowledge, origin, place)
    rate = rate_on(knowledge.currencies, as_of)
    situation = Situation(
        product=record.id,
        product_price=price_on(record.id, as_of),
        setting=setting_named(knowledge, setting),
        city=place,
        rate=rate.cny,
        supply=supply,
        country=country,
        local=local,
        companions=check_count(companions, "companions", MOST_COMPANIONS),
        extra_days=check_count(extra_days, "extra-days", MOST_EXTRA_DAYS),
        facilitator=facilitator,
        plan=plan_named(knowledge, insured),
        refund=refund_of(knowledge.payment, record.id, as_of) if refund else None,
        quote=read_quote(quote, knowledge, rate.cny) if quote else {},
    )
    given = covariates or Covariates()
    population = population_of(record, given.disease)
    if not isinstance(population, Population):
        return Estimate(
            product=record.id,
            label=record.label.model_dump(),
            estimated=False,
            reason=why_not_simulated(record, population),
        )
    assumptions, course = draw_courses(course_knowledge, record, population, given, seed, samples)
    arrays = arrays_of(assumptions, course, tocilizumab_share(assumptions))
    generator = np.random.default_rng([seed, 2])
    bill = draw_bill(knowledge, situation, arrays, generator)
    unit, exchange = 1.0, None
    total_cny = bill.total()
    if wanted == "USD":
        unit = 1.0 / rate.cny
        spread = knowledge.currencies.shock_per_year.median * rate.years_before(as_of) ** 0.5
        move = np.exp(spread * generator.standard_normal(samples)) - 1.0
        exchange = total_cny * unit * move
    total = total_cny * unit + (0.0 if exchange is None else exchange)
    infused = arrays.infused
    product_cny = np.asarray(
        sum(line.cny for line in bill.lines if line.component.layer == "product")
        + np.zeros(samples)
    )
    payers = draw_payers(knowledge.payment, situation, arrays, product_cny, as_of)
    rest = (total_cny - product_cny) * unit
    deposit = knowledge.components["deposit"].prices[0]
    complete = bill.product_known
    parts = parts_of(bill, infused, unit, exchange)
    own = own_payment(total_cny, payers)[infused] * unit
    price = situation.product_price
    return Estimate(
        product=record.id,
        label=record.label.model_dump(),
        estimated=True,
        currency=wanted,
        as_of=as_of,
        setting=next(
            one.label.model_dump()
            for one in knowledge.settings.settings
            if one.id == situation.setting
        ),
        city={"en": place.name, "zh": place.zh},
        country=country.code if country else "CN",
        count=samples,
        seed=seed,
        rate=rate,
        product_price=None
        if price is None or supply != "commercial"
        else {
            "cny": price.cny,
            "since": price.since,
            "confidence": price.confidence,
            "sources": list(price.sources),
        },
        total=MoneyRange.of(total[infused]) if complete else None,
        without_product=MoneyRange.of(rest[infused]),
        not_infused_share=float(1.0 - infused.mean()),
        not_infused=MoneyRange.of(total[~infused]),
        own_payment=MoneyRange.of(own)
        if complete and (situation.plan is not None or situation.refund is not None)
        else None,
        insurance=MoneyRange.of(payers.insurance[infused] * unit) if situation.plan else None,
        refund=MoneyRange.of(payers.refund[infused & (payers.refund > 0)] * unit)
        if situation.refund
        else None,
        refund_share=float(np.mean(payers.refund[infused] > 0)) if infused.any() else 0.0,
        by_severity=by_severity(arrays, rest, infused),
        parts=parts,
        rests_on=rests_on(parts),
        deposit=MoneyRange.of(total[infused] * deposit.median)
        if complete and situation.international
        else None,
        left_out=bill.left_out,
        payers=payers.notes,
        abroad=published_elsewhere(knowledge),
        advertised=advertised_prices(knowledge),
        notes=notes_of(situation, bill, marketed=record.marketed_in_mainland_china),
    )


def price_on(product: str, day: dt.date) -> ProductPrice | None:
    """The list price that held on a day by the product's own record; None when none was known."""
    record = products().get(product)
    found = None if record is None else list_price(record, day)
    if found is None or found.value is None:
        return None
    return ProductPrice(
        float(found.value), str(found.confidence), tuple(found.sources), str(found.since)
    )


def tocilizumab_share(assumptions: Assumptions) -> float | None:
    """Published share of infused patients who got tocilizumab, by the order of evidence."""
    chosen = choose(
        load_course_knowledge(),
        assumptions.product,
        assumptions.population,
        "tocilizumab",
        age=assumptions.covariates.age,
    )
    return None if chosen is None or chosen.pending else chosen.value / 100.0


def arrays_of(assumptions: Assumptions, course: Course, tocilizumab: float | None) -> CourseArrays:
    """The simulated courses as plain arrays, which is all that costs may know."""
    infused = course.infused
    return CourseArrays(
        count=course.count,
        infused=infused,
        apheresis_days=course.apheresis_days,
        bridging=course.bridging,
        remade=course.remade,
        crs_grade=course.crs_grade,
        icans_grade=course.icans_grade,
        iec_hs=course.iec_hs,
        intensive_care=course.intensive_care,
        infection=course.infection,
        stay_days=course.lymphodepletion_lead + course.discharge_after,
        trip_days=course.work_up_days
        + np.where(infused, course.infusion_day + course.home_after, course.exit_day),
        leukaemia=assumptions.population.disease == "ball",
        tocilizumab_share=tocilizumab,
        remission=course.complete_remission,
    )
