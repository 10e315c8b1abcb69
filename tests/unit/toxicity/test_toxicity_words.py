"""Every scale says what it asks, whence it comes and what is pending, in both languages."""

from typing import Any

import pytest

from cartway.access.grade_toxicity import describe, grade, grading_lines, list_algorithms
from cartway.toxicity import ALGORITHMS, GradingError
from cartway.toxicity.flowsheet.rows import COLUMNS
from cartway.toxicity.inputs import Choice, Several
from cartway.toxicity.published import input_words, ladders, scales, sources, words

PENDING = {
    "icans_astct_2019_pediatric",
    "icans",
    "icaht_early_2023",
    "icaht_late_2023",
    "car_hematotox",
    "iec_hs_2023",
    "ctcae_v5_heme",
    "hct_ci",
}


def test_rules_and_words_name_the_same_things() -> None:
    inputs = {one.name for scale in ALGORITHMS.values() for one in scale.inputs}
    choices = {
        choice
        for scale in ALGORITHMS.values()
        for one in scale.inputs
        if isinstance(one, Choice | Several)
        for choice in one.choices
    }
    assert inputs == set(input_words())
    assert choices == set(words().choices)
    assert set(scales()) == set(ALGORITHMS)
    assert set(COLUMNS) - inputs == {"systolic_mmhg", "spo2_pct", "treated"}


def test_every_source_is_known() -> None:
    cited = {one for scale in scales().values() for one in scale.sources}
    cited |= {one for id_ in ALGORITHMS for ladder in ladders(id_) for one in ladder.sources}
    assert cited <= set(sources())


def test_what_rests_on_memory_is_pending() -> None:
    listed = {one["id"] for one in list_algorithms() if one["pending"]}
    assert listed == PENDING
    for scale in scales().values():
        if "recall" in scale.evidence:
            assert scale.pending
    for id_ in PENDING:
        lines = grading_lines(grade(id_, {}), "en")
        assert any(line.startswith("PENDING") for line in lines)
        assert any(line.startswith("待核实") for line in grading_lines(grade(id_, {}), "zh"))


@pytest.mark.parametrize("algorithm", sorted(ALGORITHMS))
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_scale_can_be_asked_for_and_shown(algorithm: str, language: str) -> None:
    form = describe(algorithm)
    for one in form["inputs"]:
        assert one["label"][language]
        assert one["question"][language]
    assert all(source["title"] for source in form["source"])
    lines = grading_lines(grade(algorithm, {}), language)
    assert len(lines) > 3


def test_the_answer_has_the_agreed_shape() -> None:
    answer: dict[str, Any] = grade(
        "crs_astct_2019", {"temp_c": 38.5, "hypotension": True, "o2": "none"}
    ).as_json()
    assert answer["algorithm"] == "crs_astct_2019"
    assert (answer["lowest"], answer["highest"]) == (2, 4)
    assert answer["missing"] == ["pressors_n"]
    assert answer["narrows"] == "pressors_n"
    assert answer["source"][0]["id"] == "S_LEE2019"
    grades = {step["grade"] for ladder in answer["management"] for step in ladder["steps"]}
    assert grades == {"all", "2", "3", "4"}


def test_a_grade_of_nothing_shows_no_ladder() -> None:
    inputs = {"temp_c": 36.5, "hypotension": False, "pressors_n": 0, "o2": "none"}
    assert grade("crs_astct_2019", inputs).as_json()["management"] == []


def test_a_score_shows_no_ladder() -> None:
    assert grade("car_hematotox", {}).as_json()["management"] == []


@pytest.mark.parametrize(
    ("algorithm", "inputs", "marked"),
    [
        ("crs_astct_2019", {"temp_c": 777.125}, "777.125"),
        ("crs_astct_2019", {"temp_c": "MARKED"}, "MARKED"),
        ("crs_astct_2019", {"o2": "MARKED"}, "MARKED"),
        ("hct_ci", {"items": ["MARKED"]}, "MARKED"),
        ("capd", {"q": "MARKED"}, "MARKED"),
        ("capd", {"rass": -4}, "-4"),
        ("easix_family", {"ldh_u_l": -77.125}, "77.125"),
        ("icaht_early_2023", {"days_anc_le_500": 17, "days_anc_le_100": 19}, "19"),
    ],
)
def test_no_message_holds_a_value(algorithm: str, inputs: dict[str, Any], marked: str) -> None:
    with pytest.raises(GradingError) as refusal:
        grade(algorithm, inputs)
    assert marked not in refusal.value.what
    assert marked not in (refusal.value.where or "")


def test_an_unknown_name_gives_the_nearest() -> None:
    with pytest.raises(GradingError, match=r"Did you mean crs_astct_2019\?"):
        grade("crs_astct_2109", {})
    with pytest.raises(GradingError, match=r"Did you mean temp_c\?"):
        grade("crs_astct_2019", {"tempc": 38.0})
