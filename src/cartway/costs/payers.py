"""What insurance pays and what a maker pays back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from cartway.costs.payment_records import Payment, Refund
from cartway.costs.situation import CourseArrays, Floats, Situation
from cartway.costs.words import Text, both


@dataclass(frozen=True)
class Payers:
    """CNY paid by others in each course, and what was said about it."""

    insurance: Floats
    refund: Floats
    notes: tuple[Text, ...]


def refund_of(payment: Payment, product: str, day: dt.date) -> Refund | None:
    """The maker's refund programme of a product that ran on a day."""
    for one in payment.refunds:
        if one.product == product and one.since <= day:
            return one
    return None


def draw_payers(
    payment: Payment, situation: Situation, course: CourseArrays, product_cny: Floats, day: dt.date
) -> Payers:
    """Apply the plan and the refund, as far as their terms were read.

    The basic insurance pays nothing of the product. The refund is half of what the patient paid
    for the product, so the plan comes first.
    """
    nothing = np.zeros(course.count)
    notes: list[Text] = [
        {"en": payment.basic_medical_insurance.en, "zh": payment.basic_medical_insurance.zh}
    ]
    insurance = nothing
    plan = situation.plan
    if plan is not None:
        if situation.international:
            notes.append(both("plan_not_for_visitors"))
        elif situation.product not in plan.products or day < plan.since:
            notes.append(both("plan_not_product"))
        else:
            payable = np.maximum(product_cny - plan.deductible_cny, 0.0) * plan.rate
            insurance = np.minimum(payable, plan.cap_cny)
            notes.append(
                {
                    "en": f"{plan.label.en}: terms of the plan that began {plan.since}; {plan.note}.",
                    "zh": f"{plan.label.zh}：按{plan.since}起的条款；仅限当地参保居民，后续年度条款未查到。",
                }
            )
    if situation.international:
        notes.append(payment.foreigners.model_dump())
    refund = nothing
    rule = situation.refund
    if rule is not None and course.remission is not None:
        owed = course.infused & ~course.remission
        refund = np.where(owed, np.minimum(rule.share * (product_cny - insurance), rule.cap_cny), 0)
        notes += [rule.rule.model_dump(), both("refund_condition")]
    return Payers(insurance, refund, tuple(notes))
