"""Curves for products of which only summaries are published (moment matching).

The shape is that of the reference model; peak, time of the peak and area under the curve follow
the published table. The decline of each patient is the one that gives that patient's area.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cartway.course.kinetics.stein import TYPICAL, Floats, Parameters, area_under_curve


@dataclass(frozen=True)
class Summary:
    """Log-normal summaries of a non-compartmental analysis.

    Units: ``peak_median`` in ``unit``, ``area_median`` in ``unit`` × day over 28 days, days.
    Assumes: the two correlations are ours. An earlier peak goes with a larger area at equal height;
        without that, areas that no decline could give would thin the upper tail.
    """

    peak_median: float
    peak_spread: float
    peak_day_median: float
    area_median: float | None = None
    area_spread: float | None = None
    fast_decline: float | None = None
    peak_day_spread: float = 0.25
    peak_area_correlation: float = 0.9
    early_peak_correlation: float = -0.5
    unit: str = "copies/ug"


def log_normal_from_mean(mean: float, deviation: float) -> tuple[float, float]:
    """Median and log-scale spread of the log-normal with this mean and standard deviation."""
    variance = np.log1p((deviation / mean) ** 2)
    return float(mean / np.exp(variance / 2.0)), float(np.sqrt(variance))


def sample_summary(count: int, generator: np.random.Generator, summary: Summary) -> Parameters:
    """Draw patients whose peak and area follow a published table.

    Returns:
        Parameters with fields of shape ``(count,)``.
    """
    first, second, third = generator.standard_normal((3, count))
    early = summary.early_peak_correlation
    third = early * second + np.sqrt(1.0 - early**2) * third
    peak = summary.peak_median * np.exp(summary.peak_spread * first)
    peak_day = summary.peak_day_median * np.exp(summary.peak_day_spread * third)
    if summary.area_median is None or summary.area_spread is None:
        decline = np.full(count, summary.fast_decline or float(np.asarray(TYPICAL.fast_decline)))
        return Parameters(peak=peak, peak_day=peak_day, fast_decline=decline)
    rho = summary.peak_area_correlation
    area = summary.area_median * np.exp(
        summary.area_spread * (rho * first + np.sqrt(1.0 - rho**2) * second)
    )
    return Parameters(
        peak=peak, peak_day=peak_day, fast_decline=matching_decline(peak, peak_day, area)
    )


def matching_decline(peak: Floats, peak_day: Floats, area: Floats, until: float = 28.0) -> Floats:
    """The fast rate of decline that gives each patient's area, found by bisection on the logarithm.

    An area outside what the shape can give (rates from 0.0001 to 100 a day) is met at the nearest
    end.
    """
    low = np.full(np.shape(area), np.log(1e-4))
    high = np.full(np.shape(area), np.log(100.0))
    for _ in range(40):
        middle = 0.5 * (low + high)
        trial = Parameters(peak=peak, peak_day=peak_day, fast_decline=np.exp(middle))
        too_large = area_under_curve(until, trial) > area
        low = np.where(too_large, middle, low)
        high = np.where(too_large, high, middle)
    return np.asarray(np.exp(0.5 * (low + high)))
