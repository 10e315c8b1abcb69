"""Which product is approved where: China beside the United States and Europe, with prices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cartway.knowledge.load import BothLanguages
from cartway.knowledge.neighbours import Comparator, comparators
from cartway.knowledge.product_records import Product
from cartway.knowledge.products import approval_state, list_price, products
from cartway.knowledge.stated import Stated

CHINA = "NMPA"


@dataclass(frozen=True, slots=True)
class ApprovalEvent:
    """One approval by one agency.

    Attributes:
        on: as exactly as it is known.
        day: a day to draw it at, the first that the date allows.
    """

    agency: str
    substance: str
    name: BothLanguages
    record: str
    on: str
    day: date
    indication: BothLanguages
    sources: tuple[str, ...]
    pending: bool


@dataclass(frozen=True, slots=True)
class Price:
    """A list price as it is known."""

    value: float
    currency: str
    since: str
    pending: bool
    sources: tuple[str, ...]
    note: BothLanguages | None


@dataclass(frozen=True, slots=True)
class ComparedProduct:
    """One substance in China and abroad; an empty side has no approval that is known here."""

    substance: str
    name: BothLanguages
    targets: tuple[str, ...]
    china: tuple[ApprovalEvent, ...]
    united_states: tuple[ApprovalEvent, ...]
    europe: tuple[ApprovalEvent, ...]
    china_status: BothLanguages | None
    prices: tuple[Price, ...]
    records: tuple[str, ...]


def compare_countries(as_of: date) -> tuple[ComparedProduct, ...]:
    """Every substance approved in China, the United States or Europe by a day."""
    ours = {_key(one.inn.value or one.id): one for one in products().values()}
    theirs = {_key(one.inn): one for one in comparators().values()}
    rows = []
    for key in dict.fromkeys([*ours, *theirs]):
        china, abroad = ours.get(key), theirs.get(key)
        row = _row(china, abroad, as_of)
        if row.china or row.united_states or row.europe:
            rows.append(row)
    return tuple(rows)


def approval_events(as_of: date) -> tuple[ApprovalEvent, ...]:
    """Every approval by a day, oldest first."""
    events = [
        event
        for row in compare_countries(as_of)
        for event in (*row.china, *row.united_states, *row.europe)
    ]
    return tuple(sorted(events, key=lambda one: (one.day, one.substance, one.agency)))


def _row(china: Product | None, abroad: Comparator | None, as_of: date) -> ComparedProduct:
    events = _foreign(abroad, as_of) if abroad else ()
    name = china.name if china else BothLanguages(en=_title(abroad), zh=_title(abroad))
    targets = china.target_antigens if china else abroad.target_antigens if abroad else ()
    return ComparedProduct(
        substance=(china.inn.value or china.id) if china else abroad.inn if abroad else "",
        name=name,
        targets=targets,
        china=_chinese(china, as_of) if china else (),
        united_states=tuple(one for one in events if one.agency == "FDA"),
        europe=tuple(one for one in events if one.agency != "FDA"),
        china_status=abroad.china_status.value if abroad and not china else None,
        prices=(*_price_in_china(china, as_of), *_prices_abroad(abroad)),
        records=tuple(
            record
            for record in (
                f"products/{china.id}" if china else "",
                f"comparators/{abroad.id}" if abroad else "",
            )
            if record
        ),
    )


def _chinese(one: Product, as_of: date) -> tuple[ApprovalEvent, ...]:
    return tuple(
        ApprovalEvent(
            CHINA, one.inn.value or one.id, one.name, f"products/{one.id}",
            str(entry.approval.on), entry.approval.not_before or entry.approval.on.earliest,
            entry.title, entry.approval.sources, entry.approval.pending,
        )
        for entry in one.indications
        if approval_state(entry, as_of) != "not_approved"
    )  # fmt: skip


def _foreign(one: Comparator, as_of: date) -> tuple[ApprovalEvent, ...]:
    name = BothLanguages(en=_title(one), zh=_title(one))
    return tuple(
        ApprovalEvent(
            entry.agency, one.inn, name, f"comparators/{one.id}", str(entry.on),
            entry.on.earliest, entry.indication, entry.sources, entry.pending,
        )
        for entry in one.approvals
        if entry.on.earliest <= as_of
    )  # fmt: skip


def _price_in_china(one: Product | None, as_of: date) -> tuple[Price, ...]:
    held = None if one is None else list_price(one, as_of)
    if held is None or held.value is None:
        return ()
    return (_price(held.value, "CNY", str(held.since), held),)


def _prices_abroad(one: Comparator | None) -> tuple[Price, ...]:
    if one is None:
        return ()
    return tuple(
        _price(price.value, "USD", "", price)
        for price in one.us_list_price_usd
        if price.value is not None
    )


def _price(value: float, currency: str, since: str, held: Stated) -> Price:
    return Price(value, currency, since, held.pending, held.sources, held.note)


def _title(one: Comparator | None) -> str:
    if one is None:
        return ""
    return f"{one.inn} ({one.brand})" if one.brand else one.inn


def _key(name: str) -> str:
    return name.casefold().strip()
