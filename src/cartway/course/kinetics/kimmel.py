"""Ecology of normal, CAR-T and tumour cells after axicabtagene ciloleucel (explanation only).

Two pairs of its rates cannot be told apart by data, so it predicts nothing about one person.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.integrate import solve_ivp

from cartway.course.kinetics.stein import Floats


@dataclass(frozen=True)
class KimmelParameters:
    """Published point values; cells in the body, rates per day.

    Source: course-kimmel2021, parameter table.
    """

    normal_capacity: float = 2.5e11
    car_capacity: float = 6.96e10
    normal_growth: float = 0.170
    car_growth: float = 0.0251
    shape: float = 0.423
    boost: float = 0.525
    kill: float = 1.15
    kill_half: float = 2.024e9
    normal_start: float = 3e9
    car_start: float = 1.8e8
    tumour_start: float = 9.486e10
    tumour_growth: float = 0.19


@dataclass(frozen=True)
class KimmelCourse:
    """Cells in the body on each day."""

    days: Floats
    normal: Floats
    car: Floats
    tumour: Floats


def simulate_kimmel(days: Floats, parameters: KimmelParameters | None = None) -> KimmelCourse:
    """Solve the deterministic part of the model at the given days, the first of which is zero."""
    p = parameters or KimmelParameters()

    def change(_: float, y: Floats) -> list[float]:
        normal, car, tumour = y
        together = normal + car
        gap = (together - p.normal_capacity) ** 2
        growth = p.car_growth + p.boost * gap / (p.shape * together**2 + gap)
        return [
            p.normal_growth * normal * float(np.log(p.normal_capacity / together)),
            growth * car * float(np.log(p.car_capacity / together)),
            p.tumour_growth * tumour - p.kill * tumour * car / (p.kill_half + car),
        ]

    solved = solve_ivp(
        change,
        (float(days[0]), float(days[-1])),
        [p.normal_start, p.car_start, p.tumour_start],
        method="LSODA",
        t_eval=days,
        rtol=1e-8,
        atol=1e-6,
    )
    return KimmelCourse(days, solved.y[0], solved.y[1], solved.y[2])
