"""The answer: ranges, what drives them, what they rest on, and what a quote would settle."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np

from cartway.costs.currency import DatedRate
from cartway.costs.engine import Bill, Line
from cartway.costs.payers import Payers
from cartway.costs.situation import Booleans, CourseArrays, Floats, Situation
from cartway.costs.words import Text, both


@dataclass(frozen=True)
class MoneyRange:
    """Tenth, fiftieth and ninetieth percentile and mean, in the currency of the estimate."""

    low: float
    middle: float
    high: float
    mean: float

    @classmethod
    def of(cls, values: Floats) -> MoneyRange | None:
        """The percentiles; None when there is nothing."""
        if not len(values):
            return None
        low, middle, high = np.quantile(values, [0.1, 0.5, 0.9])
        return cls(float(low), float(middle), float(high), float(values.mean()))

    def as_dict(self) -> dict[str, float]:
        """By the names of the percentiles, to the unit."""
        return {
            "p10": round(self.low),
            "p50": round(self.middle),
            "p90": round(self.high),
            "mean": round(self.mean),
        }


@dataclass(frozen=True)
class Part:
    """One component in the answer.

    Attributes:
        spread_share: covariance with the total over the variance of the total; all parts sum to 1.
        used_share: of courses in which it costs anything.
    """

    id: str
    name: Text
    layer: str
    range: MoneyRange
    used_share: float
    spread_share: float
    evidence: str
    price_evidence: str
    quantity_evidence: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Estimate:
    """What it may cost, or why that is not estimated."""

    product: str
    label: Text
    estimated: bool
    reason: Text | None = None
    currency: str = "CNY"
    as_of: dt.date | None = None
    setting: Text | None = None
    city: Text | None = None
    country: str | None = None
    count: int = 0
    seed: int = 0
    rate: DatedRate | None = None
    product_price: dict[str, Any] | None = None
    total: MoneyRange | None = None
    without_product: MoneyRange | None = None
    not_infused_share: float = 0.0
    not_infused: MoneyRange | None = None
    own_payment: MoneyRange | None = None
    insurance: MoneyRange | None = None
    refund: MoneyRange | None = None
    refund_share: float = 0.0
    by_severity: tuple[dict[str, Any], ...] = ()
    parts: tuple[Part, ...] = ()
    rests_on: tuple[tuple[str, float], ...] = ()
    deposit: MoneyRange | None = None
    left_out: tuple[str, ...] = ()
    payers: tuple[Text, ...] = ()
    abroad: tuple[dict[str, Any], ...] = ()
    advertised: tuple[dict[str, Any], ...] = ()
    notes: tuple[Text, ...] = ()

    @property
    def ask_first(self) -> tuple[Part, ...]:
        """Parts whose price is an assumption and moves the total most."""
        weak = [
            one
            for one in self.parts
            if one.layer == "care"
            and one.price_evidence in {"prior", "advertised"}
            and one.spread_share >= 0.01
        ]
        return tuple(sorted(weak, key=lambda one: -one.spread_share)[:6])

    def as_dict(self) -> dict[str, Any]:
        """The estimate as plain data, for JSON."""
        found: dict[str, Any] = {
            "product": self.product,
            "label": self.label,
            "estimated": self.estimated,
        }
        if not self.estimated:
            return found | {"reason": self.reason, "notes": list(self.notes)}

        def money(one: MoneyRange | None) -> dict[str, float] | None:
            return None if one is None else one.as_dict()

        return found | {
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "currency": self.currency,
            "exchange_rate": None
            if self.rate is None
            else {
                "cny_per_usd": self.rate.cny,
                "period": self.rate.period,
                "source": self.rate.source,
            },
            "setting": self.setting,
            "city": self.city,
            "from": self.country,
            "samples": self.count,
            "seed": self.seed,
            "product_price": self.product_price,
            "total": money(self.total),
            "without_product": money(self.without_product),
            "not_infused": {"share": round(self.not_infused_share, 4)}
            | (money(self.not_infused) or {}),
            "own_payment": money(self.own_payment),
            "insurance": money(self.insurance),
            "refund": None
            if self.refund is None
            else {"share": round(self.refund_share, 4)} | self.refund.as_dict(),
            "by_severity": list(self.by_severity),
            "components": [
                {
                    "id": one.id,
                    "name": one.name,
                    **one.range.as_dict(),
                    "used_share": round(one.used_share, 4),
                    "variance_share": round(one.spread_share, 6),
                    "evidence": one.evidence,
                    "price_evidence": one.price_evidence,
                    "quantity_evidence": one.quantity_evidence,
                    "sources": list(one.sources),
                }
                for one in self.parts
            ],
            "rests_on": {name: round(share, 6) for name, share in self.rests_on},
            "a_quote_would_replace": [
                {"id": one.id, "name": one.name, "variance_share": round(one.spread_share, 6)}
                for one in self.ask_first
            ],
            "deposit": money(self.deposit),
            "left_out": list(self.left_out),
            "payment": list(self.payers),
            "published_elsewhere": list(self.abroad),
            "advertised": list(self.advertised),
            "notes": list(self.notes),
        }


def parts_of(
    bill: Bill, infused: Booleans, unit: float, exchange: Floats | None
) -> tuple[Part, ...]:
    """Each component over infused courses, with its share of the spread of the total.

    Args:
        bill: In CNY.
        infused: Which courses count.
        unit: Units of the answer's currency for one CNY.
        exchange: What the move of the exchange rate adds in each course, if it was drawn.
    """
    rows: list[tuple[Line | None, Floats]] = [
        (line, line.cny[infused] * unit) for line in bill.lines
    ]
    if exchange is not None:
        rows.append((None, exchange[infused]))
    total = np.sum([values for _, values in rows], axis=0)
    variance = float(np.var(total))
    centred = total - total.mean()
    parts = []
    for line, values in rows:
        spread = float(np.mean((values - values.mean()) * centred))
        amount = MoneyRange.of(values)
        if amount is None:
            continue
        if line is None:
            parts.append(
                Part(
                    "exchange_rate",
                    both("exchange"),
                    "cash_flow",
                    amount,
                    1.0,
                    spread / variance if variance > 0 else 0.0,
                    "prior",
                    "prior",
                    "course",
                    ("costs-recall",),
                )
            )
            continue
        parts.append(
            Part(
                line.component.id,
                line.component.name.model_dump(),
                line.component.layer,
                amount,
                float(np.mean(values > 0)),
                spread / variance if variance > 0 else 0.0,
                line.evidence,
                line.price_evidence,
                line.quantity_evidence,
                line.sources,
            )
        )
    return tuple(parts)


def rests_on(parts: tuple[Part, ...]) -> tuple[tuple[str, float], ...]:
    """Shares of the mean total by weakest evidence; they sum to 1, or are none when all is free."""
    total = sum(one.range.mean for one in parts)
    if total <= 0:
        return ()
    shares: dict[str, float] = {}
    for one in parts:
        shares[one.evidence] = shares.get(one.evidence, 0.0) + one.range.mean / total
    return tuple(sorted(shares.items(), key=lambda pair: -pair[1]))


def by_severity(
    course: CourseArrays, amounts: Floats, infused: Booleans
) -> tuple[dict[str, Any], ...]:
    """The bill without the product, by the worst toxicity."""
    severe = (course.crs_grade == 3) | (course.icans_grade == 3)
    rows = []
    for name, who in (
        ("mild", ~severe & ~course.intensive_care),
        ("severe", severe),
        ("intensive", course.intensive_care),
    ):
        chosen = who & infused
        span = MoneyRange.of(amounts[chosen])
        if span is not None:
            share = float(np.mean(chosen[infused]))
            rows.append(
                {"id": name, "label": both(name), "share": round(share, 4), **span.as_dict()}
            )
    return tuple(rows)


def own_payment(total: Floats, payers: Payers) -> Floats:
    """What is left for the patient."""
    return np.maximum(total - payers.insurance - payers.refund, 0.0)


def notes_of(situation: Situation, bill: Bill, *, marketed: bool = True) -> tuple[Text, ...]:
    """What must be said beside the figures."""
    keys = ["informs", "key", "not_infused_rule", "tails", "home_follow_up"]
    if not bill.product_known:
        keys.insert(0, "product_unknown")
    if not marketed:
        keys.insert(0, "not_marketed")
    price = situation.product_price
    if price is not None and price.confidence == "low":
        keys.append("price_low_confidence")
    if situation.product == "satri-cel":
        keys.append("repeat_dose")
    if situation.supply == "registrational_trial":
        keys.append("free_trial")
    if situation.supply == "investigator_initiated_charged":
        keys.append("charged_trial")
    if not situation.international and not situation.local:
        keys.append("domestic_travel")
    if "flights" in bill.left_out:
        keys.append("no_fare")
    if situation.facilitator:
        keys.append("facilitator")
    quoted = situation.quote.get("product")
    if quoted is not None and price is not None and quoted.cny < price.cny:
        keys.insert(0, "below_list_price")
    return tuple(both(key) for key in keys)
