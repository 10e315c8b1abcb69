"""The same rise and fall with a lag before growth, as published for lisocabtagene maraleucel.

The peak level, the slow fraction and the spread between patients were not in the text we could
read, so only the level relative to its peak is offered.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cartway.course.kinetics.stein import Floats


@dataclass(frozen=True)
class LagParameters:
    """Typical patient with relapsed or refractory large B-cell lymphoma.

    Units: days; ``slow_fraction`` has none and is not published in what was read.
    Source: course-ogasawara2021, abstract.
    """

    lag_days: float = 3.27
    doubling_days: float = 0.755
    peak_day: float = 9.29
    fast_half_life_days: float = 5.00
    slow_half_life_days: float = 352.0

    @property
    def doublings(self) -> float:
        """How often the cells double between the lag and the peak."""
        return (self.peak_day - self.lag_days) / self.doubling_days

    @property
    def fold(self) -> float:
        """Level at the peak over the level before growth."""
        return float(2.0**self.doublings)

    @property
    def fast_decline(self) -> float:
        """Rate per day just after the peak."""
        return float(np.log(2.0) / self.fast_half_life_days)

    @property
    def slow_decline(self) -> float:
        """Rate per day at the end."""
        return float(np.log(2.0) / self.slow_half_life_days)


def relative_level(
    days: ArrayLike, slow_fraction: float, parameters: LagParameters | None = None
) -> Floats:
    """Level over peak level on the given days after infusion.

    Args:
        days: Days after infusion.
        slow_fraction: Share of the peak that declines slowly; the caller must name it.
        parameters: The typical patient unless given.
    """
    p = parameters or LagParameters()
    t = np.asarray(days, dtype=float)
    growing = np.clip(t, p.lag_days, p.peak_day) - p.peak_day
    since = np.clip(t - p.peak_day, 0.0, None)
    after = (1.0 - slow_fraction) * np.exp2(-since / p.fast_half_life_days)
    after = after + slow_fraction * np.exp2(-since / p.slow_half_life_days)
    level = np.where(t < p.peak_day, np.exp2(growing / p.doubling_days), after)
    return np.where(t < 0.0, 0.0, level)
