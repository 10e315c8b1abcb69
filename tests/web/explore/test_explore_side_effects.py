"""Calculators: bounds for what is not filled in, no value repeated in an address or an error."""

import html
import re

import pytest

from cartway.access.grade_toxicity import describe, grade, list_algorithms

NAMES = [one["id"] for one in list_algorithms()]


def shown(page):
    return html.unescape(re.search(r'class="bounds">([^<]+)<', page)[1])


def test_every_scale_is_linked(visitor_of):
    visitor_of.get("side-effects/")
    for name in NAMES:
        assert f"/side-effects/{name}/" in visitor_of.page


@pytest.mark.parametrize("name", NAMES)
def test_every_scale_asks_for_all_its_inputs_and_answers_none(visitor, name):
    visitor.get(f"side-effects/{name}/")
    for one in describe(name)["inputs"]:
        if one["kind"] != "group":
            assert f'name="{one["name"]}"' in visitor.page
    sent = visitor.client.post(f"/en/side-effects/{name}/", {}).content.decode()
    held = grade(name, {}).as_json()
    assert shown(sent)
    assert ("Not filled in" in sent) == bool(held["missing"])
    assert ("pending" in sent) or not held["pending"]


@pytest.mark.parametrize(
    ("name", "sent", "values"),
    [
        ("crs_astct_2019", {"temp_c": "39.1", "o2": "facemask"}, {"temp_c": 39.1, "o2": "facemask"}),
        ("crs_astct_2019", {"temp_f": "102"}, {"temp_f": 102}),
        ("ice_score", {"orientation_correct": "4", "naming_correct": "3"},
         {"orientation_correct": 4, "naming_correct": 3}),
        ("icans", {"seizure": "resolves", "age_y": "40"}, {"seizure": "resolves", "age_y": 40}),
        ("hct_ci", {"items": "none-of-these"}, {"items": []}),
        ("hct_ci", {"items": ["arrhythmia", "prior_malignancy"]},
         {"items": ["arrhythmia", "prior_malignancy"]}),
    ],
)  # fmt: skip
def test_the_answer_is_that_of_the_library(visitor, name, sent, values):
    page = visitor.client.post(f"/en/side-effects/{name}/", sent).content.decode()
    held = grade(name, values)
    for bound in {held.lowest, held.highest}:
        assert f"{bound:g}" in shown(page)
    if held.graded.narrows:
        assert f'href="#i-{held.graded.narrows}"' in page


def test_guidance_is_cited_and_a_pending_step_says_so(visitor):
    page = visitor.client.post(
        "/en/side-effects/crs_astct_2019/", {"temp_c": "39"}
    ).content.decode()
    held = grade("crs_astct_2019", {"temp_c": 39}).as_json()["management"]
    assert held
    text = html.unescape(page)
    for ladder in held:
        assert ladder["title"]["en"] in text
        assert all(one["title"] in text for one in ladder["source"])
    pending = sum(step["pending"] for ladder in held for step in ladder["steps"])
    assert page.count("known pending") == pending > 0


@pytest.mark.parametrize("value", ["390", "abc", "-4", "1e999", "nan"])
def test_a_value_that_cannot_be_is_refused_without_repeating_it(visitor_of, value):
    answer = visitor_of.client.post(
        f"/{visitor_of.language}/side-effects/crs_astct_2019/", {"temp_c": value}
    )
    page = answer.content.decode()
    assert answer.status_code == 400
    alert = re.search(r'role="alert">(.*?)</div>', page, re.S)[1]
    assert value not in alert
    assert "25–45 °C" in alert
    assert 'class="bounds"' not in page


def test_an_unknown_scale_is_no_page(visitor):
    visitor.get("side-effects/nope/")
    assert visitor.status == 404


def test_an_answer_is_never_kept(visitor):
    answer = visitor.client.post("/en/side-effects/easix_family/", {"ldh": "250"})
    assert answer.headers["Cache-Control"] == "no-store"
