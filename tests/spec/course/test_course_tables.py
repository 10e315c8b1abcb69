"""Every table of this folder: order of evidence, exchange rates, payers."""

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
import yaml

from cartway.costs.currency import rate_on
from cartway.costs.knowledge import load_cost_knowledge
from cartway.costs.payers import draw_payers, refund_of
from cartway.costs.situation import CourseArrays, Situation
from cartway.course.knowledge import load_course_knowledge
from cartway.course.priority import choose
from cartway.errors import InputError

HERE = Path(__file__).parent
COURSE, COSTS = load_course_knowledge(), load_cost_knowledge()


def rows_of(name):
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))["rows"]


def case_of(row):
    return str(row.get("case") or row.get("day"))


@pytest.mark.parametrize("row", rows_of("evidence_order.yaml"), ids=case_of)
def test_which_figure_speaks(row):
    product = COURSE.products[row["product"]]
    population = next(one for one in product.populations if one.id == row["disease"])
    found = choose(COURSE, product, population, row["quantity"], age=row.get("age"))
    if row["level"] is None:
        assert found is None
        return
    assert (found.level, found.study, found.pending) == (row["level"], row["study"], row["pending"])
    assert (found.prior is not None) == row["drawn_to_class"]
    if found.prior is not None:
        expected = (found.published * found.n + 20 * found.prior) / (found.n + 20)
        assert found.value == pytest.approx(expected)


@pytest.mark.parametrize("row", rows_of("exchange_rates.yaml"), ids=case_of)
def test_the_rate_of_a_day(row):
    if row.get("refused"):
        with pytest.raises(InputError, match="Expected"):
            rate_on(COSTS.currencies, row["day"])
        return
    found = rate_on(COSTS.currencies, row["day"])
    assert (found.period, found.cny) == (row["period"], row["rate"])


@pytest.mark.parametrize("row", rows_of("payers.yaml"), ids=case_of)
def test_what_others_pay(row):
    day = dt.date(2026, 11, 22)
    yes, no, zero = np.array([True]), np.array([False]), np.zeros(1)
    infused = row["product_cny"] > 0
    course = CourseArrays(
        1, yes if infused else no, zero, no, no, zero.astype(np.int8), zero.astype(np.int8),
        no, no, no, zero, zero, False, None, yes if row["remission"] else no,
    )  # fmt: skip
    city = next(one for one in COSTS.cities.cities if one.name == "Shanghai")
    situation = Situation(
        "axi-cel",
        None,
        "public_ward",
        city,
        6.8,
        country=COSTS.countries.countries[0] if row["abroad"] else None,
        plan=COSTS.payment.plans[0] if row["plan"] else None,
        refund=refund_of(COSTS.payment, "axi-cel", day) if row["refund"] else None,
    )
    paid = draw_payers(COSTS.payment, situation, course, np.array([float(row["product_cny"])]), day)
    assert (paid.insurance[0], paid.refund[0]) == (row["insurance"], row["refund_cny"])


def test_the_refund_begins_on_its_day():
    assert refund_of(COSTS.payment, "axi-cel", dt.date(2024, 1, 10)) is None
    assert refund_of(COSTS.payment, "axi-cel", dt.date(2024, 1, 11)) is not None
    assert refund_of(COSTS.payment, "relma-cel", dt.date(2026, 1, 1)) is None
