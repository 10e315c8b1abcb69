"""Mechanistic model of idecabtagene vicleucel: burden drives expansion (explanation only).

Use it for direction, never for an absolute peak: its sensitivity to burden is far steeper than
any observed spread. Complex formation is fast, so the system is stiff.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.integrate import solve_ivp

from cartway.course.kinetics.stein import Floats

AVOGADRO = 6.023e23


@dataclass(frozen=True)
class SinghParameters:
    """Published typical values; rates per day unless said.

    Source: course-singh2021, parameter table.
    """

    expansion_max: float = 1.73
    expansion_half: float = 10.0
    to_memory: float = 2e-5
    effector_loss: float = 113.0
    memory_loss: float = 0.219
    to_marrow: float = 1.71
    to_blood: float = 0.176
    kill_max: float = 0.343
    kill_half: float = 2.24
    protein_power: float = 0.215
    soluble_power: float = 1.0
    tumour_growth: float = 0.008
    binding: float = 7.103e4
    unbinding: float = 2.385e-3
    receptors: float = 15_000.0
    antigens: float = 12_590.0
    copies_per_cell: float = 0.002
    blood_litres: float = 5.0
    marrow_litres: float = 3.65
    tumour: float = 2.5e9
    protein_loss: float = 0.117
    protein_made: float = 12.1
    soluble_loss: float = 0.7
    soluble_made: float = 0.175


@dataclass(frozen=True)
class SinghCourse:
    """Levels over time: ``copies`` per µg, ``protein`` in g/L, ``soluble`` antigen in ng/mL."""

    days: Floats
    copies: Floats
    protein: Floats
    soluble: Floats


def simulate_singh(
    dose: float,
    *,
    burden: float = 1.0,
    until_day: float = 100.0,
    step: float = 0.5,
    parameters: SinghParameters | None = None,
) -> SinghCourse:
    """Solve the model for one dose in cells and a tumour burden relative to the typical one."""
    p = parameters or SinghParameters()
    start = p.tumour * burden
    on, off = p.binding * 86_400.0 / AVOGADRO, p.unbinding * 86_400.0
    protein_made = p.protein_made * 1e-12 * start
    soluble_made = p.soluble_made * 1e-6 * start

    def change(_: float, y: Floats) -> list[float]:
        eb, mb, em, mm, complexes, tumour, protein, soluble = y
        cells = (em + mm) / p.marrow_litres
        tumour = max(tumour, 1e-12)
        per_cell = complexes / max(cells, 1e-30)
        expansion = p.expansion_max * per_cell / (p.expansion_half + per_cell)
        per_tumour = complexes / tumour
        kill = p.kill_max * per_tumour / (p.kill_half + per_tumour)
        free_receptor = cells * p.receptors - complexes
        free_antigen = tumour * p.antigens - complexes
        share = tumour / start
        return [
            -p.to_marrow * eb + p.to_blood * em - p.effector_loss * eb,
            -p.to_marrow * mb + p.to_blood * mm - p.memory_loss * mb,
            p.to_marrow * eb - p.to_blood * em + expansion * em - p.to_memory * em,
            p.to_marrow * mb - p.to_blood * mm + p.to_memory * em,
            on * free_receptor * free_antigen - off * complexes,
            p.tumour_growth * tumour - kill * tumour,
            protein_made * share**p.protein_power - p.protein_loss * protein,
            soluble_made * share**p.soluble_power - p.soluble_loss * soluble,
        ]

    first = np.array(
        [
            dose,
            0.0,
            1e-6 * p.marrow_litres,
            0.0,
            0.0,
            start,
            protein_made / p.protein_loss,
            soluble_made / p.soluble_loss,
        ]
    )
    days = np.arange(0.0, until_day + step / 2, step)
    solved = solve_ivp(
        change, (0.0, until_day), first, method="LSODA", t_eval=days, rtol=1e-8, atol=1e-10
    )
    copies = p.copies_per_cell * (solved.y[0] + solved.y[1]) / p.blood_litres
    return SinghCourse(days, copies, solved.y[6], solved.y[7])
