"""Trials: facets narrow and count truly, pages follow one another, the map says what the table says."""

import re
from datetime import date

import pytest

from cartway.access.city_names import city_label
from cartway.access.count_trials import NEW_KINDS, NOT_SAID, count_trials, rows_of, targets_by_group
from cartway.access.find_trials import FACETS, browse_trials, find_trials
from cartway.access.trial_places import city_dots
from cartway.access.trial_rows import trial_rows
from cartway.access.words import keys_of


def count(page):
    return int(re.search(r'role="status"><strong>(\d+)</strong>', page)[1])


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("target=bcma", lambda one: "bcma" in one.targets),
        ("status=recruiting&disease=autoimmune",
         lambda one: one.status == "recruiting" and "autoimmune" in one.disease_groups),
        ("city=Wuhan", lambda one: "Wuhan" in one.cities),
        ("new-since=2026-01-01", lambda one: one.started_on >= "2026-01-01"),
        ("words=ruijin", lambda one: "ruijin" in " ".join((*one.sites, one.sponsor, one.title["en"])).casefold()),
    ],
)  # fmt: skip
def test_a_choice_leaves_the_trials_that_fit(visitor, query, fits):
    visitor.get(f"explore/trials/?{query}")
    wanted = [one for one in trial_rows() if one.in_china and fits(one)]
    assert count(visitor.page) == len(wanted) > 0
    ids = {one.id for one in wanted}
    assert set(re.findall(r"/explore/trials/(NCT\d{8})/", visitor.page)) <= ids


@pytest.mark.parametrize("facet", ["status", "target", "disease", "product_type", "phase", "city"])
def test_a_facet_counts_what_its_choice_would_leave(facet):
    found = browse_trials(**({"target": "cd19"} if facet != "target" else {"status": "recruiting"}))
    start = {"target": "cd19"} if facet != "target" else {"status": "recruiting"}
    for value, number in found.facets[facet][:4]:
        assert len(find_trials(**{**start, facet: value})) == number


def test_pages_hold_every_trial_once(visitor):
    seen = []
    for page in range(1, 50):
        visitor.get(f"explore/trials/?target=gpc3&page={page}")
        rows = re.findall(r'<th scope="row"><a href="/en/explore/trials/(NCT\d{8})/', visitor.page)
        seen += rows
        if 'rel="next"' not in visitor.page:
            break
    assert sorted(seen) == sorted(one.id for one in find_trials(target="gpc3", in_china=True))
    assert len(seen) > 25


def test_no_trial_fits_is_said(visitor):
    visitor.get("explore/trials/?target=cd19&words=zzzz-nothing")
    assert count(visitor.page) == 0
    assert "No trial in the snapshot" in visitor.page


def test_an_early_day_shows_only_what_had_started_and_says_so(visitor):
    visitor.get("explore/trials/?as-of=2016-12-31")
    assert count(visitor.page) == sum(
        one.in_china and one.started_on <= "2016-12-31" for one in trial_rows()
    )
    assert "Their status is that of the snapshot" in visitor.page


def test_the_table_beside_the_map_has_the_numbers_of_the_map(visitor):
    visitor.get("explore/trials/map/?target=bcma")
    dots, unplaced = city_dots(find_trials(target="bcma", in_china=True))
    picture = visitor.client.get("/en/explore/trials/map.svg?target=bcma").content.decode()
    for dot in dots:
        assert f"<title>{dot.city['en'].replace(chr(39), '&#x27;')} {dot.trials}</title>" in picture
        assert f'<td class="number">{dot.trials}</td>' in visitor.page
    for city in unplaced:
        assert city.replace("'", "&#x27;") in visitor.page


def test_trial_page_leads_to_registry_record_and_verdict(visitor_of):
    one = find_trials(status="recruiting", in_china=True)[0]
    visitor_of.get(f"explore/trials/{one.id}/")
    for link in (one.url, f"/records/trials/{one.id}/", f"/option/{one.id}/"):
        assert link in visitor_of.page
    visitor_of.get("explore/trials/NCT00000000/")
    assert visitor_of.status == 404


def test_heat_table_counts_trials(visitor):
    visitor.get("explore/developments/")
    groups, rows = targets_by_group(find_trials(in_china=True))
    assert groups[:3] == ("haematological", "solid", "autoimmune")
    for target, counts in rows:
        for group, number in zip(groups, counts, strict=True):
            link = f"target={target}&amp;disease={group}"
            assert (link in visitor.page) == (number > 0)
            if number:
                assert len(find_trials(target=target, disease=group, in_china=True)) == number


def test_new_kinds_hold_no_plain_autologous_product():
    for kind in NEW_KINDS:
        held = rows_of("new_kind", kind, trial_rows())
        assert held
        assert all(one.product_type != "autologous" for one in held)


def test_a_page_and_the_command_line_count_the_same(visitor):
    """One meaning: what the page shows is what the rows count to."""
    visitor.get("explore/developments/")
    rows = find_trials(in_china=True)
    both = count_trials("target", "disease_group", rows=rows).counts
    for target, group, number in re.findall(
        r"target=(\w+)&amp;disease=(\w+)[^>]*>(\d+)<", visitor.page
    ):
        assert both[(target, group)] == int(number)
    for facet, dimension in FACETS.items():
        counted = {
            value: number for (value,), number in count_trials(dimension, rows=rows).counts.items()
        }
        shown = dict(browse_trials(in_china=True).facets[facet])
        assert shown == {
            value: number for value, number in counted.items() if value not in NOT_SAID
        }


def test_a_trial_without_a_start_stays_and_one_that_started_later_does_not():
    day = date(2018, 1, 1)
    ids = {one.id for one in find_trials(as_of=day)}
    for one in trial_rows():
        assert (one.id in ids) == (one.started_on <= "2018-01-01")


@pytest.mark.parametrize(
    "query", ["target=bcmaa", "status=recruting", "city=Atlantis", "disease=zzz"]
)
def test_a_choice_that_means_nothing_is_refused(visitor, query):
    visitor.get(f"explore/trials/?{query}")
    assert visitor.status == 400


@pytest.mark.parametrize("written", ["上海", "shanghai city", "Shanghai"])
def test_a_city_is_one_city_however_written(written):
    assert {one.id for one in find_trials(city=written)} == {
        one.id for one in find_trials(city="Shanghai")
    }
    assert city_label("WUHAN", "zh") == "武汉"


def test_every_value_of_a_facet_has_words():
    known = set(keys_of("explore_trials"))
    facets = browse_trials().facets
    missing = {
        f"{facet}_{value.casefold()}"
        for facet in FACETS
        if facet not in ("target", "city", "country")
        for value, _ in facets[facet]
    } - known
    assert missing == set()
