"""The shipped snapshot as options: complete, balanced, shared, never eligible without criteria."""

from datetime import date

import pytest

from cartway.access.load_trials import load_trials, read_snapshot, snapshot_file
from cartway.criteria import check
from cartway.engines.reference import Evaluator, judge_line
from cartway.errors import InternalError
from cartway.facts import Record
from cartway.knowledge.load import load_vocabulary

VOCABULARY = load_vocabulary()


@pytest.fixture(scope="module")
def trials():
    return load_trials(VOCABULARY)


def by_status(trials, status):
    return next(one for one in trials.options if one.details["status"] == status)


def about_the_trial(option, place):
    (line,) = [one for one in option.lines if one.source.endswith(place)]
    evaluator = Evaluator(Record(facts=option.facts), date(2026, 11, 23), VOCABULARY)
    return judge_line(line, evaluator).verdict


def test_every_trial_of_the_snapshot_is_an_option(trials):
    assert trials.snapshot == "ctgov-2026-08-22"
    assert trials.taken_on == date(2026, 8, 22)
    assert len(trials.options) == len({one.id for one in trials.options}) == 2587
    assert sum(one.details["criteria"] == "whole" for one in trials.options) == 74


def test_a_trial_without_criteria_has_an_unread_line(trials):
    for option in trials.options:
        if option.details["criteria"] != "whole":
            assert any(not one.read and one.decides for one in option.lines)


def test_every_node_fits_the_vocabulary(trials):
    for node in {
        id(one.node): one.node for option in trials.options for one in option.lines
    }.values():
        check(node, VOCABULARY)


def test_equal_lines_are_one_object(trials):
    lines = [one for option in trials.options for one in option.lines]
    assert len({id(one) for one in lines}) == len(set(lines)) < len(lines) / 3


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        ("recruiting", "met"),
        ("not_yet_recruiting", "unknown"),
        ("enrolling_by_invitation", "unknown"),
        ("unknown_status", "unknown"),
        ("completed", "not_met"),
        ("terminated", "not_met"),
        ("withdrawn", "not_met"),
        ("suspended", "not_met"),
        ("active_not_recruiting", "not_met"),
    ],
)
def test_recruiting_now(trials, status, verdict):
    assert about_the_trial(by_status(trials, status), "overallStatus") == verdict


def test_a_site_in_china(trials):
    def place(countries):
        option = next(one for one in trials.options if one.details["countries"] == countries)
        return about_the_trial(option, "locations")

    assert place(["China"]) == "met"
    assert place(["United States"]) == "not_met"
    assert place([]) == "unknown"
    hong_kong = [one for one in trials.options if "Hong Kong" in one.details["countries"]]
    assert {about_the_trial(one, "locations") for one in hong_kong} == {"met"}


def test_titles_in_both_languages(trials):
    assert all(one.title["en"] and one.title["zh"] for one in trials.options)


def test_a_changed_snapshot_is_refused(tmp_path):
    path = snapshot_file()
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes()[:-1])
    (tmp_path / "SHA256SUMS").write_bytes(path.with_name("SHA256SUMS").read_bytes())
    with pytest.raises(InternalError, match="not the one that was shipped"):
        read_snapshot(copy)
