"""Show the knowledge: products, regulations, pathways and sources, as of a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from cartway.access.plain_data import as_plain
from cartway.errors import InputError, nearest_name
from cartway.knowledge import pathways as pathway_records
from cartway.knowledge import products as product_records
from cartway.knowledge import regulations as regulation_records
from cartway.knowledge import sources as source_records
from cartway.knowledge.stated import DatedNumber

Row = dict[str, Any]


def show_products(as_of: date) -> list[Row]:
    """Each approved indication of a day, with its price and what its label asks."""
    rows = []
    for one in product_records.approved(as_of):
        price = product_records.list_price(one.product, as_of)
        rows.append(
            {
                "id": one.option_id,
                "product": one.product.id,
                "name": one.product.name.model_dump(),
                "brand": one.product.brand.model_dump(),
                "title": one.indication.title.model_dump(),
                "state": one.state,
                "approved_on": str(one.indication.approval.on),
                "approval_type": one.indication.approval_type.value,
                "target_antigens": list(one.product.target_antigens),
                "holder": as_plain(one.product.marketing_authorisation_holder.value),
                "list_price_cny": _number(price),
                "list_price_from": str(price.since) if price else None,
                "indication": [as_plain(line) for line in one.indication.indication],
                "trial": [as_plain(line) for line in one.indication.trial],
                "sources": list(one.indication.approval.sources),
                "checked": str(one.product.checked),
            }
        )
    return rows


def _number(price: DatedNumber | None) -> float | None:
    return None if price is None else price.value


def show_product(name: str) -> Row:
    """One product with everything recorded of it."""
    row: Row = as_plain(product_records.product(name))
    return row


def show_regulations(as_of: date, stage: str | None = None, binds: str | None = None) -> list[Row]:
    """The rules of a day, of one stage or binding one role.

    Raises:
        InputError: no rule knows the stage or the role; names the nearest.
    """
    every = regulation_records.regulations().values()
    _known(stage, {one for rule in every for one in rule.stages}, "--stage")
    _known(binds, {one for rule in every for one in rule.binds}, "--binds")
    return [
        {**as_plain(rule), "state": state}
        for rule, state in regulation_records.select_regulations(as_of, stage=stage, binds=binds)
    ]


def show_regulation(name: str) -> Row:
    """One rule, with the rules that took its place."""
    row: Row = as_plain(regulation_records.regulation(name))
    return {**row, "successors": list(regulation_records.successors(name))}


def show_pathways(as_of: date) -> list[Row]:
    """The lawful ways of a day; those without a confirmed example say *empty*."""
    return [as_plain(one) for one in pathway_records.pathways_in_force(as_of)]


def show_sources(words: str | None = None, as_of: date | None = None) -> list[Row]:
    """The documents the knowledge rests on, all or those whose title or id holds the words.

    Args:
        as_of: leave out what was published later; a document without a date stays.
    """
    wanted = (words or "").casefold()
    return [
        as_plain(one)
        for one in source_records.sources().values()
        if (wanted in one.title.casefold() or wanted in one.id.casefold())
        and (as_of is None or one.published is None or one.published.earliest <= as_of)
    ]


def _known(value: str | None, known: set[str], flag: str) -> None:
    if value is not None and value not in known:
        raise InputError(
            f"{value!r} is not known here",
            where=flag,
            expected=", ".join(sorted(known)),
            nearest=nearest_name(value, known),
            code="I012",
        )
