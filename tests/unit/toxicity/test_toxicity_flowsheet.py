"""A flowsheet: each time graded, both courses, and every row that cannot be trusted."""

from datetime import datetime
from typing import Any

import pytest

from cartway.access.grade_toxicity import Flowsheet, draw, grade_flowsheet, read_flowsheet
from cartway.toxicity import GradingError
from cartway.toxicity.flowsheet.words import describe_flowsheet, table

HEADER = "time,temp_c,hypotension,pressors_n,o2,ice,consciousness,seizure,motor,icp,treated"
WELL = "alert,none,none,none,"

at = datetime.fromisoformat


def a_flowsheet(*lines: str, as_of: datetime | None = None) -> Flowsheet:
    content = "\n".join((HEADER, *lines)).encode()
    return grade_flowsheet(read_flowsheet(content), as_of)


def an_episode() -> Flowsheet:
    return a_flowsheet(
        f"2026-11-01T08:00,36.8,no,0,none,10,{WELL}",
        f"2026-11-01T16:00,38.4,no,0,none,10,{WELL}",
        f"2026-11-02T00:00,39.2,yes,0,low_flow_nc,6,{WELL}yes",
        "2026-11-02T08:00,37.2,yes,1,low_flow_nc,,,,,,",
        f"2026-11-02T16:00,37.0,no,0,none,9,{WELL}",
        f"2026-11-03T00:00,36.9,no,0,none,10,{WELL}",
    )


def reasons(sheet: Flowsheet) -> list[list[str]]:
    return [[problem.reason for problem in one.row.problems] for one in sheet.rows]


def test_onset_peak_and_resolution() -> None:
    sheet = an_episode()
    assert sheet.crs.onset == at("2026-11-01T16:00")
    assert (sheet.crs.peak_lowest, sheet.crs.peak_at) == (3, at("2026-11-02T08:00"))
    assert sheet.crs.resolved_at == at("2026-11-02T16:00")
    assert sheet.icans.onset == at("2026-11-02T00:00")
    assert sheet.icans.peak_highest == 2
    assert sheet.icans.resolved_at == at("2026-11-03T00:00")
    assert not sheet.crs.rising


def test_after_treatment_fever_is_no_longer_needed_while_support_is() -> None:
    grades = [one.crs.lowest for one in an_episode().rows if one.crs]
    assert grades == [0, 1, 2, 3, 0, 0]


def test_without_a_check_nothing_is_carried_forward() -> None:
    assert an_episode().rows[3].icans is None


def test_a_rise_is_named_while_it_lasts() -> None:
    sheet = a_flowsheet(
        f"2026-11-01T08:00,36.8,no,0,none,10,{WELL}",
        f"2026-11-01T16:00,38.9,yes,2,none,7,{WELL}",
    )
    assert sheet.crs.rising
    assert sheet.crs.steep
    assert sheet.icans.rising
    assert not sheet.icans.steep
    assert sheet.crs.resolved_at is None


def test_a_missing_value_leaves_onset_possible_and_resolution_open() -> None:
    sheet = a_flowsheet(
        "2026-11-01T08:00,,no,0,none,,,,,,",
        "2026-11-01T16:00,38.9,no,0,none,,,,,,",
        "2026-11-02T00:00,,no,0,none,,,,,,",
    )
    assert sheet.crs.possible_onset == at("2026-11-01T08:00")
    assert sheet.crs.onset == at("2026-11-01T16:00")
    assert sheet.crs.resolved_at is None
    assert sheet.icans.peak_highest is None


def test_rows_that_cannot_be_trusted_are_flagged_and_left_out() -> None:
    sheet = a_flowsheet(
        "2026-11-01T08:00,36.8,no,0,none,,,,,,",
        "2026-11-01T08:00,39.9,no,0,none,,,,,,",
        "2026-11-02T00:00,36.8,no,0,none,,,,,,",
        "2026-11-01T20:00,36.8,no,0,none,,,,,,",
        "2026-12-24T20:00,39.8,no,0,none,,,,,,",
        "last night,39.8,no,0,none,,,,,,",
        "2026-11-03T08:00,36.8,no,0,none,,,,,,",
        as_of=at("2026-11-23T00:00"),
    )
    assert [one.row.number for one in sheet.rows] == [1, 2, 4, 3, 7, 5, 6]
    assert reasons(sheet) == [
        ["doubled_time"],
        ["doubled_time"],
        ["out_of_order"],
        [],
        ["gap_before"],
        ["in_the_future"],
        ["time_unreadable"],
    ]
    assert [one.row.number for one in sheet.used] == [4, 3, 7]
    assert sheet.crs.peak_highest == 0


def test_a_row_out_of_order_is_sorted_and_said() -> None:
    sheet = a_flowsheet(
        "2026-11-01T20:00,36.8,no,0,none,,,,,,",
        "2026-11-01T12:00,36.8,no,0,none,,,,,,",
    )
    assert [one.row.number for one in sheet.rows] == [2, 1]
    assert reasons(sheet) == [["out_of_order"], []]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("101.3", "confirm_unit"),
        ("-38", "out_of_range"),
        ("60", "out_of_range"),
        ("nan", "wrong_type"),
        ("warm", "wrong_type"),
    ],
)
def test_a_value_that_cannot_be_trusted_counts_as_not_recorded(cell: str, reason: str) -> None:
    sheet = a_flowsheet(f"2026-11-01T08:00,{cell},no,0,none,,,,,,")
    assert reasons(sheet) == [[reason]]
    (row,) = sheet.rows
    assert row.crs is not None
    assert (row.crs.lowest, row.crs.highest) == (0, 1)
    assert row.crs.missing == ("temp_c",)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "unreadable_table"),
        (b"temp_c\n38", "unreadable_table"),
        (b"time,temprature\n2026-11-01,38", "unknown_input"),
        (b"time,temp_c,temp_c\n2026-11-01,38,39", "unreadable_table"),
        (b"\xff\xfe\x00", "unreadable_table"),
    ],
)
def test_what_is_no_flowsheet_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(GradingError) as refusal:
        read_flowsheet(content)
    assert refusal.value.reason == reason


def test_times_with_and_without_a_zone_do_not_mix() -> None:
    with pytest.raises(GradingError, match="time zone"):
        a_flowsheet("2026-11-01T08:00+08:00,38,,,,,,,,,", "2026-11-01T12:00,38,,,,,,,,,")


def test_a_moment_of_asking_without_a_zone_is_read_in_the_zone_of_the_table() -> None:
    sheet = a_flowsheet("2026-11-01T08:00+08:00,38.2,no,0,none,,,,,,", as_of=at("2026-11-23T00:00"))
    assert sheet.crs.peak_lowest == 1


def test_a_child_is_graded_on_the_child_scale() -> None:
    rows: list[dict[str, Any]] = [
        {
            "time": "2026-11-01T08:00",
            "age_y": "9",
            "capd": "9",
            "consciousness": "alert",
            "seizure": "none",
            "motor": "none",
            "icp": "none",
        }
    ]
    (row,) = grade_flowsheet(rows).rows
    assert row.icans is not None
    assert (row.icans.lowest, row.icans.highest) == (3, 3)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_picture_has_words_and_a_table(language: str) -> None:
    sheet = an_episode()
    page = draw(sheet, "html", language)
    assert isinstance(page, str)
    headings, lines = table(sheet, language)
    assert len(lines) == 6
    for heading in headings:
        assert heading in page
    assert describe_flowsheet(sheet, language) in page
    assert "<svg" in page


def test_no_usable_row_draws_nothing() -> None:
    sheet = a_flowsheet("soon,38,no,0,none,,,,,,")
    with pytest.raises(GradingError, match="nothing to draw"):
        draw(sheet, "png", "en")
    assert isinstance(draw(sheet, "html", "en"), str)
