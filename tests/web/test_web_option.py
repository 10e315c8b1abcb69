"""One option's page, with and without a visitor's record."""

import html
import re
from datetime import date

import pytest

from cartway.access.judge_offer import option_named, standing_options
from cartway.access.option_evidence import option_evidence
from cartway.access.option_places import city_dots_of, option_places
from cartway.knowledge.hospitals import resolve_site
from cartway.knowledge.load import load_vocabulary
from cartway_web.pages.state import open_state


@pytest.mark.parametrize("name", ["axi-cel/lbcl-3l", "inati-cel/ball-adult", "NCT02259556"])
def test_without_a_record_the_lines_stand_unjudged(visitor_of, name):
    visitor_of.get(f"option/{name}/")
    assert visitor_of.status == 200
    assert 'id="missing"' not in visitor_of.page
    assert 'class="badge eligible"' not in visitor_of.page
    assert visitor_of.page.count('class="line-text"') > 2


def test_with_a_record_each_line_shows_verdict_value_date_and_source(visitor):
    visitor.start()
    visitor.post("open/", step="answer", question="prior_lines_of_therapy|", value="2")
    visitor.post("option/axi-cel/lbcl-3l/")
    assert "Age: 56 years" in visitor.page
    assert "Prior lines of therapy: 2" in visitor.page
    assert "products/axi-cel.yaml" in visitor.page
    assert "prior_lines_of_therapy &gt;= 2" in visitor.page
    assert 'class="mark unknown"' in visitor.page


def test_what_is_missing_can_be_answered_from_there(visitor):
    visitor.start()
    visitor.post("option/axi-cel/lbcl-3l/")
    assert 'name="ask" value="disease_status|"' in visitor.page
    visitor.post("open/", ask="prior_lines_of_therapy|")
    assert visitor.question() == "prior_lines_of_therapy|"


def test_pathways_say_whether_the_hospital_may_charge(visitor_of):
    visitor_of.get("option/axi-cel/lbcl-3l/")
    words = {"en": "may charge", "zh": "可以就治疗本身收费"}[visitor_of.language]
    assert words in visitor_of.page
    visitor_of.get("option/NCT02259556/")
    words = {"en": "may not charge", "zh": "不得就治疗本身收费"}[visitor_of.language]
    assert words in visitor_of.page


def test_figures_that_rest_on_memory_are_marked_as_not_confirmed(visitor):
    option = option_named("axi-cel/lbcl-3l", date(2026, 11, 22), load_vocabulary())
    held = option_evidence(option)
    visitor.get("option/axi-cel/lbcl-3l/")
    part = visitor.page[visitor.page.index('id="evidence"') : visitor.page.index('id="course"')]
    rows = re.findall(r"<tr>.*?</tr>", part, re.S)[1:]
    assert len(rows) == len(held)
    assert ["not confirmed" in row for row in rows] == [one["pending"] for one in held]
    assert any(one["pending"] for one in held)
    for row, one in zip(rows, held, strict=True):
        for source in one["sources"]:
            assert source == "recall" or f"/records/sources/{source}/" in row


def test_the_cost_answers_to_the_choices(visitor):
    visitor.get("option/axi-cel/lbcl-3l/cost/?setting=public_ward&city=Shanghai&companions=1")
    public = visitor.page
    visitor.get("option/axi-cel/lbcl-3l/cost/?setting=private&city=Beijing&currency=USD")
    assert "USD" in visitor.page
    assert "USD" not in re.search(r'<table class="stacks money">.*?</table>', public, re.S)[0]


def test_choices_that_do_not_exist_fall_back_and_do_no_harm(visitor):
    visitor.get(
        "option/axi-cel/lbcl-3l/?setting=palace&city=Atlantis&currency=XXX&from=QQ"
        "&companions=99&extra-days=-7"
    )
    assert visitor.status == 200
    assert 'name="companions" min="0" max="3" step="1" value="3"' in visitor.page
    assert 'name="extra-days" min="0" max="60" step="5" value="0"' in visitor.page


def _total(page):
    row = re.search(r"Without the product</th><td[^>]*>([^<]+)<", page)[1]
    return int(re.search(r"middle CNY ([\d,]+)", row)[1].replace(",", ""))


def test_more_people_more_days_and_a_dearer_house_cost_more(visitor):
    def middle(query):
        visitor.get(f"option/axi-cel/lbcl-3l/cost/?{query}")
        return _total(visitor.page)

    plain = middle("from=KZ")
    assert middle("from=KZ&companions=3") > plain > middle("from=KZ&companions=0")
    assert middle("from=KZ&extra-days=60") > plain
    assert middle("from=KZ&setting=private") > plain
    assert middle("from=KZ&city=Bengbu") < plain
    assert middle("from=KZ&city=other&other-city=Bengbu") == middle("from=KZ&city=Bengbu")


@pytest.mark.parametrize("name", ["axi-cel/lbcl-3l", "eque-cel/rrmm-4l", "zevor-cel/rrmm-4l"])
def test_the_map_and_the_table_show_the_same_hospitals(visitor_of, name):
    option = option_named(name, date(2026, 11, 22), load_vocabulary())
    found = [one.found for one in option_places(option).places]
    assert found
    visitor_of.get(f"option/{name}/")
    for one in found:
        assert f"/explore/hospitals/{one.hospital.id}/" in visitor_of.page
    picture = visitor_of.client.get(f"/{visitor_of.language}/option/{name}/map.svg")
    small = visitor_of.client.get(f"/{visitor_of.language}/option/{name}/map.svg?small=1")
    assert f"/option/{name}/map.svg?small=1" in visitor_of.page
    for label, _, _, number in city_dots_of(found, visitor_of.language):
        for drawn in (picture, small):
            assert f"<title>{html.escape(label)} {number}</title>" in drawn.content.decode()


def test_the_sites_of_a_trial_are_its_hospitals_and_none_is_lost(visitor):
    day, vocabulary = date(2026, 11, 22), load_vocabulary()
    trials = [
        one for one in standing_options(day, vocabulary).options
        if one.kind == "trial" and len(one.details.get("sites") or ()) > 2
    ][:12]  # fmt: skip
    assert trials
    seen = set()
    for one in trials:
        held = option_places(one)
        assert held.places or held.other_sites
        named = {place.found.hospital.id for place in held.places}
        for place in held.places:
            assert one.id in place.found.count.trials
        for site in one.details["sites"]:
            owner = resolve_site(site, tuple(one.details["cities"]))
            assert (owner in named) != (site in held.other_sites)
        seen.add(bool(held.places))
    assert True in seen


def test_an_option_without_figures_says_that_none_are_made_up(visitor):
    visitor.get("option/reni-cel-hrain/lbcl-3l/")
    assert "none are made up" in visitor.page


@pytest.mark.parametrize("path", ["option/nothing/", "option/axi-cel/none/cost.svg"])
def test_no_such_option(visitor, path):
    visitor.get(path)
    assert visitor.status == 404


def test_an_option_of_an_earlier_day_is_shown_as_of_that_day(visitor):
    visitor.get("option/axi-cel/lbcl-3l/?as-of=2022-01-01")
    assert visitor.status == 200
    visitor.get("option/zevor-cel/rrmm-4l/?as-of=2022-01-01")
    assert visitor.status == 404


def test_the_record_stays_as_it_was(visitor):
    visitor.start()
    before = open_state(visitor.state).record
    visitor.post("option/axi-cel/lbcl-3l/")
    assert open_state(visitor.state).record == before
