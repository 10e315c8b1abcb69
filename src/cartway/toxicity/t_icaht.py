"""Thrombocytopenia beside ICAHT (T-ICAHT), early and late.

Source: S_TICAHT, definition table.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from cartway.toxicity.algorithm import Algorithm, Outcome
from cartway.toxicity.inputs import Choice, Number, Values
from cartway.toxicity.refusals import GradingError

_DAYS = {"early": 31, "late": 70}
_NARROWING = ("days_plt_lt_100", "days_plt_lt_50", "days_plt_lt_20")


def grade_t_icaht(v: Values) -> Outcome:
    """Grade complete inputs: the highest row that is met."""
    below_50, below_20 = v["days_plt_lt_50"], v["days_plt_lt_20"]
    if below_20 >= 14:
        return Outcome(4)
    if below_20 >= 1:
        return Outcome(3)
    if v["phase"] == "early":
        return Outcome(2 if below_50 >= 7 else 1 if below_50 >= 1 else 0)
    return Outcome(2 if below_50 >= 1 else 1 if v["days_plt_lt_100"] >= 1 else 0)


def _named(v: Values) -> list[tuple[str, int | None]]:
    days = [(name, v[name]) for name in _NARROWING]
    return days if v["phase"] == "late" else days[1:]


def _possible(v: Values) -> bool:
    days = [days for _, days in _named(v) if days is not None]
    most = _DAYS[v["phase"]]
    return all(a >= b for a, b in itertools.pairwise(days)) and all(day <= most for day in days)


def _check(v: Values) -> None:
    recorded = [(name, days) for name, days in _named(v) if days is not None]
    for (wide, more), (narrow, fewer) in itertools.pairwise(recorded):
        if fewer > more:
            raise GradingError(
                "inconsistent",
                "the recorded days contradict each other",
                where=narrow,
                expected=f"no more days than {wide}",
            )
    most = _DAYS.get(v["phase"] or "late", 70)
    for name, days in recorded:
        if days > most:
            raise GradingError(
                "out_of_range",
                "more days than the phase has",
                where=name,
                expected=f"0 to {most} d",
            )


@dataclass(frozen=True, kw_only=True)
class Days(Number):
    """Days below a limit: never more than the days below a higher one, or than the phase has."""

    unit: str = "d"
    highest: float = _DAYS["late"]
    whole: bool = True
    cuts: tuple[float, ...] = (1, 7, 14)

    def candidates(self, recorded: Values) -> tuple[int, ...]:
        others = {recorded[name] for name in _NARROWING if recorded[name] is not None}
        return tuple(sorted({0, *_DAYS.values(), *others}))


T_ICAHT = Algorithm(
    id="t_icaht",
    scale="grade",
    inputs=(
        Choice(name="phase", choices=("early", "late")),
        Days(name="days_plt_lt_50"),
        Days(name="days_plt_lt_20"),
        Days(name="days_plt_lt_100", asked=lambda v: v["phase"] != "early"),
    ),
    rule=grade_t_icaht,
    legal=_possible,
    check=_check,
)
