"""Cell kinetics after infusion: exponential growth to a peak, then a fast and a slow decline.

The closed form of the empirical model for tisagenlecleucel in paediatric B-ALL. It knows nothing
of tumour burden and makes no claim that tocilizumab or steroids change expansion: the published
covariate search found no such effect, so both flags are off unless asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
OmegaKind = Literal["variance", "sd"]

LOWER_LIMIT_OF_QUANTIFICATION = 50.0
"""Copies per µg genomic DNA; our default, not a published figure."""


@dataclass(frozen=True)
class Parameters:
    """Parameters of one patient, or of many when the fields are arrays.

    Units: peak in the unit of the assay (copies/µg DNA for the published model), times in days,
        rates per day; ``fold`` and ``memory_fraction`` have none.
    Source: course-stein2019, parameter table.
    """

    fold: ArrayLike = 3900.0
    peak_day: ArrayLike = 9.3
    peak: ArrayLike = 24_000.0
    fast_decline: ArrayLike = 0.16
    memory_fraction: ArrayLike = 0.0079
    slow_decline: ArrayLike = 0.0032

    @property
    def growth(self) -> Floats:
        """Growth rate per day before the peak."""
        return np.asarray(np.log(self.fold) / np.asarray(self.peak_day, dtype=float))

    @property
    def baseline(self) -> Floats:
        """Level at the moment of infusion that growth would start from."""
        return np.asarray(np.asarray(self.peak, dtype=float) / np.asarray(self.fold, dtype=float))

    @property
    def doubling_days(self) -> Floats:
        """Doubling time before the peak."""
        return np.asarray(np.log(2.0) / self.growth)

    @property
    def fast_half_life_days(self) -> Floats:
        """Half-life just after the peak."""
        return np.asarray(np.log(2.0) / np.asarray(self.fast_decline, dtype=float))

    @property
    def slow_half_life_days(self) -> Floats:
        """Terminal half-life, extrapolated from about one year of follow-up."""
        return np.asarray(np.log(2.0) / np.asarray(self.slow_decline, dtype=float))

    def column(self) -> Parameters:
        """The same parameters with a trailing axis, so that they broadcast against times."""
        return Parameters(
            **{
                f.name: np.asarray(getattr(self, f.name), dtype=float)[..., None]
                for f in fields(self)
            }
        )


TYPICAL = Parameters()
"""The typical patient of the published fit."""

RANDOM_EFFECTS = Parameters(
    fold=2.4, peak_day=0.38, peak=0.65, fast_decline=0.91, memory_fraction=0.80, slow_decline=0.86
)
"""The printed column of random effects (log scale); whether variance or SD is an open point."""

RESIDUAL = 0.56
"""Additive residual error on the log scale."""

TOCILIZUMAB_FACTOR, STEROID_FACTOR = 1.2, 1.0


def level(
    days: ArrayLike,
    parameters: Parameters = TYPICAL,
    *,
    tocilizumab_day: float | None = None,
    steroid_day: float | None = None,
    comedication: bool = False,
) -> Floats:
    """Transgene level on the given days after infusion; zero before infusion.

    Args:
        days: Days after infusion.
        parameters: One patient, or arrays that broadcast against ``days``.
        tocilizumab_day: Day of the first dose; used only with ``comedication``.
        steroid_day: Day of the first dose; used only with ``comedication``.
        comedication: Let the estimated factors act on growth. They were judged to be without
            effect, and with them the level at the peak exceeds the parameter ``peak``.

    Source: course-stein2019, equations of the model.
    """
    t = np.asarray(days, dtype=float)
    p = parameters
    peak_day = np.asarray(p.peak_day, dtype=float)
    growing = np.clip(t, 0.0, peak_day)
    exponent = p.growth * growing
    gain: Floats | float = 0.0
    if comedication:
        for start, factor in (
            (tocilizumab_day, TOCILIZUMAB_FACTOR),
            (steroid_day, STEROID_FACTOR),
        ):
            if start is not None:
                exponent = exponent + p.growth * (factor - 1.0) * np.clip(growing - start, 0, None)
                gain = gain + p.growth * (factor - 1.0) * np.clip(peak_day - start, 0, None)
    since = np.clip(t - peak_day, 0.0, None)
    memory = np.asarray(p.memory_fraction, dtype=float)
    decline = (1.0 - memory) * np.exp(-np.asarray(p.fast_decline) * since) + memory * np.exp(
        -np.asarray(p.slow_decline) * since
    )
    after = np.asarray(p.peak) * np.exp(gain) * decline
    before = p.baseline * np.exp(exponent)
    return np.where(t < 0.0, 0.0, np.where(t < peak_day, before, after))


def area_under_curve(until_day: ArrayLike, parameters: Parameters = TYPICAL) -> Floats:
    """Area under the curve from infusion to a day, in closed form.

    Units: level × day.
    """
    t = np.asarray(until_day, dtype=float)
    p = parameters
    peak_day = np.asarray(p.peak_day, dtype=float)
    since = np.clip(t - peak_day, 0.0, None)
    memory = np.asarray(p.memory_fraction, dtype=float)
    fast, slow = np.asarray(p.fast_decline, dtype=float), np.asarray(p.slow_decline, dtype=float)
    rising = p.baseline / p.growth * np.expm1(p.growth * np.clip(t, 0.0, peak_day))
    falling = -(1.0 - memory) / fast * np.expm1(-fast * since)
    lasting = -memory / slow * np.expm1(-slow * since)
    return np.asarray(rising + np.asarray(p.peak) * (falling + lasting))


def sample(
    count: int,
    generator: np.random.Generator,
    *,
    typical: Parameters = TYPICAL,
    random_effects: Parameters = RANDOM_EFFECTS,
    omega_kind: OmegaKind = "variance",
) -> Parameters:
    """Draw patients around the typical one.

    Args:
        count: How many.
        generator: Source of randomness.
        typical: Centre of each log-normal.
        random_effects: The column as printed.
        omega_kind: How to read that column; the paper's table decides, and it is not read yet.

    Returns:
        Parameters whose fields have shape ``(count,)``; the memory fraction is cut at one.
    """
    drawn = {}
    for field in fields(typical):
        printed = np.asarray(getattr(random_effects, field.name), dtype=float)
        spread = np.sqrt(printed) if omega_kind == "variance" else printed
        centre = np.asarray(getattr(typical, field.name), dtype=float)
        drawn[field.name] = centre * np.exp(spread * generator.standard_normal(count))
    drawn["memory_fraction"] = np.minimum(drawn["memory_fraction"], 1.0)
    return replace(typical, **drawn)


def observe(levels: Floats, generator: np.random.Generator, residual: float = RESIDUAL) -> Floats:
    """Add the published residual error, as an assay would."""
    return levels * np.exp(residual * generator.standard_normal(levels.shape))


def below_quantification(
    levels: ArrayLike, limit: float = LOWER_LIMIT_OF_QUANTIFICATION
) -> NDArray[np.bool_]:
    """Which levels an assay reports as below quantification; never the same as zero."""
    return np.asarray(np.asarray(levels, dtype=float) < limit)
