"""Survival through published landmarks: constant hazard between them, nothing beyond the last."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cartway.course.distributions import Floats
from cartway.course.records import Study

MEDIAN_NAMES = {
    "os": ("median_os_mo", "os_median_mo"),
    "pfs": ("median_pfs_mo", "pfs_median_mo"),
    "dss": (),
}


@dataclass(frozen=True)
class Landmarks:
    """Published points of one survival curve.

    Attributes:
        months: rising, the first greater than zero.
        shares: surviving shares at these months, falling.
        studies: where they come from.
        n: patients at the start, the largest of the studies.
        follow_up_months: median follow-up where it is published.
    """

    months: tuple[float, ...]
    shares: tuple[float, ...]
    studies: tuple[str, ...]
    n: float | None = None
    follow_up_months: float | None = None

    def survival(self, months: ArrayLike) -> Floats:
        """Surviving share at these months; NaN beyond the last landmark."""
        t = np.asarray(months, dtype=float)
        logs = np.log(np.concatenate([[1.0], self.shares]))
        found = np.exp(np.interp(t, np.concatenate([[0.0], self.months]), logs))
        return np.where(t > self.months[-1], np.nan, found)

    def times(self, share: Floats) -> Floats:
        """Months at which the curve falls to each share; infinite beyond the last landmark."""
        logs = -np.log(np.concatenate([[1.0], self.shares]))
        found = np.interp(-np.log(share), logs, np.concatenate([[0.0], self.months]))
        return np.where(share < self.shares[-1], np.inf, found)


def landmarks(endpoint: str, studies: Iterable[tuple[str, Study]]) -> Landmarks | None:
    """Collect the landmarks of one endpoint (``os``, ``pfs`` or ``dss``) from studies.

    Figures named as recalled are left out. A later point that would lie above an earlier one is
    lowered to it: two data cuts of one trial may differ by a point.
    """
    points: dict[float, float] = {}
    used: list[str] = []
    counts: list[float] = []
    follow_up: list[float] = []
    for reference, study in studies:
        found: dict[float, float] = {}
        for name, figure in study.figures.items():
            if study.how == "recall" or name in study.recalled or not isinstance(figure, float):
                continue
            at = re.fullmatch(rf"{endpoint}_(\d+)", name)
            if at:
                found[float(at[1])] = figure / 100.0
            elif name in MEDIAN_NAMES[endpoint]:
                found[figure] = 0.5
        if found:
            points |= found
            used.append(reference)
            counts += [study.n] if study.n else []
            months = study.figures.get("follow_up_mo")
            follow_up += [months] if isinstance(months, float) else []
    if not points:
        return None
    ordered = sorted(points.items())
    shares = np.minimum.accumulate([share for _, share in ordered])
    # A flat stretch would make the inverse undefined; a fall of one in a million changes nothing.
    shares = shares * (1.0 - 1e-6 * np.arange(len(shares)))
    return Landmarks(
        tuple(month for month, _ in ordered),
        tuple(float(share) for share in shares),
        tuple(used),
        max(counts, default=None),
        max(follow_up, default=None),
    )
