"""Costs: the estimate answers to what is asked, the picture and the table are of one estimate."""

import re

import pytest

from cartway.access.show_costs import cost_components, published_totals, sellers_prices


def total(page):
    found = re.search(r"Total, if the cells are infused</th><td>([^<]+)", page)
    return [int(one.replace(",", "")) for one in re.findall(r"([\d,]+\d)", found[1])]


def test_without_a_product_nothing_is_estimated(visitor_of):
    visitor_of.get("explore/costs/")
    assert 'id="estimate"' not in visitor_of.page
    for one in cost_components():
        assert one["name"][visitor_of.language].split("'")[0] in visitor_of.page.replace(
            "&#x27;", "'"
        )
    for one in (*published_totals(), *sellers_prices()):
        assert f"/records/sources/{one['source']}/" in visitor_of.page


def test_a_dearer_setting_and_a_longer_way_cost_more(visitor):
    visitor.get("explore/costs/?product=axi-cel&as-of=2026-11-22")
    home = total(visitor.page)
    visitor.get(
        "explore/costs/?product=axi-cel&setting=international_department&from=KZ&as-of=2026-11-22"
    )
    abroad = total(visitor.page)
    assert home[0] > 1_200_000
    assert all(more > less for more, less in zip(abroad, home, strict=True))
    assert "parts.svg?" in visitor.page


def test_the_picture_is_of_the_estimate_that_is_asked(visitor):
    query = "product=cilta-cel&city=Wuhan&as-of=2026-11-22"
    visitor.get(f"explore/costs/?{query}")
    address = re.search(r'src="(/en/explore/costs/parts\.svg[^"]+)"', visitor.page)[1]
    assert "product=cilta-cel" in address
    picture = visitor.client.get(address.replace("&amp;", "&"))
    assert picture.content.startswith(b"<svg")


def test_every_part_says_its_evidence_and_pending_prices_say_so(visitor):
    visitor.get("explore/costs/")
    pending = sum(
        price["how"] == "recall" or price["confidence"] == "low"
        for one in cost_components()
        for price in one["prices"]
    )
    assert visitor.page.count("known pending") == pending > 0


@pytest.mark.parametrize(
    "query", ["product=nope", "product=axi-cel&city=Atlantis", "product=axi-cel&from=Nowhere"]
)
def test_what_is_not_known_is_refused(visitor, query):
    visitor.get(f"explore/costs/?{query}")
    assert visitor.status == 400


def test_no_picture_without_a_product(visitor):
    visitor.get("explore/costs/parts.svg")
    assert visitor.status == 404
