"""What changed between two days."""

from datetime import date, timedelta

import pytest

from cartway.errors import InputError
from cartway.knowledge.changes import changes
from cartway.knowledge.regulations import select_regulations, successors


def test_the_day_itself_counts_and_the_day_before_does_not() -> None:
    day = date(2026, 6, 22)
    assert any(one.kind == "approved" for one in changes(day - timedelta(1), day))
    assert not any(one.kind == "approved" for one in changes(day, day + timedelta(1)))


def test_a_month_is_certain_only_when_all_of_it_lies_inside() -> None:
    inside = changes(date(2022, 9, 30), date(2022, 10, 31))
    partly = changes(date(2022, 10, 10), date(2022, 10, 31))
    assert [one.certain for one in inside if one.record == "products/relma-cel"] == [True]
    assert [one.certain for one in partly if one.record == "products/relma-cel"] == [False]


def test_periods_add_up() -> None:
    whole = changes(date(2020, 1, 1), date(2026, 11, 22))
    certain = [one for one in whole if one.on.day is not None]
    middle = date(2024, 5, 17)
    parts = [*changes(date(2020, 1, 1), middle), *changes(middle, date(2026, 11, 22))]
    assert [one for one in parts if one.on.day is not None] == certain


def test_each_change_names_for_whom_it_matters_and_why_we_know() -> None:
    for one in changes(date(2009, 1, 1), date(2026, 11, 22)):
        assert set(one.matters_to) <= {"patient", "hospital", "sponsor"}
        assert one.matters_to
        assert one.sources


def test_the_wrong_order_is_refused() -> None:
    with pytest.raises(InputError):
        changes(date(2026, 2, 1), date(2026, 1, 1))


def test_rules_as_of_a_day() -> None:
    before = {one.id: state for one, state in select_regulations(date(2026, 4, 30))}
    after = {one.id: state for one, state in select_regulations(date(2026, 5, 1))}
    assert "decree-818" not in before
    assert after["decree-818"] == "in_force"
    assert before["somatic-guide-2023"] == "in_force"
    assert "somatic-guide-2023" not in after
    assert successors("somatic-draft-2019") == ("somatic-guide-2023", "decree-818")


def test_rules_by_stage_and_role() -> None:
    found = select_regulations(date(2026, 11, 22), stage="payment", binds="hospital")
    assert found
    assert all("payment" in one.stages and "hospital" in one.binds for one, _ in found)
