"""Remission of B-cell acute lymphoblastic leukaemia under CAR-T cells (explanation only)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.integrate import solve_ivp

from cartway.course.kinetics.stein import Floats


@dataclass(frozen=True)
class LiuParameters:
    """The published patient in complete remission; 10⁹ cells, rates per day.

    Source: course-liu2022, script and equation file.
    """

    blasts: float = 2200.24
    active: float = 0.0
    naive: float = 16.46
    blast_growth: float = 0.069
    expansion: float = 1.62
    active_loss: float = 0.12
    naive_loss: float = 3e-5
    capacity: float = 2939.1
    kill: float = 22.72
    activation: float = 0.65
    kill_half: float = 5891.45
    expansion_half: float = 637.64
    activation_half: float = 1808.02


@dataclass(frozen=True)
class LiuCourse:
    """Blasts and active CAR-T cells (10⁹) on each day."""

    days: Floats
    blasts: Floats
    active: Floats

    @property
    def blast_percent(self) -> Floats:
        """Blasts in the marrow, in percent."""
        return np.asarray(97.19 * self.blasts / (1909.0 + self.blasts))


def simulate_liu(days: Floats, parameters: LiuParameters | None = None) -> LiuCourse:
    """Solve the model at the given days, the first of which is zero."""
    p = parameters or LiuParameters()

    def change(_: float, y: Floats) -> list[float]:
        blasts, active, naive = y
        activated = p.activation * blasts / (blasts + p.activation_half) * naive
        return [
            p.blast_growth * blasts * (1 - blasts / p.capacity)
            - p.kill * blasts / (blasts + p.kill_half) * active,
            p.expansion * blasts / (blasts + p.expansion_half) * active
            + activated
            - p.active_loss * active,
            -activated - p.naive_loss * naive,
        ]

    solved = solve_ivp(
        change,
        (float(days[0]), float(days[-1])),
        [p.blasts, p.active, p.naive],
        method="LSODA",
        t_eval=days,
        rtol=1e-9,
        atol=1e-12,
    )
    return LiuCourse(days, solved.y[0], solved.y[1])
