"""The forecast in its four shapes, and what it refuses."""

import datetime as dt
import json
import re

import numpy as np
import pytest

from cartway.access.plan_course import plan_course
from cartway.course import words
from cartway.course.calendar_file import to_icalendar
from cartway.course.covariates import Covariates
from cartway.course.distributions import from_quartiles, from_range, split_log_normal
from cartway.course.picture import draw_course
from cartway.course.picture_words import COLOURS, alt_text
from cartway.course.text import course_page, course_text
from cartway.errors import InputError

START = dt.date(2026, 12, 1)
SIMULATED = ["axi-cel", "relma-cel", "eque-cel", "inati-cel", "zevor-cel", "cilta-cel", "satri-cel"]


def a_forecast(product="cilta-cel", **changes):
    given = {"start": START, "seed": 4, "samples": 2000} | changes
    return plan_course(product, **given)


@pytest.mark.parametrize("product", SIMULATED)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_simulated_product_is_told_whole_in_both_languages(product, language):
    forecast = a_forecast(product)
    text = course_text(forecast, language)
    for stage in ("leukapheresis", "manufacturing", "lymphodepletion", "infusion", "crs"):
        assert words.say(stage, language) in text
    assert words.say("year", language, year=15) in text
    assert words.say("manufacturing_failure", language) in text or product == "satri-cel"
    assert words.say("waiting", language) in text
    if language == "zh":
        assert not re.search(r"\b(the|and|of|from|with|day)\b", text)


def test_the_answer_is_plain_data_and_equal_for_equal_seeds():
    first = json.dumps(a_forecast().as_dict())
    assert first == json.dumps(a_forecast().as_dict())
    assert first != json.dumps(a_forecast(seed=5).as_dict())


def test_dates_follow_the_start_by_the_same_days():
    without = a_forecast(start=None).as_dict()
    dated = a_forecast().as_dict()
    for bare, with_dates in zip(without["phases"], dated["phases"], strict=True):
        assert bare["dates"] is None
        days = bare["days_from_leukapheresis"]["start"]["p50"]
        expected = START + dt.timedelta(days=int(np.floor(days)))
        found = dt.date.fromisoformat(with_dates["dates"]["start"]["p50"])
        assert abs((found - expected).days) <= 1  # days are shown to a tenth


def test_shares_of_all_ends_sum_to_one():
    exits = a_forecast().exits
    total = exits["infused"] + exits["manufacturing_failure"] + exits["waiting"]
    assert total == pytest.approx(1.0)


def test_follow_up_reaches_year_fifteen():
    visits = a_forecast().visits
    assert visits[-1].after_days == round(365.25 * 15)
    assert [one.after_days for one in visits] == sorted(one.after_days for one in visits)


def test_the_calendar_is_well_formed():
    for language in ("en", "zh"):
        text = to_icalendar(a_forecast(), language)
        lines = text.split("\r\n")
        assert lines[0] == "BEGIN:VCALENDAR"
        assert lines[-2:] == ["END:VCALENDAR", ""]
        assert all(len(line.encode()) <= 75 for line in lines)
        unfolded = text.replace("\r\n ", "")
        assert unfolded.count("BEGIN:VEVENT") == unfolded.count("END:VEVENT") >= 25
        uids = re.findall(r"UID:(\S+)", unfolded)
        assert len(uids) == len(set(uids))
        for start, end in re.findall(r"DTSTART;VALUE=DATE:(\d+)\r\nDTEND;VALUE=DATE:(\d+)", text):
            assert start < end
        for line in unfolded.split("\r\n"):
            if line.startswith("SUMMARY:"):
                assert not re.search(r"(?<!\\)[,;]", line.removeprefix("SUMMARY:"))


def test_a_calendar_needs_a_first_day():
    with pytest.raises(InputError, match="first day"):
        to_icalendar(a_forecast(start=None), "en")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_picture_carries_every_stage_and_its_words(language):
    forecast = a_forecast("axi-cel")
    svg = draw_course(forecast, language, "svg").decode()
    described = alt_text(forecast, language)
    for one in forecast.phases:
        assert one.label[language] in described
        assert one.label[language] in svg
    assert draw_course(forecast, language, "png").startswith(b"\x89PNG")
    page = course_page(forecast, language)
    assert 'role="img"' in page
    assert page.count("<table>") >= 3


def test_every_phase_has_a_colour_and_both_words():
    assert set(COLOURS) == set(words.PHASES)
    for table in (words.PHASES, words.NOTES, words.WORDS, words.QUANTITIES):
        for key, texts in table.items():
            assert set(texts) == {"en", "zh"}, key
            assert all(texts.values())


@pytest.mark.parametrize("product", ["reni-cel-hrain", "pcar-19b"])
def test_a_product_without_data_is_answered_and_not_simulated(product):
    forecast = plan_course(product)
    assert not forecast.simulated
    assert forecast.as_dict()["reason"]["zh"] in course_text(forecast, "zh")


def test_a_disease_without_data_is_answered_and_not_simulated():
    forecast = a_forecast("relma-cel", covariates=Covariates(disease="fl"))
    assert not forecast.simulated
    assert forecast.disease["en"] == "follicular lymphoma"


def test_a_product_without_kinetics_says_so():
    forecast = a_forecast("relma-cel")
    assert forecast.expansion is None
    assert words.both("not_published_kinetics") in forecast.notes


def test_low_copies_are_below_quantification():
    found = a_forecast("cilta-cel").as_dict()["expansion"]
    assert found["middle_below_quantification"][0] is True
    assert found["p50"][0] > 0


@pytest.mark.parametrize(
    ("changes", "nearest"),
    [
        ({"product": "axicel"}, "axi-cel"),
        ({"start": dt.date(1999, 1, 1)}, None),
        ({"start": dt.date(2126, 12, 1), "as_of": dt.date(2026, 11, 22)}, None),
        ({"samples": 10}, None),
        ({"covariates": Covariates(disease="mmm")}, "mm"),
    ],
)
def test_what_cannot_be_meant_is_refused(changes, nearest):
    with pytest.raises(InputError) as caught:
        a_forecast(**changes)
    assert caught.value.exit_code == 2
    assert caught.value.expected
    assert caught.value.nearest == nearest


@pytest.mark.parametrize("age", [-1, 121])
def test_an_impossible_age_is_refused_without_repeating_it(age):
    with pytest.raises(InputError) as caught:
        Covariates(age=age)
    assert str(age) not in str(caught.value).replace("0 to 120", "")


def test_high_car_hematotox_lengthens_low_counts():
    high = a_forecast("axi-cel", covariates=Covariates(car_hematotox="high"))
    low = a_forecast("axi-cel", covariates=Covariates(car_hematotox="low"))
    ends = [one.phase("severe_neutropenia").end_after.middle for one in (high, low)]
    assert ends[0] == pytest.approx(12, rel=0.1)
    assert ends[1] == pytest.approx(5.5, rel=0.1)


def test_fits_from_what_papers_print():
    assert from_quartiles(22.0, 15.0, 28.0).spread == pytest.approx(0.4627, abs=1e-4)
    assert from_quartiles(57.5, 48.0, 62.0).spread == pytest.approx(0.1897, abs=1e-4)
    assert from_range(2.0, 1.0, 12.0, 108).spread == pytest.approx(np.log(12) / 5)
    draws = split_log_normal(5.0, 2.0, 21.0, np.random.default_rng(1).standard_normal(100_000))
    assert np.quantile(draws, [0.1, 0.5, 0.9]) == pytest.approx([2, 5, 21], rel=0.03)


def test_who_is_alive_at_a_visit_is_told_only_as_far_as_it_was_published():
    alive = {one.after_days: one.alive for one in a_forecast("relma-cel").visits}
    assert alive[365] == pytest.approx(0.768, abs=0.002)
    assert alive[731] == pytest.approx(0.693, abs=0.002)
    assert alive[round(365.25 * 5)] is None
    assert {one.alive for one in a_forecast("eque-cel").visits} == {None}


@pytest.mark.parametrize(
    "name",
    ["axi-cel", "AXI-CEL", "axi_cel", "Yescarta", "奕凯达", "阿基仑赛", "阿基仑赛注射液",
     "axicabtagene ciloleucel"],
)  # fmt: skip
def test_a_product_goes_by_all_its_names(name):
    assert plan_course(name, samples=100).product == "axi-cel"


@pytest.mark.parametrize("name", ["", " ", "()", "cel"])
def test_a_name_that_says_nothing_is_refused(name):
    with pytest.raises(InputError, match="not known"):
        plan_course(name)
