"""Draw the people of a simulated cohort: disease, age, sex, and how far treatment has gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from cartway.cohort.simulate.columns import Ints
from cartway.cohort.simulate.diseases import DISEASES, Disease
from cartway.engines.columnar.days import day_number
from cartway.facts import Vocabulary


@dataclass(frozen=True)
class People:
    """The patients of a chunk.

    Attributes:
        disease: place in `diseases`.
        born: day of birth, in days since 1970.
        lines: lines of therapy given so far.
    """

    rows: int
    today: int
    diseases: tuple[Disease, ...]
    disease: Ints
    born: Ints
    female: NDArray[np.bool_]
    lines: Ints


def draw_people(
    generator: np.random.Generator, rows: int, vocabulary: Vocabulary, as_of: date
) -> People:
    """Draw from the diseases that the vocabulary has."""
    diseases = tuple(one for one in DISEASES if one.concept in vocabulary.concepts)
    weights = np.array([one.weight for one in diseases])
    disease = generator.choice(len(diseases), size=rows, p=weights / weights.sum())
    middle = np.array([one.age[0] for one in diseases])[disease]
    spread = np.array([one.age[1] for one in diseases])[disease]
    ages = np.clip(generator.normal(middle, spread), 0.5, 96.0)
    today = day_number(as_of)
    most = np.array([len(one.lines) for one in diseases])[disease] + 2
    return People(
        rows,
        today,
        diseases,
        disease,
        today - (ages * 365.25).astype(np.int64),
        generator.random(rows) < np.array([one.female for one in diseases])[disease],
        np.minimum(generator.poisson(1.9, rows), most),
    )
