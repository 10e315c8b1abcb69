"""Rules, lawful ways and changes: as of a day, with what superseded what, and empty ways as empty."""

import datetime as dt
import re

import pytest

from cartway.access.show_changes import show_changes
from cartway.access.show_knowledge import show_pathways, show_regulations
from cartway.access.show_rules import key_days, show_false_claims, show_rule

LINK = r'<h2 class="third" id="r-[^"]+"><a href="/en/explore/regulations/([^/]+)/'


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("as-of=2026-11-22", {}),
        ("as-of=2019-01-01", {}),
        ("as-of=2026-11-22&stage=payment", {"stage": "payment"}),
        ("as-of=2022-01-01&binds=patient", {"binds": "patient"}),
    ],
)
def test_list_holds_the_rules_of_the_day(visitor, query, asked):
    visitor.get(f"explore/regulations/?{query}")
    day = dt.date.fromisoformat(query[6:16])
    wanted = {row["id"] for row in show_regulations(day, **asked)}
    assert set(re.findall(LINK, visitor.page)) == wanted
    for one in key_days():
        assert f"as-of={one}" in visitor.page


def test_what_took_whose_place_is_linked_both_ways(visitor):
    day = dt.date(2026, 11, 22)
    names = {row["id"] for row in show_regulations(dt.date(2019, 1, 1))}
    chains = [show_rule(name, day) for name in sorted(names)]
    replaced = [one for one in chains if one["after"]]
    assert replaced
    for one in replaced:
        visitor.get(f"explore/regulations/{one['id']}/?as-of={day}")
        for later in one["after"]:
            assert f"/explore/regulations/{later['id']}/?as-of={day}" in visitor.page


def test_the_same_rule_on_two_days(visitor):
    row = next(
        row for row in show_regulations(dt.date(2026, 11, 22))
        if row["state"] == "in_force" and len(row["effective_from"]) == 10
    )  # fmt: skip
    start = dt.date.fromisoformat(row["effective_from"])
    visitor.get(f"explore/regulations/{row['id']}/?as-of={start}")
    assert 'badge eligible">in force' in visitor.page
    visitor.get(f"explore/regulations/{row['id']}/?as-of={start - dt.timedelta(days=1)}")
    assert 'badge eligible">in force' not in visitor.page


def test_rule_page_says_what_it_means_for_each_role(visitor_of):
    held = show_rule("decree-818", dt.date(2026, 11, 22))
    visitor_of.get("explore/regulations/decree-818/")
    text = visitor_of.page.replace("&#x27;", "'").replace("&quot;", '"')
    for role in ("patient", "hospital", "sponsor"):
        assert held["consequences"][role][visitor_of.language] in text
    for one in held["sources"]:
        assert f"/records/sources/{one['id']}/" in visitor_of.page


def test_false_claims_carry_the_rules_against_them(visitor):
    visitor.get("explore/regulations/")
    for one in show_false_claims():
        assert f"/records/false_claims/{one['id']}/" in visitor.page
        assert all(f"/explore/regulations/{rule}/" in visitor.page for rule in one["regulations"])


def test_a_way_without_an_example_is_empty_never_open(visitor):
    visitor.get("explore/pathways/?as-of=2026-11-22")
    held = show_pathways(dt.date(2026, 11, 22))
    cards = dict(re.findall(r'id="w-([^"]+)">(.*?)</section>', visitor.page, re.S))
    assert set(cards) == {one["id"] for one in held}
    assert any(one["availability"] == "empty" for one in held)
    for one in held:
        empty = one["availability"] == "empty"
        assert ("empty: no confirmed example" in cards[one["id"]]) == empty
        assert ('badge eligible">' in cards[one["id"]]) == (one["availability"] == "open")


def test_a_way_before_its_law_is_not_in_force(visitor):
    visitor.get("explore/pathways/nbt_clinical_translation/?as-of=2020-01-01")
    assert "not in force on this day" in visitor.page
    visitor.get("explore/pathways/nbt_clinical_translation/?as-of=2026-11-22")
    assert "not in force on this day" not in visitor.page


def test_changes_between_two_days(visitor):
    start, end = dt.date(2025, 1, 1), dt.date(2025, 12, 31)
    visitor.get(f"explore/changes/?from={start}&to={end}&role=patient")
    held = show_changes(start, end, matters_to="patient")
    assert f"<strong>{len(held)}</strong> changes" in visitor.page
    assert visitor.page.count('class="when"') == len(held) > 3
    visitor.get(f"explore/changes/?from={end}&to={start}")
    assert visitor.status == 400


@pytest.mark.parametrize("path", ["explore/regulations/nope/", "explore/pathways/nope/"])
def test_unknown_names_are_no_page(visitor, path):
    visitor.get(path)
    assert visitor.status == 404


def test_an_unknown_stage_is_refused_with_the_known(visitor):
    visitor.get("explore/regulations/?stage=paiment")
    assert visitor.status == 400


@pytest.mark.parametrize(("turn", "at"), [("0", 0), ("1", 1), ("999", -1), ("x", -1)])
def test_a_place_on_the_slider_leads_to_its_day(visitor, turn, at):
    response = visitor.client.get(f"/en/explore/regulations/?turn={turn}&stage=payment")
    assert response.status_code == 302
    wanted = f"as-of={key_days()[at].isoformat()}"
    assert wanted in response.headers["Location"]
    assert "stage=payment" in response.headers["Location"]
    assert "turn" not in response.headers["Location"]
