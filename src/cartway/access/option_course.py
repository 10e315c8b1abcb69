"""Course and cost of a product's option: which population, which choices, in plain rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from cartway.access.estimate_cost import estimate_cost
from cartway.access.plan_course import plan_course
from cartway.access.show_forecast import (
    cost_alt_text,
    cost_sections,
    course_alt_text,
    phase_rows,
    show_cost,
    show_course,
)
from cartway.costs.estimate import Estimate
from cartway.costs.knowledge import load_cost_knowledge
from cartway.course.covariates import Covariates
from cartway.course.forecast import Forecast
from cartway.course.knowledge import load_course_knowledge
from cartway.criteria import Option
from cartway.errors import InputError

_SAMPLES = 4_000
Sections = list[tuple[str, list[tuple[str, ...]]]]


@dataclass(frozen=True, slots=True)
class Choices:
    """What a cost may be asked for, with words in both languages."""

    cities: tuple[tuple[str, dict[str, str]], ...]
    settings: tuple[tuple[str, dict[str, str]], ...]
    countries: tuple[tuple[str, dict[str, str]], ...]
    currencies: tuple[str, ...] = ("CNY", "USD")


@dataclass(frozen=True, slots=True)
class Situation:
    """What was chosen for a cost; the defaults are a person from China in a public ward."""

    setting: str = "public_ward"
    city: str = "Shanghai"
    companions: int = 1
    extra_days: int = 0
    origin: str = "CN"
    currency: str = "CNY"


def population_of(option: Option) -> tuple[str, str | None] | None:
    """Product and population whose published figures fit an option; None when there are none."""
    if option.kind != "product":
        return None
    product, _, indication = option.id.partition("/")
    try:
        record = load_course_knowledge().product(product)
    except InputError:
        return None
    stem = indication.split("-", 1)[0].removeprefix("rr")  # relapsed or refractory
    for one in record.populations:
        if stem in (one.id, one.disease):
            return product, one.id
    return None


@lru_cache(maxsize=1)
def cost_choices() -> Choices:
    """The cities, kinds of hospital and countries that have figures."""
    knowledge = load_cost_knowledge()
    return Choices(
        tuple((one.name, {"en": one.name, "zh": one.zh}) for one in knowledge.cities.cities),
        tuple((one.id, one.label.model_dump()) for one in knowledge.settings.settings),
        tuple((one.code, {"en": one.en, "zh": one.zh}) for one in knowledge.countries.countries),
    )


@lru_cache(maxsize=256)
def course_rows(product: str, population: str | None, language: str) -> list[tuple[str, ...]]:
    """The phases of the course: name, who goes through it, when it begins, when it ends."""
    forecast = _forecast(product, population)
    return [tuple(map(str, one)) for one in phase_rows(forecast, language)]


@lru_cache(maxsize=256)
def course_picture(product: str, population: str | None, language: str) -> bytes:
    """The course as an SVG picture."""
    forecast = _forecast(product, population)
    return show_course(forecast, "svg", language)


@lru_cache(maxsize=256)
def course_words(product: str, population: str | None, language: str) -> str:
    """What the picture of the course shows, in words."""
    forecast = _forecast(product, population)
    return course_alt_text(forecast, language)


@lru_cache(maxsize=1024)
def cost_rows(
    product: str, population: str | None, situation: Situation, as_of: date, language: str
) -> Sections:
    """The estimate in sections of a heading and rows."""
    estimate = _estimate(product, population, situation, as_of)
    return [(head, [tuple(map(str, row)) for row in rows])
            for head, rows in cost_sections(estimate, language)]  # fmt: skip


@lru_cache(maxsize=1024)
def cost_picture(
    product: str, population: str | None, situation: Situation, as_of: date, language: str
) -> tuple[bytes, str]:
    """The parts of the bill as an SVG picture, and what it shows in words."""
    estimate = _estimate(product, population, situation, as_of)
    return show_cost(estimate, "svg", language), cost_alt_text(estimate, language)


@lru_cache(maxsize=64)
def _forecast(product: str, population: str | None) -> Forecast:
    return plan_course(product, covariates=_of(population), samples=_SAMPLES)


@lru_cache(maxsize=256)
def _estimate(product: str, population: str | None, situation: Situation, as_of: date) -> Estimate:
    return estimate_cost(
        product, as_of=as_of, setting=situation.setting, city=situation.city,
        origin=situation.origin, companions=situation.companions,
        extra_days=situation.extra_days, currency=situation.currency,
        covariates=_of(population), samples=_SAMPLES,
    )  # fmt: skip


def _of(population: str | None) -> Covariates:
    return Covariates(disease=population)
