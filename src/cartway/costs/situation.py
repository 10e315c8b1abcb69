"""What is asked: where, for whom, at what price, with whose money. And the course as arrays."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cartway.costs.payment_records import Plan, Refund
from cartway.costs.records import City, Country, SettingName

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]
Supply = Literal["commercial", "registrational_trial", "investigator_initiated_charged"]


@dataclass(frozen=True)
class CourseArrays:
    """Simulated courses, as far as they cost money; every array has shape ``(count,)``.

    Attributes:
        infused: courses that reach infusion.
        stay_days: in hospital, from lymphodepletion to discharge.
        trip_days: in the city, from arrival to the way home or to the exit.
        tocilizumab_share: published share of infused patients, or None.
        remission: complete remission, or None when no figure is published.
    """

    count: int
    infused: Booleans
    apheresis_days: Floats
    bridging: Booleans
    remade: Booleans
    crs_grade: NDArray[np.int8]
    icans_grade: NDArray[np.int8]
    iec_hs: Booleans
    intensive_care: Booleans
    infection: Booleans
    stay_days: Floats
    trip_days: Floats
    leukaemia: bool
    tocilizumab_share: float | None = None
    remission: Booleans | None = None


@dataclass(frozen=True)
class QuotedPrice:
    """One line of a hospital's quote: the price of one unit of a component, in CNY."""

    component: str
    cny: float


@dataclass(frozen=True)
class ProductPrice:
    """The price of the product on the day, and where it was read."""

    cny: float
    confidence: str
    sources: tuple[str, ...]
    since: str


@dataclass(frozen=True)
class Situation:
    """Everything about the person and the hospital that changes the bill.

    Attributes:
        companions: how many people come along and need a bed near the hospital.
        extra_days: days in the city beyond the simulated course.
    """

    product: str
    product_price: ProductPrice | None
    setting: SettingName
    city: City
    rate: float
    supply: Supply = "commercial"
    country: Country | None = None
    local: bool = False
    companions: int = 1
    extra_days: int = 0
    facilitator: bool = False
    plan: Plan | None = None
    refund: Refund | None = None
    quote: dict[str, QuotedPrice] = field(default_factory=dict)

    @property
    def international(self) -> bool:
        """Whether the patient comes from abroad."""
        return self.country is not None

    @property
    def persons(self) -> int:
        """Who travels."""
        return 1 + self.companions
