"""The classes of the knowledge files about costs."""

from __future__ import annotations

from typing import Literal

from cartway.knowledge.load import BothLanguages, Record

Evidence = Literal["published", "press", "advertised", "prior"]
SettingName = Literal["public_ward", "international_department", "private"]


class Spread(Record):
    """About the tenth, fiftieth and ninetieth percentile for one patient, and where from."""

    low: float | None = None
    median: float
    high: float | None = None
    evidence: Evidence
    source: str
    confidence: str = "low"
    note: str = ""


class Price(Spread):
    """The unit price of a component in one setting.

    Attributes:
        use: ``no`` for a row that is kept for comparison and never sampled.
        cap: nothing dearer is drawn, when the dearest thing is named; ours.
    """

    cap: float | None = None

    setting: str
    currency: str
    year: str
    city_tier: str = "any"
    how: str
    use: str = "yes"


class Component(Record):
    """One part of the bill.

    Attributes:
        basis: what its quantity follows; a word that the engine knows.
        layer: care in hospital, the product, travel, or cash flow that is no cost.
    """

    id: str
    name: BothLanguages
    unit: str
    layer: Literal["care", "product", "travel", "cash_flow"]
    basis: str
    scales_with_setting: bool
    see: str = ""
    probability: Spread | None = None
    quantity: Spread | None = None
    prices: tuple[Price, ...] = ()
    drivers: tuple[str, ...] = ()
    note: str = ""


class Setting(Record):
    """A kind of hospital."""

    id: SettingName
    label: BothLanguages
    note: str


class SettingMultiplier(Spread):
    """How much dearer services are than in an ordinary public ward."""

    setting: SettingName


class Settings(Record):
    """The settings and their multipliers."""

    id: str
    formula: str
    settings: tuple[Setting, ...]
    multipliers: tuple[SettingMultiplier, ...]


class TierMultiplier(Record):
    """How services and lodging of a city tier compare with the largest cities."""

    tier: str
    value: float
    evidence: Evidence
    source: str
    confidence: str


class City(Record):
    """A city with a hospital that runs CAR-T trials."""

    name: str
    zh: str
    tier: str
    also: tuple[str, ...] = ()

    def is_called(self, name: str) -> bool:
        """Whether a person means this city."""
        wanted = name.strip().casefold()
        return wanted in {
            self.name.casefold(),
            self.zh,
            f"{self.zh}市",
            *(one.casefold() for one in self.also),
        }


class Cities(Record):
    """The cities and their tiers."""

    id: str
    multipliers: tuple[TierMultiplier, ...]
    cities: tuple[City, ...]


class Country(Record):
    """A country or region by its two-letter code, and the region of its fare, if one is held."""

    code: str
    en: str
    zh: str
    fare: str | None = None


class Countries(Record):
    """Countries a patient may come from."""

    id: str
    note: str
    countries: tuple[Country, ...]


class PeriodRate(Record):
    """A rate of a month or a year."""

    period: str
    rate: float


class Currencies(Record):
    """Dated exchange rates and consumer prices."""

    id: str
    unit: str
    source: str
    confidence: str
    note: str
    yearly: tuple[PeriodRate, ...]
    monthly: tuple[PeriodRate, ...]
    average_2026_first_half: float
    china_inflation_percent: tuple[PeriodRate, ...]
    inflation_source: str
    handling: tuple[str, ...]
    shock_per_year: Spread
