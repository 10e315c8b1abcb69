"""Log-normal distributions from what papers print, and how to draw from them."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True)
class LogNormal:
    """A log-normal, cut to an interval.

    Attributes:
        median: before the cut.
        spread: standard deviation of the logarithm.
        floor: values below are raised to it.
        cap: values above cannot occur (the distribution is truncated there).
    """

    median: float
    spread: float
    floor: float = 0.0
    cap: float = float("inf")

    def __post_init__(self) -> None:
        if not self.floor < self.cap or self.median >= self.cap:
            raise ValueError("a cap must lie above the floor and the median")

    def sample(self, count: int, generator: np.random.Generator) -> Floats:
        """Draw independent values; those above the cap are drawn again."""
        drawn = self.from_normal(generator.standard_normal(count))
        above_cap = np.flatnonzero(drawn > self.cap)
        while len(above_cap):
            drawn[above_cap] = self.from_normal(generator.standard_normal(len(above_cap)))
            above_cap = above_cap[drawn[above_cap] > self.cap]
        return drawn

    def from_normal(self, normal: Floats) -> Floats:
        """Turn standard normal draws into values, keeping their order; the cap does not act."""
        return np.maximum(self.median * np.exp(self.spread * normal), self.floor)


def from_quartiles(median: float, first: float, third: float) -> LogNormal:
    """The log-normal with this median whose quartile ratio is the published one."""
    return LogNormal(median, float(np.log(third / first) / 1.349))


def from_range(median: float, lowest: float, highest: float, n: int) -> LogNormal:
    """The log-normal whose range in ``n`` patients is about the published one."""
    extreme = 2.0 if n < 50 else 2.5 if n < 400 else 3.0
    return LogNormal(median, float(np.log(highest / lowest) / (2.0 * extreme)))


def split_log_normal(median: float, low: float, high: float, normal: Floats) -> Floats:
    """Values whose tenth, fiftieth and ninetieth percentile are the three given.

    The two halves have their own spread. A low of zero takes the spread of the upper half.
    """
    if median <= 0:
        return np.zeros_like(normal)
    upper = np.log(high / median) / 1.2815515655446004
    lower = np.log(median / low) / 1.2815515655446004 if low > 0 else upper
    return np.asarray(median * np.exp(np.where(normal < 0, lower, upper) * normal))


def above(normal: Floats, share: float) -> Booleans:
    """The highest ``share`` of standard normal draws."""
    if share <= 0:
        return np.zeros(normal.shape, dtype=bool)
    if share >= 1:
        return np.ones(normal.shape, dtype=bool)
    # The standard library's quantile: SciPy takes a second to load for this one number.
    return np.asarray(normal > -NormalDist().inv_cdf(share))


def tied(to: Floats, correlation: float, generator: np.random.Generator) -> Floats:
    """Standard normal draws with this correlation to given ones (Gaussian copula)."""
    own = generator.standard_normal(to.shape)
    return np.asarray(correlation * to + np.sqrt(1.0 - correlation**2) * own)
