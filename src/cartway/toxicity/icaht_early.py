"""Early haematotoxicity (ICAHT), day 0 to 30: how deep and how long neutrophils stayed low.

The days are counted by whoever asks, on a daily grid; nothing here fills a gap in the counts.

Source: S_REJESKI2023, grading table (from memory, pending), columns of early ICAHT.
"""

from __future__ import annotations

from cartway.toxicity.algorithm import Algorithm, Outcome
from cartway.toxicity.inputs import Number, Values, YesNo
from cartway.toxicity.refusals import GradingError

DAYS = 31


def grade_icaht_early(v: Values) -> Outcome:
    """Grade complete inputs: the graver of both rows."""
    low, very_low = v["days_anc_le_500"], v["days_anc_le_100"]
    if not v["ever_above_500"]:
        return Outcome(4)
    by_500 = 3 if low >= 14 else 2 if low >= 7 else 1 if low >= 1 else 0
    by_100 = 4 if very_low >= 14 else 3 if very_low >= 7 else 0
    return Outcome(max(by_500, by_100))


def _possible(v: Values) -> bool:
    low, very_low = v["days_anc_le_500"], v["days_anc_le_100"]
    if low is None or very_low is None:
        return True
    if very_low > low:
        return False
    # Never above 500 needs at least one day at or below it; 31 days below leave none above.
    return low > 0 if v["ever_above_500"] is False else low < DAYS or not v["ever_above_500"]


def _check(v: Values) -> None:
    low, very_low, above = v["days_anc_le_500"], v["days_anc_le_100"], v["ever_above_500"]
    if low is not None and very_low is not None and very_low > low:
        _refuse("days_anc_le_100", "no more days at or below 100 than at or below 500")
    if above is False and low == 0:
        _refuse("ever_above_500", "a day at or below 500 when no count was ever above it")
    if above is True and DAYS in (low, very_low):
        _refuse("ever_above_500", "a day above 500, or fewer than 31 days at or below it")


def _refuse(where: str, expected: str) -> None:
    raise GradingError(
        "inconsistent", "the recorded days contradict each other", where=where, expected=expected
    )


def _days_le_500(v: Values) -> tuple[float, float]:
    most = DAYS - 1 if v["ever_above_500"] else DAYS
    least = 1 if v["ever_above_500"] is False else 0
    return max(least, v["days_anc_le_100"] or 0), most


def _days_le_100(v: Values) -> tuple[float, float]:
    low = v["days_anc_le_500"]
    if low is not None:
        return 0, low
    return 0, DAYS - 1 if v["ever_above_500"] else DAYS


ICAHT_EARLY = Algorithm(
    id="icaht_early_2023",
    scale="grade",
    inputs=(
        Number(
            name="days_anc_le_500",
            unit="d",
            highest=DAYS,
            whole=True,
            cuts=(1, 7, 14),
            within=_days_le_500,
        ),
        Number(
            name="days_anc_le_100",
            unit="d",
            highest=DAYS,
            whole=True,
            cuts=(7, 14),
            within=_days_le_100,
        ),
        YesNo(name="ever_above_500"),
    ),
    rule=grade_icaht_early,
    legal=_possible,
    check=_check,
)
