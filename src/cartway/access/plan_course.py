"""What will happen, and when: the forecast of one therapy for one person."""

from __future__ import annotations

import datetime as dt

import numpy as np

from cartway.course.assumptions import Assumptions, assume
from cartway.course.covariates import Covariates
from cartway.course.expansion import expansion_curve
from cartway.course.forecast import Forecast
from cartway.course.kinetics.stein import OmegaKind
from cartway.course.knowledge import CourseKnowledge, load_course_knowledge
from cartway.course.records import Population, ProductCourse, WithoutFigures
from cartway.course.simulate import Course, simulate
from cartway.course.summarise import summarise
from cartway.course.words import both
from cartway.errors import InputError, nearest_name

EARLIEST_START = dt.date(2015, 1, 1)
"""Before the first trials of these products a plan can only be a slip of the pen."""
LATEST_YEARS_AHEAD = 5


def plan_course(
    product: str,
    *,
    start: dt.date | None = None,
    covariates: Covariates | None = None,
    seed: int = 0,
    samples: int = 20_000,
    as_of: dt.date | None = None,
    omega_kind: OmegaKind = "variance",
) -> Forecast:
    """Forecast the course after one product.

    Args:
        product: Its id, such as ``axi-cel``, or its name.
        start: First day of leukapheresis; without it the forecast counts in days.
        covariates: What is known of the patient, as far as a published figure depends on it.
        seed: Equal seeds give equal forecasts.
        samples: How many courses to draw, 100 to 1,000,000.
        as_of: The day on which the question is asked; only used to refuse an absurd start.
        omega_kind: ``variance`` or ``sd``: how to read the random effects of the reference
            kinetics, an open point of its source.

    Returns:
        The forecast. A product without published figures is answered, not simulated.

    Raises:
        InputError: unknown product or disease, impossible date, age or number of samples.
    """
    knowledge = load_course_knowledge()
    record = knowledge.product(product)
    check_start(start, as_of)
    check_samples(samples)
    given = covariates or Covariates()
    population = population_of(record, given.disease)
    if not isinstance(population, Population):
        return Forecast(
            product=record.id,
            label=record.label.model_dump(),
            disease=population.label.model_dump() if population else None,
            simulated=False,
            reason=why_not_simulated(record, population),
            notes=(both("informs"),),
        )
    if omega_kind not in ("variance", "sd"):
        raise InputError(
            "This reading of the random effects is not known.",
            where="omega_kind",
            expected="variance or sd",
            code="P010",
        )
    assumptions, course = draw_courses(
        knowledge, record, population, given, seed, samples, omega_kind=omega_kind
    )
    return summarise(
        knowledge,
        assumptions,
        course,
        seed=seed,
        start=start,
        expansion=expansion_curve(
            record.kinetics, np.random.default_rng([seed, 1]), omega_kind=omega_kind
        ),
    )


def draw_courses(
    knowledge: CourseKnowledge,
    product: ProductCourse,
    population: Population,
    covariates: Covariates,
    seed: int,
    samples: int,
    *,
    omega_kind: OmegaKind = "variance",
) -> tuple[Assumptions, Course]:
    """Choose the inputs and draw the courses."""
    assumptions = assume(knowledge, product, population, covariates)
    generator = np.random.default_rng(seed)
    course = simulate(
        assumptions,
        knowledge.stages,
        knowledge.restrictions,
        samples,
        generator,
        omega_kind=omega_kind,
    )
    return assumptions, course


def why_not_simulated(product: ProductCourse, gap: WithoutFigures | None) -> dict[str, str]:
    """The reason, in both languages, why there is nothing to simulate."""
    reason = gap.reason if gap else product.not_simulated
    return reason.model_dump() if reason else both("not_simulated")


def population_of(
    product: ProductCourse, disease: str | None
) -> Population | WithoutFigures | None:
    """The population asked for, the first one unless named.

    Returns:
        The population; or the known gap, or None for a product without any data.

    Raises:
        InputError: when the product has figures, but none for this disease.
    """
    if not product.populations:
        return None
    if disease is None:
        return product.populations[0]
    wanted = disease.strip().lower()
    for one in product.populations:
        if wanted in {one.id, one.disease, one.label.en.lower(), one.label.zh}:
            return one
    for gap in product.without_figures:
        if wanted in {gap.disease, gap.label.en.lower(), gap.label.zh}:
            return gap
    known = [one.id for one in product.populations]
    raise InputError(
        "There are no figures for this product in this disease.",
        where="disease",
        expected="one of " + ", ".join(f"{one.id} ({one.label.en})" for one in product.populations),
        nearest=nearest_name(wanted, known),
        code="P005",
    )


def check_start(start: dt.date | None, as_of: dt.date | None) -> None:
    """Refuse a first day that cannot be meant.

    Raises:
        InputError: before the first trials of these products, or more than five years ahead.
    """
    if start is None:
        return
    latest = dt.date((as_of or start).year + LATEST_YEARS_AHEAD, 12, 31)
    if start < EARLIEST_START or start > latest:
        raise InputError(
            "The first day of leukapheresis cannot be right.",
            where="start",
            expected=f"a date from {EARLIEST_START} to {latest}",
            code="P006",
        )


def check_samples(samples: int) -> None:
    """Refuse a number of draws that is too small to mean anything or too large to finish.

    Raises:
        InputError: outside 100 to 1,000,000.
    """
    if not 100 <= samples <= 1_000_000:
        raise InputError(
            "The number of simulated courses is out of range.",
            where="samples",
            expected="a whole number from 100 to 1,000,000",
            code="P007",
        )
