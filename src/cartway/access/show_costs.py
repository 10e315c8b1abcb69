"""What a bill is made of, which totals were published, and what a form may ask."""

from __future__ import annotations

from typing import Any

from cartway.costs.compare import advertised_prices, published_elsewhere
from cartway.costs.knowledge import load_cost_knowledge
from cartway.costs.records import Component, Price
from cartway.costs.words import EVIDENCE
from cartway.course.knowledge import load_course_knowledge

Row = dict[str, Any]

__all__ = ["cost_components", "products_with_course", "published_totals", "sellers_prices"]


def cost_components() -> list[Row]:
    """Each part of a bill, with every price that is known for it."""
    return [
        {
            "id": one.id,
            "name": one.name.model_dump(),
            "layer": one.layer,
            "unit": one.unit,
            "prices": [_price(price) for price in one.prices],
            "evidence": _best(one),
        }
        for one in load_cost_knowledge().components.values()
    ]


def published_totals() -> list[Row]:
    """Totals of other countries as published, each in its own currency and year."""
    return [dict(row) for row in published_elsewhere(load_cost_knowledge())]


def sellers_prices() -> list[Row]:
    """Prices that sellers name, shown beside and never mixed in."""
    return [dict(row) for row in advertised_prices(load_cost_knowledge())]


def products_with_course() -> list[Row]:
    """The products whose course and cost can be estimated, by name."""
    products = load_course_knowledge().products.values()
    return [{"id": one.id, "label": one.label.model_dump()} for one in products]


def _best(one: Component) -> Row | None:
    order = ("published", "press", "advertised", "prior")
    known = [price.evidence for price in one.prices if price.use != "no"]
    if not known:
        return None
    best = min(known, key=order.index)
    return {"id": best, "label": dict(EVIDENCE[best])}


def _price(one: Price) -> Row:
    return {
        "setting": one.setting,
        "city_tier": one.city_tier,
        "currency": one.currency,
        "low": one.low,
        "median": one.median,
        "high": one.high,
        "year": one.year,
        "evidence": {"id": one.evidence, "label": dict(EVIDENCE[one.evidence])},
        "source": one.source,
        "confidence": one.confidence,
        "how": one.how,
        "used": one.use != "no",
    }
