"""What may be said of a patient here: only what a published figure is conditioned on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cartway.errors import InputError

CarHematotox = Literal["high", "low"]

NOT_USED = (
    "sex",
    "race",
    "weight",
    "previous transplant",
    "tocilizumab",
    "steroids",
    "dose per kg",
)
"""Looked for in the covariate search of the reference kinetics and found without effect."""


@dataclass(frozen=True)
class Covariates:
    """The covariates with a published effect.

    Attributes:
        age: Years. Selects rows of an age group where a product has them.
        car_hematotox: The risk group before lymphodepletion; sets days of neutropenia, and in
            myeloma severe infection and neurotoxicity.
        disease: Which of the product's diseases; the first one unless named.
    """

    age: float | None = None
    car_hematotox: CarHematotox | None = None
    disease: str | None = None

    def __post_init__(self) -> None:
        if self.age is not None and not 0 <= self.age <= 120:
            raise InputError(
                "The age cannot be right.", where="age", expected="years from 0 to 120", code="P002"
            )
        if self.car_hematotox not in (None, "high", "low"):
            raise InputError(
                "This CAR-HEMATOTOX group is not known.",
                where="car_hematotox",
                expected="high (score 2 or more) or low (0 or 1)",
                code="P003",
            )
