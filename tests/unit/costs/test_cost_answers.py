"""The estimate: sums, evidence, quotes, words, and what it refuses."""

import datetime as dt
import json
import re

import pytest

from cartway.access.estimate_cost import estimate_cost
from cartway.costs import words
from cartway.costs.chart import draw_parts
from cartway.costs.chart_words import COLOURS, alt_text
from cartway.costs.text import cost_page, cost_text
from cartway.errors import InputError

DAY = dt.date(2026, 11, 22)


def an_estimate(product="axi-cel", **changes):
    given = {"as_of": DAY, "seed": 2, "samples": 3000} | changes
    return estimate_cost(product, **given)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"origin": "KZ", "setting": "private", "facilitator": True},
        {"origin": "德国", "setting": "international_department", "currency": "USD"},
        {"product": "inati-cel", "city": "成都"},
        {"product": "eque-cel", "supply": "investigator_initiated_charged", "origin": "NZ"},
    ],
)
def test_shares_of_spread_and_of_evidence_sum_to_one(changes):
    found = an_estimate(**changes)
    assert sum(one.spread_share for one in found.parts) == pytest.approx(1.0)
    assert sum(share for _, share in found.rests_on) == pytest.approx(1.0)
    assert sum(one.range.mean for one in found.parts) == pytest.approx(found.total.mean)


def test_the_product_is_a_fixed_number():
    part = next(one for one in an_estimate().parts if one.id == "product")
    assert (part.range.low, part.range.high) == (1_200_000, 1_200_000)
    assert part.spread_share == pytest.approx(0.0, abs=1e-9)
    assert part.evidence == "list_price"


def test_before_the_launch_the_total_is_unknown_and_the_rest_is_not():
    found = an_estimate(as_of=dt.date(2019, 5, 1))
    assert found.total is None
    assert found.without_product is not None
    assert words.both("product_unknown") in found.notes


def test_equal_seeds_equal_answers():
    first = json.dumps(an_estimate().as_dict())
    assert first == json.dumps(an_estimate().as_dict())
    assert first != json.dumps(an_estimate(seed=3).as_dict())


def test_a_quote_replaces_the_assumption_and_narrows_the_range(tmp_path):
    place = tmp_path / "quote.json"
    place.write_text(
        json.dumps({"currency": "CNY", "prices": {"ward_day": 4000, "work_up": 20000}})
    )
    before, after = an_estimate(), an_estimate(quote=place)
    found = {one.id: one for one in after.parts}
    assert found["work_up"].range.low == found["work_up"].range.high == 20_000
    assert found["ward_day"].price_evidence == "quote"
    assert found["work_up"].evidence == "quote"
    width = [one.total.high - one.total.low for one in (before, after)]
    assert width[1] < width[0]
    assert "ward_day" in {one.id for one in before.ask_first}
    assert "ward_day" not in {one.id for one in after.ask_first}


def test_a_quote_may_be_yaml_and_in_dollars(tmp_path):
    place = tmp_path / "quote.yaml"
    place.write_text("currency: USD\nprices: {work_up: 3000}\n")
    part = next(one for one in an_estimate(quote=place).parts if one.id == "work_up")
    assert part.range.middle == pytest.approx(3000 * 6.7758)


def test_a_product_below_its_list_price_is_flagged(tmp_path):
    place = tmp_path / "quote.json"
    place.write_text(json.dumps({"prices": {"product": 500_000}}))
    found = an_estimate(quote=place)
    assert words.both("below_list_price") in found.notes


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "not JSON"),
        ("[]", "no prices"),
        ('{"prices": {}}', "no prices"),
        ('{"prices": {"ward_dy": 1}}', "Did you mean ward_day"),
        ('{"prices": {"ward_day": -5}}', "cannot be right"),
        ('{"prices": {"ward_day": "dear"}}', "cannot be right"),
        ('{"prices": {"ward_day": true}}', "cannot be right"),
        ('{"prices": {"ward_day": 1e300}}', "cannot be right"),
        ('{"currency": "XYZ", "prices": {"ward_day": 5}}', "CNY or USD"),
        ('{"curency": "CNY", "prices": {"ward_day": 5}}', "Did you mean currency"),
    ],
)
def test_a_bad_quote_says_what_is_wrong_and_not_what_it_held(tmp_path, content, message):
    place = tmp_path / "quote.json"
    place.write_text(content)
    with pytest.raises(InputError, match=message) as caught:
        an_estimate(quote=place)
    assert caught.value.exit_code == 2
    assert "1e+300" not in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "nearest"),
    [
        ({"product": "axi-cell"}, "axi-cel"),
        ({"city": "Shnghai"}, "Shanghai"),
        ({"origin": "Kazahstan"}, "Kazakhstan"),
        ({"currency": "EUR"}, None),
        ({"setting": "privat"}, "private"),
        ({"insured": "shanghai-huhuibao"}, "shanghai-huhuibao-2022"),
        ({"supply": "trial"}, None),
        ({"as_of": dt.date(2001, 1, 1)}, None),
        ({"as_of": dt.date(2101, 1, 1)}, None),
        ({"samples": 0}, None),
    ],
)
def test_what_is_not_known_is_refused_with_the_nearest_name(changes, nearest):
    with pytest.raises(InputError) as caught:
        an_estimate(**changes)
    assert caught.value.exit_code == 2
    assert caught.value.expected
    assert caught.value.nearest == nearest


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_words_are_whole_in_both_languages(language):
    found = an_estimate(origin="DE", setting="private", refund=True)
    text = cost_text(found, language)
    for one in found.parts:
        assert (one.name[language] in text) == (one.used_share > 0)
    page = cost_page(found, language)
    assert 'role="img"' in page
    assert alt_text(found, language).split("; ")[0][:4] in page
    assert draw_parts(found, language, "png").startswith(b"\x89PNG")
    for table in (words.WORDS, words.NOTES, words.EVIDENCE):
        for key, texts in table.items():
            assert set(texts) == {"en", "zh"}, key
    if language == "zh":
        own = text.split(words.say("abroad", "zh"))[0]
        assert not re.search(r"\b(the|and|of|from|with)\b", own)


def test_every_evidence_has_a_colour_and_a_word():
    assert set(COLOURS) == set(words.EVIDENCE)


def test_a_resident_of_the_city_needs_no_lodging():
    ids = {one.id for one in an_estimate(city="Beijing", origin="北京").parts}
    assert "lodging" not in ids
    assert "lodging" in {one.id for one in an_estimate(city="Beijing", origin="Shanghai").parts}


def test_a_country_without_a_fare_is_said():
    found = an_estimate(origin="Japan")
    assert "flights" in found.left_out
    assert words.both("no_fare") in found.notes


def test_a_companion_costs_lodging_and_a_ticket():
    def mean(found, name):
        return next(one.range.mean for one in found.parts if one.id == name)

    alone, both, three = (an_estimate(origin="US", companions=one) for one in (0, 1, 2))
    assert mean(both, "flights") == pytest.approx(2 * mean(alone, "flights"))
    assert mean(three, "flights") == pytest.approx(3 * mean(alone, "flights"))
    assert mean(alone, "lodging") < mean(both, "lodging") < mean(three, "lodging")
    longer = an_estimate(origin="US", extra_days=30)
    assert mean(longer, "lodging") > mean(both, "lodging")
    assert mean(longer, "flights") == pytest.approx(mean(both, "flights"))


@pytest.mark.parametrize("given", [{"companions": 4}, {"companions": -1}, {"extra_days": 999}])
def test_more_people_or_days_than_can_be_reckoned_with_are_refused(given):
    with pytest.raises(InputError, match="cannot be reckoned with"):
        an_estimate(**given)


def test_the_product_of_a_trial_is_free():
    found = an_estimate(supply="registrational_trial")
    assert found.product_price is None
    assert found.total.middle == pytest.approx(found.without_product.middle)
    assert words.both("free_trial") in found.notes


def test_a_product_that_is_not_simulated_is_answered():
    found = an_estimate("pcar-19b")
    assert not found.estimated
    assert found.as_dict()["reason"]["zh"] in cost_text(found, "zh")


def test_severe_toxicity_costs_more():
    rows = {row["id"]: row for row in an_estimate().by_severity}
    assert rows["severe"]["p50"] > 1.2 * rows["mild"]["p50"]


def test_advertised_and_foreign_totals_keep_their_own_currency():
    found = an_estimate().as_dict()
    assert {"USD", "EUR", "INR"} <= {row["currency"] for row in found["published_elsewhere"]}
    assert all(row["source"] for row in found["advertised"])
