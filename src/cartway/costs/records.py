"""The classes of the knowledge files about costs."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

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


class BasicInsurance(Record):
    """What the national basic insurance pays of the product: nothing, so far."""

    covered: bool
    en: str
    zh: str
    rule_of_thumb: str
    warning: str
    source: str
    confidence: str


class CommercialList(Record):
    """The innovative drug list of commercial insurance."""

    announced: dt.date
    products: tuple[str, ...]
    effects: tuple[str, ...]
    note: str
    source: str
    confidence: str


class Plan(Record):
    """A city insurance plan whose terms were read."""

    id: str
    label: BothLanguages
    city: str
    cap_cny: float
    rate: float
    deductible_cny: float
    premium_cny: float
    total_cover_cny: float
    since: dt.date = Field(alias="from")
    products: tuple[str, ...]
    note: str
    source: str
    confidence: str


class Refund(Record):
    """A maker's promise to pay back when the therapy does not work."""

    id: str
    product: str
    label: BothLanguages
    since: dt.date = Field(alias="from")
    share: float
    cap_cny: float
    after_months: float
    rule: BothLanguages
    example: str
    source: str
    confidence: str


class Payment(Record):
    """Who else may pay."""

    id: str
    basic_medical_insurance: BasicInsurance
    commercial_list: CommercialList
    plans: tuple[Plan, ...]
    plans_note: str
    refunds: tuple[Refund, ...]
    refunds_note: str
    foreigners: BothLanguages


class PublishedStudy(Record):
    """A published cost study."""

    id: str
    country: str
    design: str = ""
    year: str = ""
    n: float | None = None
    source: str
    confidence: str
    figures: dict[str, float | tuple[float, ...]]
    findings: tuple[str, ...] = ()


class UseInput(Record):
    """A published figure on the use of beds and drugs, in words."""

    item: str
    value: str
    setting: str
    year: str
    source: str
    confidence: str


class Published(Record):
    """Published totals and use."""

    id: str
    studies: tuple[PublishedStudy, ...]
    use_inputs: tuple[UseInput, ...]

    def figure(self, study: str, name: str) -> float:
        """One single figure of one study."""
        found = next(one for one in self.studies if one.id == study).figures[name]
        if isinstance(found, tuple):
            raise TypeError(f"{study}.{name} is a range")
        return found


class Package(Record):
    """A price that somebody advertises."""

    seller: str
    what: str
    date: str
    source: str
    confidence: str
    note: str = ""
    figures: dict[str, float | tuple[float, ...]]


class Advertised(Record):
    """Advertised prices and what they teach."""

    id: str
    packages: tuple[Package, ...]
    lessons: tuple[str, ...]


class Check(Record):
    """What an estimate should look like, in words."""

    id: str
    rule: str
    expect: str
    basis: str = ""
    evidence: Evidence
    source: str
    confidence: str


class Scenario(Record):
    """A worked scenario: what the priors imply, not an observation."""

    id: str
    who: str
    p10_cny: float
    p50_cny: float
    p90_cny: float
    non_product: tuple[float, float, float]
    top_drivers: tuple[str, ...]


class Checks(Record):
    """Checks, scenarios and known gaps."""

    id: str
    checks: tuple[Check, ...]
    scenarios: tuple[Scenario, ...]
    scenarios_note: str
    reading: str
    gaps: tuple[str, ...]
    key_finding: str


class PriceRow(Record):
    """A list price as this file quotes it; the product's own record is the authority."""

    product: str
    zh: str
    price_cny: float | None = None
    range_cny: tuple[float, float] | None = None
    as_of: str
    source: str
    confidence: str
    note: str = ""


class ProductPrices(Record):
    """List prices as quoted beside the components."""

    id: str
    note: str
    prices: tuple[PriceRow, ...]
