"""Checks of the amounts in a quote.

An amount is converted at the rate that favours the seller, and a range counts by its upper end.
"""

from __future__ import annotations

from collections.abc import Iterator

from cartway.access.quote_findings import CELL_THERAPY, TAKES_PART, AskedQuote, Hit, shown
from cartway.access.read_quote import QuoteItem
from cartway.knowledge import product_names
from cartway.knowledge.product_records import Product
from cartway.knowledge.products import approved, list_price

_CHARGED_IN_RESEARCH = frozenset({"product", "leukapheresis", "lymphodepletion", "total", "lump"})
_ROUNDING = 0.98


def fee_for_research(asked: AskedQuote) -> Iterator[Hit]:
    """A fee for something that a trial may not charge."""
    if not asked.research_sentence:
        return
    charged = [
        item
        for item in asked.quote.items
        if item.high and (item.part in _CHARGED_IN_RESEARCH or TAKES_PART.search(item.name))
    ]
    exact = [item for item in charged if item.part not in {"total", "lump"}]
    for item in (exact or charged)[:3]:
        name = item.name or item.part or "?"
        yield Hit(
            "fee-for-research-treatment",
            asked.research_sentence[:200],
            {"amount": shown(item), "item": name},
            {"amount": shown(item), "item": name},
        )


def below_list_price(asked: AskedQuote) -> Iterator[Hit]:
    """A product is offered below its list price."""
    for one in asked.products:
        price = list_price(one, asked.as_of)
        if price is None or price.value is None:
            continue
        item = _price_of(one, asked)
        if item is None or item.highest_cny is None:
            continue
        if 0 < item.highest_cny < price.value * _ROUNDING:
            listed = f"CNY {price.value:,.0f}"
            yield Hit(
                "below-list-price",
                f"{item.name} {shown(item)}",
                {"amount": shown(item), "product": one.name.en, "list_price": listed},
                {"amount": shown(item), "product": one.name.zh, "list_price": listed},
            )


def below_every_price(asked: AskedQuote) -> Iterator[Hit]:
    """An unnamed product is offered below the price of every one that is approved."""
    named = asked.products or product_names.unapproved_named(asked.quote.text, asked.as_of)
    if named or asked.research_sentence or not CELL_THERAPY.search(asked.quote.text):
        return
    item = _main_amount(asked.quote.items)
    diseases = asked.diseases(f"{asked.quote.indication}\n{asked.quote.text}")
    prices = [
        price.value
        for one in {entry.product.id: entry.product for entry in approved(asked.as_of)}.values()
        if not diseases
        or any(
            product_names.may_treat(disease.id, one, asked.as_of, asked.vocabulary)
            for disease in diseases
        )
        for price in (list_price(one, asked.as_of),)
        if price is not None and price.value is not None
    ]
    if item is None or item.highest_cny is None or not prices:
        return
    if 0 < item.highest_cny < min(prices) * _ROUNDING:
        words = {"amount": shown(item), "list_price": f"CNY {min(prices):,.0f}"}
        yield Hit("below-every-list-price", f"{item.name} {shown(item)}", words, words)


def _main_amount(items: tuple[QuoteItem, ...]) -> QuoteItem | None:
    """What a quote asks for the cells: its total where there is one, else the dearest line."""
    for part in ("total", "lump", "product", None):
        found = [item for item in items if item.part == part and item.high]
        if found:
            return max(found, key=lambda item: item.highest_cny or 0)
    return None


def _price_of(one: Product, asked: AskedQuote) -> QuoteItem | None:
    """The amount that the quote asks for a product: its own line, or all there is."""
    items = [item for item in asked.quote.items if item.high and item.part != "deposit"]
    own = [
        item
        for item in items
        if any(named.id == one.id for named in product_names.products_named(item.name))
    ]
    if own:
        return max(own, key=lambda item: item.highest_cny or 0)
    if len(asked.products) > 1:
        return None
    for part in ("product", "total", "lump"):
        found = [item for item in items if item.part == part]
        if found:
            return max(found, key=lambda item: item.highest_cny or 0)
    return items[0] if len(items) == 1 else None


def total_differs(asked: AskedQuote) -> Iterator[Hit]:
    """The items do not add up to the total."""
    totals = [item for item in asked.quote.items if item.part == "total" and item.high]
    rest = [
        item
        for item in asked.quote.items
        if item.part not in {"total", "deposit"} and item.high is not None
    ]
    currencies = {item.currency for item in (*totals, *rest)}
    if len(totals) != 1 or len(rest) < 2 or len(currencies) != 1:
        return
    low, high = (sum(getattr(item, end) or 0 for item in rest) for end in ("low", "high"))
    total = totals[0]
    if (total.high or 0) < low * 0.99 or (total.low or 0) > high * 1.01:
        words = {"sum": f"{total.currency} {high:,.0f}", "total": shown(total)}
        yield Hit("total-does-not-add-up", shown(total), words, words)
