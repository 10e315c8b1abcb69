"""What changed in law, approvals and prices between two days, and for whom it matters."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cartway.errors import InputError
from cartway.knowledge.load import BothLanguages
from cartway.knowledge.products import products
from cartway.knowledge.regulations import regulations
from cartway.values.dates import PartialDate

ChangeKind = Literal[
    "approved",
    "withdrawn",
    "price",
    "published",
    "in_force",
    "no_longer_in_force",
]
_MATTERS = {
    "approved": ("patient", "hospital", "sponsor"),
    "withdrawn": ("patient", "hospital", "sponsor"),
    "price": ("patient", "hospital"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Attributes:
        on: the day, as exactly as it is known.
        certain: False when it may have fallen outside the days asked about.
        matters_to: patient, hospital, sponsor.
        record: where it stands, as `products/axi-cel`.
    """

    on: PartialDate
    kind: ChangeKind
    title: BothLanguages
    what: BothLanguages
    matters_to: tuple[str, ...]
    record: str
    sources: tuple[str, ...]
    pending: bool
    certain: bool


def changes(start: date, end: date) -> tuple[Change, ...]:
    """Every change from the day after `start` up to `end`, oldest first.

    Raises:
        InputError: the days stand in the wrong order.
    """
    if end < start:
        raise InputError(
            "the period ends before it begins",
            expected="--from a day, --to the same or a later day",
            code="K041",
        )
    found = [*_of_products(start, end), *_of_regulations(start, end)]
    return tuple(sorted(found, key=lambda one: (one.on.earliest, one.record, one.kind)))


def _within(on: PartialDate, start: date, end: date) -> bool | None:
    """True when surely within, False when it may be, None when surely not."""
    if on.latest <= start or on.earliest > end:
        return None
    return on.earliest > start and on.latest <= end


def _of_products(start: date, end: date) -> Iterator[Change]:
    for one in products().values():
        record = f"products/{one.id}"
        for entry in one.indications:
            for approval, kind in ((entry.approval, "approved"), (entry.withdrawn, "withdrawn")):
                certain = None if approval is None else _within(approval.on, start, end)
                if approval is not None and certain is not None:
                    yield Change(
                        approval.on,
                        "approved" if kind == "approved" else "withdrawn",
                        one.name,
                        entry.title,
                        _MATTERS[kind],
                        record,
                        approval.sources,
                        approval.pending,
                        certain,
                    )
        before: float | None = None
        for price in one.list_price_cny:
            certain = _within(price.since, start, end)
            if certain is not None and price.value is not None:
                yield Change(
                    price.since,
                    "price",
                    one.name,
                    _price_words(before, price.value),
                    _MATTERS["price"],
                    record,
                    price.sources,
                    price.pending,
                    certain,
                )
            before = price.value


def _price_words(before: float | None, value: float) -> BothLanguages:
    if before is None:
        return BothLanguages(en=f"list price CNY {value:,.0f}", zh=f"标价{value:,.0f}元")
    return BothLanguages(
        en=f"list price from CNY {before:,.0f} to CNY {value:,.0f}",
        zh=f"标价由{before:,.0f}元变为{value:,.0f}元",
    )


def _of_regulations(start: date, end: date) -> Iterator[Change]:
    for one in regulations().values():
        matters = tuple(role for role in one.binds if role != "other") or ("hospital",)
        days: tuple[tuple[PartialDate | None, ChangeKind], ...] = (
            (one.promulgated, "published"),
            (one.effective_from, "in_force"),
            (one.effective_to, "no_longer_in_force"),
        )
        for on, kind in days:
            if on is None or (kind == "published" and on == one.effective_from):
                continue
            certain = _within(on, start, end)
            if certain is not None:
                yield Change(
                    on,
                    kind,
                    one.title,
                    one.effect,
                    matters,
                    f"regulations/{one.id}",
                    tuple(dict.fromkeys(source.id for source in one.sources)),
                    one.pending,
                    certain,
                )
