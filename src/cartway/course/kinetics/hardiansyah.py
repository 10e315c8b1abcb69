"""CAR-T cells, leukaemia and three cytokines in one published patient (teaching only).

Three patients' data, no spread between patients, some baselines digitised: never a prediction.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.integrate import solve_ivp

from cartway.course.kinetics.stein import Floats


@dataclass(frozen=True)
class CytokineCourse:
    """Cytokines in pg/mL on each day."""

    days: Floats
    il6: Floats
    il10: Floats
    interferon: Floats


DOSE, SPLIT, BURDEN = 0.014, (0.1, 0.3, 0.6), 0.93
"""Dose and burden in 10⁹ cells; the dose is given on days 0, 1 and 2."""

LOSS = np.array([3.96, 4.68, 1.51])
MADE = np.array([0.006, 0.017, 0.006]) * 1e6
BASE = np.array([1.0, 0.5, 1.7])


def simulate_hardiansyah(until_day: float = 40.0, step: float = 0.02) -> CytokineCourse:
    """Solve the model of patient UPN3.

    Source: course-hardiansyah2019, patient UPN3.
    """
    expand, loss, to_memory, kill = 14.40, 1.44, 0.12, 2.21
    memory_grow, memory_loss, from_memory = 0.0509, 0.408, 1.0
    inward, outward, half = 76.78, 1.84, 1e5 / 1e9
    grow, die = 0.0093, 0.0076

    def change(_: float, y: Floats) -> Floats:
        b, e, et, m, mt = y[:5]
        seen = b / (b + half)
        il10 = y[6]
        damp = 0.59 + 0.41 * 650.0 / (il10 + 650.0)
        exchange = to_memory * e * (1 - seen) - from_memory * m * seen
        made = MADE * b * e * np.array([1.0, 1.0, damp])
        return np.array(
            [
                (grow - die) * b - kill * e * b,
                expand * e * b - loss * e - inward * e + outward * et - exchange,
                inward * e - outward * et,
                memory_grow * m - memory_loss * m - inward * m + outward * mt + exchange,
                inward * m - outward * mt,
                *(LOSS * BASE + made - LOSS * y[5:8]),
            ]
        )

    state = np.array([BURDEN, 0, 0, 0, 0, *BASE])
    days: list[Floats] = []
    rows: list[Floats] = []
    edges = (0.0, 1.0, 2.0, until_day)
    for start, end, share in zip(edges[:-1], edges[1:], SPLIT, strict=True):
        state[1] += DOSE * share
        grid = np.linspace(start, end, round((end - start) / step) + 1)
        solved = solve_ivp(
            change, (start, end), state, method="LSODA", t_eval=grid, rtol=1e-8, atol=1e-12
        )
        days.append(grid)
        rows.append(solved.y)
        state = solved.y[:, -1].copy()
    y = np.concatenate(rows, axis=1)
    return CytokineCourse(np.concatenate(days), y[5], y[6], y[7])
