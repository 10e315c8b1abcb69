"""The cost and course files agree with one another and with the rest of the knowledge."""

import datetime as dt
import re

import pytest

from cartway.access.estimate_cost import price_on
from cartway.costs.knowledge import load_cost_knowledge
from cartway.course.knowledge import load_course_knowledge
from cartway.knowledge.load import files_of
from cartway.knowledge.products import products
from cartway.knowledge.sources import sources

COSTS, COURSE = load_cost_knowledge(), load_course_knowledge()
FILES = files_of("course") + files_of("costs")


@pytest.mark.parametrize("path", FILES, ids=lambda one: one.name)
def test_every_source_named_is_on_file(path):
    named = set(re.findall(r"source: ([\w-]+)", path.read_text(encoding="utf-8")))
    assert named <= set(sources())


def test_quoted_list_prices_agree_with_the_products_own_records():
    newest = dt.date(2026, 11, 22)
    compared = 0
    for row in COSTS.product_prices.prices:
        if row.product not in products():
            continue
        price = price_on(row.product, newest)
        assert (row.price_cny is None) == (price is None), row.product
        if price is not None:
            compared += 1
            assert price.cny == row.price_cny, row.product
    assert compared == 7


def test_every_product_of_the_knowledge_has_a_course_record():
    assert set(products()) <= set(COURSE.products)


def test_every_component_has_both_names_and_a_basis_that_is_drawn():
    for component in COSTS.components.values():
        assert component.prices or component.see, component.id
        for row in component.prices:
            assert row.low is None or row.high is None or row.low <= row.median <= row.high


def test_every_tier_has_a_multiplier_and_every_fare_a_price():
    tiers = {one.tier for one in COSTS.cities.multipliers}
    assert {one.tier for one in COSTS.cities.cities} <= tiers
    fares = {one.setting for one in COSTS.components["flights"].prices}
    assert {one.fare for one in COSTS.countries.countries if one.fare} <= fares
    codes = [one.code for one in COSTS.countries.countries]
    assert len(codes) == len(set(codes))


def test_every_study_named_by_a_population_or_class_exists():
    for product in COURSE.products.values():
        own = {study.id for study in product.studies}
        assert len(own) == len(product.studies)
        for population in product.populations:
            named = set(population.studies) | {
                one for group in population.survival.values() for one in group
            }
            assert named <= own, product.id
            assert population.group in COURSE.groups
        assert bool(product.populations) != bool(product.not_simulated), product.id
    for group in COURSE.groups.values():
        for reference in group.studies:
            assert COURSE.study(reference)
        for fit in group.timing.values():
            assert COURSE.fit(fit)
