"""Shares come from counts or have no interval; the interval is Wilson's."""

import pytest

from cartway.knowledge.evidence import evidence, share_of, wilson_interval
from cartway.knowledge.evidence_records import ESTIMATED, Result, Study
from cartway.knowledge.load import BothLanguages

NAME = BothLanguages(en="a study", zh="研究")


def a_study(*results: Result) -> Study:
    return Study(name=NAME, setting="china", results=results)


def a_result(measure: str, value: float, **held: object) -> Result:
    fields = {"how": "ours", "confidence": "low", **held}
    return Result(measure=measure, value=value, **fields)


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe, Statist Med 1998;17:857, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_published_intervals(count: int, of: int, low: float, high: float) -> None:
    assert wilson_interval(count, of) == pytest.approx((low, high), abs=5e-5)


def test_none_and_all_touch_the_ends() -> None:
    assert wilson_interval(0, 5)[0] == 0
    assert wilson_interval(5, 5)[1] == 1


def test_a_percentage_that_no_count_gives_has_no_interval() -> None:
    study = a_study(a_result("patients", 59))
    assert share_of(study, a_result("overall_response", 71.19)) is not None
    assert share_of(study, a_result("overall_response", 70.0)) is None


def test_an_estimate_over_time_has_no_interval() -> None:
    study = a_study(a_result("patients", 100))
    assert ESTIMATED
    assert share_of(study, a_result("overall_survival", 50, at_months=12)) is None


def test_each_arm_has_its_own_number() -> None:
    one, two = (BothLanguages(en=arm, zh="组") for arm in ("treated", "control"))
    study = a_study(a_result("patients", 104, arm=one), a_result("patients", 52, arm=two))
    share = share_of(study, a_result("overall_response", 4, arm=two))
    assert share is not None
    assert (share.count, share.of) == (2, 52)
    assert share_of(study, a_result("overall_response", 22)) is None


def test_every_interval_holds_its_share() -> None:
    shares = [row.share for row in evidence() if row.share is not None]
    assert len(shares) > 30
    assert all(0 <= one.low <= one.percent <= one.high <= 100 for one in shares)


def test_a_share_of_a_recalled_number_of_patients_is_pending() -> None:
    recalled = Result(
        measure="patients", value=27, how="recall", confidence="medium", sources=("recall",)
    )
    share = share_of(a_study(recalled), a_result("overall_response", 100))
    assert share is not None
    assert share.pending
