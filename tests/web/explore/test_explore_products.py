"""Products: as of a day, line by line, with intervals, prices and doubts that the records hold."""

import datetime as dt
import html
import re

import pytest

from cartway.access.compare_countries import CHINA, approval_events
from cartway.access.show_evidence import show_evidence
from cartway.access.show_knowledge import show_product, show_products
from cartway.access.words import say

DAY = "2026-11-22"


def rows(page):
    return re.findall(r'href="/en/explore/products/([a-z0-9-]+)/', page)


def test_list_holds_every_approved_use_of_the_day(visitor):
    visitor.get(f"explore/products/?as-of={DAY}")
    held = show_products(dt.date.fromisoformat(DAY))
    assert [one for one in rows(visitor.page) if one in {row["product"] for row in held}] == [
        row["product"] for row in held
    ]
    for row in held:
        assert row["title"]["en"].split(" (")[0] in visitor.page


def test_before_the_first_approval_there_is_none(visitor):
    visitor.get("explore/products/?as-of=2021-06-21")
    assert rows(visitor.page) == []
    assert "no CAR-T product was approved" in visitor.page
    visitor.get("explore/products/?as-of=2021-06-22")
    assert set(rows(visitor.page)) == {"axi-cel"}


def test_a_day_that_is_none_is_refused(visitor):
    visitor.get("explore/products/?as-of=yesterday")
    assert visitor.status == 400
    assert "yesterday" not in visitor.page


@pytest.mark.parametrize("name", ["axi-cel", "satri-cel", "reni-cel-hrain"])
def test_product_page_shows_lines_figures_and_sources(visitor_of, name):
    visitor_of.get(f"explore/products/{name}/?as-of={DAY}")
    held = show_product(name)
    for indication in held["indications"]:
        for line in indication["indication"]:
            assert line["notation"] in html.unescape(visitor_of.page)
    for one in show_evidence(name):
        if one.low is not None:
            assert f"{one.low:.0f}–{one.high:.0f}%" in visitor_of.page
        for source in one.sources:
            assert (f"/records/sources/{source}/" in visitor_of.page) == (source != "recall")
    assert f"/records/products/{name}/" in visitor_of.page


def test_pending_figures_say_so_and_comparison_is_warned_of(visitor):
    visitor.get("explore/products/axi-cel/")
    pending = [one for one in show_evidence("axi-cel") if one.pending]
    assert visitor.page.count("known pending") >= len(pending) > 0
    assert "A higher figure does not show a better product" in visitor.page


def test_unknown_product_is_no_page(visitor):
    for path in ("explore/products/nope/", "explore/products/nope/forest.svg"):
        visitor.get(path)
        assert visitor.status == 404


def test_china_stands_beside_the_others(visitor):
    visitor.get(f"explore/countries/?as-of={DAY}")
    events = approval_events(dt.date.fromisoformat(DAY))
    assert {one.agency for one in events} >= {CHINA, "FDA", "EMA"}
    for one in events:
        assert one.on in visitor.page
    visitor.get("explore/countries/?as-of=2016-01-01")
    assert "<td>" not in visitor.page


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("explore/products/approvals.svg", "approvals_title"),
        ("explore/products/prices.svg", "prices_title"),
        ("explore/products/axi-cel/forest.svg", "forest_axis"),
    ],
)
def test_charts_are_pictures_in_the_language_of_the_page(visitor_of, path, key):
    answer = visitor_of.get(path)
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    text = answer.content.decode()
    assert text.startswith("<svg")
    assert "<script" not in text
    assert say("explore_products", key, visitor_of.language) in text
