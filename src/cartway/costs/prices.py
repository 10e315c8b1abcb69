"""Which price row speaks for a component in a setting, and how to draw from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cartway.costs.records import Component, Price, Spread
from cartway.costs.situation import Floats, Situation

TENTH = 1.2815515655446004
FURTHEST = 2.3263478740408408
"""Draws end at their 1st and 99th percentile: no source speaks of what lies beyond (ours)."""


@dataclass(frozen=True)
class ChosenPrice:
    """A price row and whether the setting's multiplier must act on it."""

    row: Price
    multiplied: bool


def choose_price(component: Component, situation: Situation) -> ChosenPrice | None:
    """The row of this setting, else the one for any, else the public ward's, multiplied.

    Returns:
        None when no row speaks: the component is then left out and the answer says so.
    """
    rows = [row for row in component.prices if row.use == "yes"]
    wanted = _key(component, situation)
    for key in (wanted, "any"):
        for row in rows:
            if row.setting == key:
                return ChosenPrice(row, False)
    if component.id == "lodging":
        largest = next((one for one in rows if one.setting == "tier_1"), None)
        return ChosenPrice(largest, False) if largest else None
    if wanted in {"international_department", "private"}:
        for row in rows:
            if row.setting == "public_ward":
                return ChosenPrice(row, component.scales_with_setting)
    return None


def split_log_normal(spread: Spread, normal: Floats) -> Floats:
    """Draws whose tenth, fiftieth and ninetieth percentiles are the three figures.

    The halves have their own spread. A low of zero takes that of the upper half; a lone median
    has none.
    """
    median = spread.median
    if median <= 0:
        return np.zeros_like(normal)
    upper = np.log(spread.high / median) / TENTH if spread.high else 0.0
    lower = np.log(median / spread.low) / TENTH if spread.low else upper
    normal = np.clip(normal, -FURTHEST, FURTHEST)
    return np.asarray(median * np.exp(np.where(normal < 0, lower, upper) * normal))


def unit_price(chosen: ChosenPrice, situation: Situation, normal: Floats) -> Floats:
    """Prices of one unit, in CNY, before the multipliers of setting and city."""
    row = chosen.row
    if row.currency == "USD":
        row = replace_median(row, situation.rate)
    drawn = split_log_normal(row, normal)
    return drawn if row.cap is None else np.minimum(drawn, row.cap)


def replace_median(row: Price, factor: float) -> Price:
    """The row with its figures multiplied."""
    scaled = {
        name: value * factor
        for name in ("low", "median", "high", "cap")
        if (value := getattr(row, name)) is not None
    }
    return row.model_copy(update=scaled)


def city_factor(
    component: Component, row: Price, situation: Situation, tiers: dict[str, float]
) -> float:
    """How the city's tier changes a price that was given for the largest cities."""
    factor = tiers[situation.city.tier]
    if component.id == "lodging":
        return factor if row.setting == "tier_1" else 1.0
    return factor if row.city_tier == "tier_1" and component.layer == "care" else 1.0


def _key(component: Component, situation: Situation) -> str:
    if component.id == "lodging":
        return situation.city.tier
    if component.id == "flights":
        return (situation.country.fare if situation.country else None) or "no fare is held"
    if component.id == "facilitator_fee":
        return "fee_for_service"
    if component.id == "trial_product":
        return situation.supply
    return situation.setting
