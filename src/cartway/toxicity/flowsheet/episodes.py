"""Grades over time: each time graded, then onset, peak, resolution and a rising trend.

Onset, resolution and trend are said only where the bounds leave no doubt; where they do, the
earliest time that was possible is given beside it.

Source: S_LEE2019, CRS table footnote (fever is no longer needed once CRS is diagnosed and treated).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from cartway.toxicity.algorithm import Algorithm, Graded
from cartway.toxicity.bounds import grade_inputs
from cartway.toxicity.crs import CRS
from cartway.toxicity.flowsheet.rows import Problem, Row
from cartway.toxicity.icans_adult import ICANS_ADULT
from cartway.toxicity.icans_by_age import ICANS_BY_AGE
from cartway.toxicity.icans_pediatric import ICANS_PEDIATRIC
from cartway.toxicity.inputs import Several
from cartway.toxicity.refusals import GradingError

GAP = timedelta(hours=12)
TREND_OVER = timedelta(hours=24)
STEEP_WITHIN = timedelta(hours=12)
_CRS_COLUMNS = frozenset(one.name for one in CRS.inputs)
_NEUROLOGICAL = frozenset(
    {"ice", "capd", "capd_unable", "consciousness", "seizure", "motor", "icp", "death_from_icans"}
)
_ICANS_COLUMNS = frozenset(one.name for one in ICANS_BY_AGE.inputs if not isinstance(one, Several))


@dataclass(frozen=True)
class GradedRow:
    """A row with its grades; None where nothing of a scale was recorded."""

    row: Row
    crs: Graded | None = None
    icans: Graded | None = None


@dataclass(frozen=True)
class Episode:
    """The course of one scale.

    Attributes:
        onset: first time at which the grade is 1 or more for certain.
        possible_onset: first time at which it may be.
        peak_lowest: the highest grade that was reached for certain.
        peak_highest: the highest grade that may have been reached.
        peak_at: first time of the certain peak.
        resolved_at: first of the last unbroken run of times at grade 0 for certain.
        rising: the last grade lies for certain above another within 24 hours before.
        steep: a rise of two grades or more within 12 hours, for certain.
    """

    onset: datetime | None = None
    possible_onset: datetime | None = None
    peak_lowest: int | None = None
    peak_highest: int | None = None
    peak_at: datetime | None = None
    resolved_at: datetime | None = None
    rising: bool = False
    steep: bool = False

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in vars(self).items()
        }


@dataclass(frozen=True)
class Flowsheet:
    """A graded flowsheet: every row that came in, in order of time, and both courses."""

    rows: tuple[GradedRow, ...]
    crs: Episode
    icans: Episode

    @property
    def used(self) -> tuple[GradedRow, ...]:
        """The rows that were graded."""
        return tuple(one for one in self.rows if one.row.used)

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "rows": [_row_json(one) for one in self.rows],
            "crs": {"algorithm": CRS.id, **self.crs.as_json()},
            "icans": self.icans.as_json(),
        }


def _row_json(one: GradedRow) -> dict[str, Any]:
    row = one.row
    return {
        "row": row.number,
        "time": row.time.isoformat() if row.time else None,
        "used": row.used,
        "crs": _bounds_json(one.crs),
        "icans": _bounds_json(one.icans),
        "problems": [{"reason": p.reason, "column": p.column} for p in row.problems],
    }


def _bounds_json(graded: Graded | None) -> dict[str, Any] | None:
    if graded is None:
        return None
    return {
        "algorithm": graded.algorithm,
        "lowest": graded.lowest,
        "highest": graded.highest,
        "missing": list(graded.missing),
        "narrows": graded.narrows,
    }


def grade_rows(rows: Sequence[Row], as_of: datetime | None = None) -> Flowsheet:
    """Grade each usable row in order of time."""
    ordered = _flag_times(rows, as_of)
    child = any(
        row.values.get("capd") is not None or row.values.get("capd_unable") for row in ordered
    )
    graded: list[GradedRow] = []
    diagnosed = treated = False
    for row in ordered:
        if not row.used:
            graded.append(GradedRow(row))
            continue
        treated = treated or bool(row.values.get("treated"))
        one = _grade_row(row, diagnosed and treated, child)
        diagnosed = diagnosed or (one.crs is not None and bool(one.crs.lowest))
        graded.append(one)
    used = [one for one in graded if one.row.used]
    crs = [(one.row.time, one.crs) for one in used if one.crs]
    icans = [(one.row.time, one.icans) for one in used if one.icans]
    return Flowsheet(tuple(graded), _episode(crs), _episode(icans))


def _flag_times(rows: Sequence[Row], as_of: datetime | None) -> list[Row]:
    """The rows in order of time, those without one last; each doubt about a time is flagged."""
    timed = [(row.time, row) for row in rows if row.time is not None]
    if len({time.tzinfo is None for time, _ in timed}) > 1:
        raise GradingError(
            "unreadable_table",
            "some times name a time zone and others do not",
            where="time",
            expected="all with a time zone, or all without",
        )
    counted = Counter(time for time, _ in timed)
    flagged: list[tuple[datetime, Row]] = []
    latest: datetime | None = None
    for time, row in timed:
        if as_of is not None and _after(time, as_of):
            flagged.append((time, _flag(row, "in_the_future", used=False)))
        elif counted[time] > 1:
            flagged.append((time, _flag(row, "doubled_time", used=False)))
        elif latest is not None and time < latest:
            flagged.append((time, _flag(row, "out_of_order", used=True)))
        else:
            latest = time
            flagged.append((time, row))
    flagged.sort(key=lambda placed: (placed[0], placed[1].number))
    return [*_flag_gaps(flagged), *(row for row in rows if row.time is None)]


def _after(time: datetime, as_of: datetime) -> bool:
    """Compare moments; where only one names a zone, the clocks on the wall."""
    if (time.tzinfo is None) != (as_of.tzinfo is None):
        return time.replace(tzinfo=None) > as_of.replace(tzinfo=None)
    return time > as_of


def _flag_gaps(placed: list[tuple[datetime, Row]]) -> Iterator[Row]:
    before: datetime | None = None
    for time, row in placed:
        if not row.used:
            yield row
            continue
        gap = before is not None and time - before > GAP
        yield _flag(row, "gap_before", used=True) if gap else row
        before = time


def _flag(row: Row, reason: str, *, used: bool) -> Row:
    return replace(row, problems=(*row.problems, Problem(reason, "time")), used=used)


def _grade_row(row: Row, treated_crs: bool, child: bool) -> GradedRow:
    problems: list[Problem] = []
    crs = icans = None
    if any(name in row.values for name in _CRS_COLUMNS):
        inputs = {name: v for name, v in row.values.items() if name in _CRS_COLUMNS}
        if treated_crs and "fever_waived" not in inputs and _may_need_support(inputs):
            inputs["fever_waived"] = True
        crs = _try(CRS, inputs, problems)
    if any(name in row.values for name in _NEUROLOGICAL):
        inputs = {name: v for name, v in row.values.items() if name in _ICANS_COLUMNS}
        icans = _try(_scale(row.values, child), inputs, problems)
    return GradedRow(replace(row, problems=(*row.problems, *problems)), crs, icans)


def _scale(values: Mapping[str, Any], child: bool) -> Algorithm:
    if "age_y" in values or "developmental_delay" in values:
        return ICANS_BY_AGE
    return ICANS_PEDIATRIC if child else ICANS_ADULT


def _may_need_support(inputs: Mapping[str, Any]) -> bool:
    """Without support and without fever the syndrome is over, treated or not."""
    return not (
        inputs.get("hypotension") is False
        and inputs.get("pressors_n") == 0
        and inputs.get("o2") == "none"
    )


def _try(scale: Algorithm, inputs: Mapping[str, Any], problems: list[Problem]) -> Graded | None:
    try:
        return grade_inputs(scale, inputs)
    except GradingError as error:
        problems.append(Problem(error.reason, error.where))
        return None


def _episode(course: list[tuple[datetime | None, Graded]]) -> Episode:
    points = [
        (time, int(graded.lowest or 0), int(graded.highest or 0))
        for time, graded in course
        if time is not None
    ]
    if not points:
        return Episode()
    peak = max(lowest for _, lowest, _ in points)
    onset = next((time for time, lowest, _ in points if lowest > 0), None)
    last_time, last_lowest, _ = points[-1]
    return Episode(
        onset=onset,
        possible_onset=next((time for time, _, highest in points if highest > 0), None),
        peak_lowest=peak,
        peak_highest=max(highest for _, _, highest in points),
        peak_at=next(time for time, lowest, _ in points if lowest == peak) if peak else None,
        resolved_at=_resolved(points) if onset else None,
        rising=any(
            last_time - time <= TREND_OVER and highest < last_lowest
            for time, _, highest in points[:-1]
        ),
        steep=any(
            timedelta(0) < later - time <= STEEP_WITHIN and lowest - highest >= 2
            for time, _, highest in points
            for later, lowest, _ in points
        ),
    )


def _resolved(points: list[tuple[datetime, int, int]]) -> datetime | None:
    since = None
    for time, _, highest in reversed(points):
        if highest > 0:
            break
        since = time
    return since
