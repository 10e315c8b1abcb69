"""Cell levels of one product: when they peak, and the curve with its spread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cartway.course.distributions import Floats
from cartway.course.kinetics import lag, moment, stein
from cartway.course.records import KineticsRow


@dataclass(frozen=True)
class ExpansionCurve:
    """Percentiles of cell levels by day after infusion, in ``unit``."""

    days: Floats
    low: Floats
    middle: Floats
    high: Floats
    unit: str


def draw_patients(
    row: KineticsRow,
    count: int,
    generator: np.random.Generator,
    omega_kind: stein.OmegaKind = "variance",
) -> stein.Parameters | None:
    """Draw kinetics of many patients; None for a kernel without published spread."""
    if row.kernel == "stein":
        return stein.sample(count, generator, omega_kind=omega_kind)
    if row.kernel == "moment" and row.peak_median and row.peak_spread and row.peak_day_median:
        summary = moment.Summary(
            row.peak_median,
            row.peak_spread,
            row.peak_day_median,
            row.area_median,
            row.area_spread,
            row.fast_decline,
            unit=row.unit,
        )
        return moment.sample_summary(count, generator, summary)
    return None


def draw_peak_days(
    row: KineticsRow | None,
    count: int,
    generator: np.random.Generator,
    omega_kind: stein.OmegaKind = "variance",
) -> Floats | None:
    """Day of the peak after infusion, or None for a product without kinetics."""
    if row is None:
        return None
    if row.kernel == "lag":
        return np.full(count, lag.LagParameters().peak_day)
    median = row.peak_day_median or float(np.asarray(stein.TYPICAL.peak_day))
    printed = float(np.asarray(stein.RANDOM_EFFECTS.peak_day))
    spread = printed if omega_kind == "sd" else float(np.sqrt(printed))
    spread = 0.25 if row.kernel == "moment" else spread
    return np.asarray(median * np.exp(spread * generator.standard_normal(count)))


def expansion_curve(
    row: KineticsRow | None,
    generator: np.random.Generator,
    *,
    until_day: int = 90,
    count: int = 2000,
    omega_kind: stein.OmegaKind = "variance",
) -> ExpansionCurve | None:
    """Percentiles 10, 50 and 90 of the level on each day; None without published levels."""
    patients = draw_patients(row, count, generator, omega_kind) if row else None
    if row is None or patients is None:
        return None
    days = np.arange(0.0, until_day + 1.0)
    levels = stein.level(days, patients.column())
    low, middle, high = np.quantile(levels, [0.1, 0.5, 0.9], axis=0)
    return ExpansionCurve(days, low, middle, high, row.unit)
