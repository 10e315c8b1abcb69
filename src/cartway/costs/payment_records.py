"""The classes of the knowledge file about who else may pay."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from cartway.knowledge.load import BothLanguages, Record


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
