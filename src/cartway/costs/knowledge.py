"""The knowledge of costs, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from cartway.costs.payment_records import Payment
from cartway.costs.published_records import Advertised, Checks, ProductPrices, Published
from cartway.costs.records import Cities, Component, Countries, Currencies, Settings
from cartway.knowledge.load import Record, files_of, knowledge_root, read_records

RecordT = TypeVar("RecordT", bound=Record)


@dataclass(frozen=True)
class CostKnowledge:
    """Every record about costs."""

    components: dict[str, Component]
    settings: Settings
    cities: Cities
    countries: Countries
    currencies: Currencies
    payment: Payment
    published: Published
    advertised: Advertised
    checks: Checks
    product_prices: ProductPrices


@lru_cache(maxsize=1)
def load_cost_knowledge() -> CostKnowledge:
    """Read the files about costs."""
    return CostKnowledge(
        components=read_records(files_of("costs/components"), Component),
        settings=_one("settings", Settings),
        cities=_one("cities", Cities),
        countries=_one("countries", Countries),
        currencies=_one("currencies", Currencies),
        payment=_one("payment", Payment),
        published=_one("published", Published),
        advertised=_one("advertised", Advertised),
        checks=_one("checks", Checks),
        product_prices=_one("product_prices", ProductPrices),
    )


def _one(name: str, model: type[RecordT]) -> RecordT:
    return read_records([knowledge_root() / "costs" / f"{name}.yaml"], model)[name]
