"""Comparisons carry their warning, their order and their doubt."""

from datetime import date

import pytest

from cartway.access.compare_products import (
    MEASURE_WORDS,
    china_beside_abroad,
    compare_figures,
    forest_plot,
)
from cartway.knowledge.evidence import WHY_COMPARISON_MISLEADS

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_plot_says_why_comparison_misleads(language: str) -> None:
    for measure in MEASURE_WORDS:
        plot = forest_plot(compare_figures(measure, TODAY), language)
        said = "".join(plot["title"]["subtitle"]).replace(" ", "")
        assert said == WHY_COMPARISON_MISLEADS.in_language(language).replace(" ", "")


def test_figures_stand_in_the_order_of_approval() -> None:
    options = [one.to_json()["option"] for one in compare_figures("overall_response", TODAY)]
    assert options.index("axi-cel/lbcl-3l") < options.index("eque-cel/rrmm-4l")
    assert options[0] == "axi-cel/lbcl-3l"


def test_nothing_from_before_the_approval() -> None:
    assert compare_figures("overall_response", date(2021, 1, 1)) == ()
    assert forest_plot((), "en")["title"]["text"]


def test_a_figure_on_a_recalled_number_of_patients_is_pending() -> None:
    found = {
        (one.row.product, one.row.indication, one.row.result.at_months): one
        for one in compare_figures("overall_response", TODAY)
    }
    cohort = found["relma-cel", "fl", 3]
    assert not cohort.row.result.pending
    assert cohort.pending


def test_one_target_only() -> None:
    figures = compare_figures("overall_response", TODAY, target="bcma")
    assert {one.row.product for one in figures} == {"eque-cel", "zevor-cel", "cilta-cel"}


def test_china_beside_abroad() -> None:
    rows = {row["comparator"]: row for row in china_beside_abroad(TODAY)}
    beside = {one["option"] for one in rows["cilta-cel-us"]["in_china"]}
    assert "cilta-cel/rrmm-4l" in beside
    assert "axi-cel/lbcl-3l" not in beside
    before = {row["comparator"]: row for row in china_beside_abroad(date(2020, 1, 1))}
    assert before["cilta-cel-us"]["approvals"] == []
