"""What was approved when, and what a line of an indication can do."""

from datetime import date

import pytest

from cartway.criteria import Pending
from cartway.criteria.nodes import walk
from cartway.errors import InputError
from cartway.knowledge.products import approved, list_price, product, product_options, products

TODAY = date(2026, 11, 22)


def approved_ids(day: date) -> dict[str, str]:
    return {one.option_id: one.state for one in approved(day)}


def test_nothing_before_the_first_approval() -> None:
    assert approved_ids(date(2021, 6, 21)) == {}


def test_the_start_of_2023() -> None:
    assert approved_ids(date(2023, 1, 1)) == {
        "axi-cel/lbcl-3l": "approved",
        "relma-cel/lbcl-3l": "approved",
        "relma-cel/fl": "approved",
    }


def test_within_the_bounds_of_a_date_it_may_have_been() -> None:
    assert approved_ids(date(2023, 6, 15))["axi-cel/lbcl-2l"] == "may_have_been_approved"
    assert approved_ids(date(2023, 6, 27))["axi-cel/lbcl-2l"] == "approved"
    assert "axi-cel/lbcl-2l" not in approved_ids(date(2023, 5, 31))


def test_approvals_only_grow_in_these_years() -> None:
    days = [date(year, month, 1) for year in range(2021, 2027) for month in range(1, 13)]
    numbers = [len(approved(day)) for day in days]
    assert numbers == sorted(numbers)


def test_only_the_wording_decides() -> None:
    for option in product_options(TODAY):
        assert {line.group for line in option.lines} <= {"indication", "trial"}
        for line in option.lines:
            assert line.decides == (line.group == "indication")


def test_every_indication_names_its_disease_surely() -> None:
    for option in product_options(TODAY):
        sure = [
            line
            for line in option.lines
            if line.decides
            and "diagnosis" in str(line.node)
            and not any(isinstance(node, Pending) for node in walk(line.node))
        ]
        assert sure, option.id


def test_a_line_of_low_confidence_is_pending() -> None:
    records = {
        line.text.en: line.pending
        for one in products().values()
        for entry in one.indications
        for line in entry.indication
    }
    assert records["Primary central nervous system lymphoma"]
    assert not records["At least two prior lines of systemic therapy"]


def test_a_price_holds_from_its_day() -> None:
    one = product("axi-cel")
    assert list_price(one, date(2021, 5, 31)) is None
    price = list_price(one, TODAY)
    assert price is not None
    assert price.value == 1_200_000
    assert list_price(product("pcar-19b"), TODAY) is None


def test_an_unknown_product_names_the_nearest() -> None:
    with pytest.raises(InputError) as caught:
        product("axicel")
    assert caught.value.nearest == "axi-cel"
