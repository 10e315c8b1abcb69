"""The bill of every simulated course, component by component."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cartway.costs.knowledge import CostKnowledge
from cartway.costs.prices import choose_price, city_factor, split_log_normal, unit_price
from cartway.costs.quantities import icu_days, quantity_of
from cartway.costs.records import Component
from cartway.costs.situation import CourseArrays, Floats, Situation

ABROAD_ONLY = frozenset(
    {"translation_of_records", "interpreter", "flights", "visa", "insurance", "repatriation"}
)
COURSE_DRIVEN = frozenset(
    {
        "infused",
        "apheresis_days",
        "bridged_cycles",
        "icu_days",
        "ward_days",
        "tocilizumab",
        "steroids",
        "anakinra_siltuximab",
        "infection",
        "remade",
        "lodging_nights",
    }
)
RANK = ("quote", "list_price", "published", "press", "advertised", "prior")
"""Evidence from strongest to weakest; a component is as strong as its weakest input."""


@dataclass(frozen=True)
class Line:
    """One component over all courses.

    Attributes:
        cny: shape ``(count,)``.
        price_evidence: of the unit price.
        quantity_evidence: of how much is used; ``course`` when the simulation drives it.
        sources: of the price, then of the quantity.
    """

    component: Component
    cny: Floats
    price_evidence: str
    quantity_evidence: str
    sources: tuple[str, ...]

    @property
    def evidence(self) -> str:
        """The weakest of its inputs."""
        given = [one for one in (self.price_evidence, self.quantity_evidence) if one in RANK]
        return max(given, key=RANK.index)


@dataclass(frozen=True)
class Bill:
    """All components of all courses.

    Attributes:
        lines: in the order of the files.
        left_out: components that apply and for which no price is held.
    """

    lines: tuple[Line, ...]
    left_out: tuple[str, ...]
    product_known: bool

    def total(self, layers: tuple[str, ...] = ("care", "product", "travel")) -> Floats:
        """The sum of the layers in each course."""
        return np.asarray(sum(line.cny for line in self.lines if line.component.layer in layers))


def draw_bill(
    knowledge: CostKnowledge,
    situation: Situation,
    course: CourseArrays,
    generator: np.random.Generator,
) -> Bill:
    """Draw every component that applies, in a fixed order.

    A quoted price replaces the drawn one; the quantity still follows the course.
    """
    tiers = {one.tier: one.value for one in knowledge.cities.multipliers}
    multiplier_row = next(
        one for one in knowledge.settings.multipliers if one.setting == situation.setting
    )
    multiplier = split_log_normal(multiplier_row, generator.standard_normal(course.count))
    lines: list[Line] = []
    left_out: list[str] = []
    intensive = icu_days(
        course, knowledge.components["icu_day"], lambda: generator.standard_normal(course.count)
    )
    for component in knowledge.components.values():
        if not _applies(component, situation):
            continue
        if component.basis == "icu_days":
            amount = intensive
        elif component.basis == "ward_days":
            amount = np.maximum(course.stay_days - intensive, 0.0) * course.infused
        else:
            amount = quantity_of(component, course, situation, generator)
        normal = generator.standard_normal(course.count)
        quoted = situation.quote.get(component.id)
        used = _quantity_evidence(component)
        if quoted is not None:
            lines.append(Line(component, amount * quoted.cny, "quote", used[0], used[1]))
            continue
        chosen = choose_price(component, situation)
        if chosen is None:
            left_out.append(component.id)
            continue
        price = unit_price(chosen, situation, normal)
        price = price * city_factor(component, chosen.row, situation, tiers)
        if chosen.multiplied:
            price = price * multiplier
        lines.append(
            Line(
                component,
                amount * price,
                "prior" if chosen.multiplied else chosen.row.evidence,
                used[0],
                (chosen.row.source, *used[1]),
            )
        )
    product = _product_line(knowledge, situation, course)
    if product is not None:
        lines.insert(0, product)
    bank = knowledge.components["bank_and_fx"]
    if situation.international:
        share = split_log_normal(bank.prices[0], generator.standard_normal(course.count))
        before = np.asarray(sum(line.cny for line in lines))
        row = bank.prices[0]
        lines.append(Line(bank, before * share, row.evidence, "course", (row.source,)))
    trial = situation.supply != "commercial"
    return Bill(tuple(lines), tuple(left_out), product is not None or trial)


def _applies(component: Component, situation: Situation) -> bool:
    if component.basis == "share_of_total" or component.id == "product":
        return False
    if component.id == "trial_product":
        return situation.supply != "commercial" and "product" not in situation.quote
    if component.id in ABROAD_ONLY:
        return situation.international
    if component.id == "lodging":
        return not situation.local
    if component.id == "facilitator_fee":
        return situation.facilitator
    return True


def _product_line(
    knowledge: CostKnowledge, situation: Situation, course: CourseArrays
) -> Line | None:
    component = knowledge.components["product"]
    reached = course.infused.astype(np.float64)
    quoted = situation.quote.get("product")
    if quoted is not None:
        return Line(component, reached * quoted.cny, "quote", "course", ())
    price = situation.product_price
    if situation.supply != "commercial" or price is None:
        return None
    return Line(component, reached * price.cny, "list_price", "course", price.sources)


def _quantity_evidence(component: Component) -> tuple[str, tuple[str, ...]]:
    rows = [one for one in (component.probability, component.quantity) if one is not None]
    driven = component.basis in COURSE_DRIVEN
    if driven and component.basis not in {"icu_days", "bridged_cycles"}:
        return "course", ()
    if component.basis in {"icu_days", "bridged_cycles"} and component.quantity is not None:
        rows = [component.quantity]
    if not rows:
        return "course", ()
    weakest = max(rows, key=lambda one: RANK.index(one.evidence))
    return weakest.evidence, tuple(one.source for one in rows)
