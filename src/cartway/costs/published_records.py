"""The classes of the knowledge files about published, advertised and list prices."""

from __future__ import annotations

from cartway.costs.records import Evidence
from cartway.knowledge.load import BothLanguages, Record


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

    seller: BothLanguages
    what: BothLanguages
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
