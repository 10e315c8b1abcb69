"""What a therapy may cost: an estimate for a situation, its parts, and published totals."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from cartway.access.estimate_cost import estimate_cost
from cartway.access.show_costs import cost_components, cost_form, published_totals, sellers_prices
from cartway.access.show_forecast import cost_alt_text, cost_sections, show_cost
from cartway.access.words import say
from cartway_web.pages.context import day_asked
from cartway_web.pages.explore.frame import (
    code_of,
    name_of,
    picture,
    query_with,
    show_page,
    text_of,
)

_SAMPLES = 20_000
_LONGEST = 60
_LAYERS = ("care", "product", "travel", "cash_flow")


def costs(request: HttpRequest, lang: str) -> HttpResponse:
    """The estimate that was asked for, the parts of a bill, and published totals."""
    code = code_of(request)
    asked = _asked(request)
    estimate = None
    if asked["product"]:
        estimate = _estimate(day_asked(request), **asked)
    context = {
        "form": cost_form(),
        "asked": asked,
        "estimate": estimate,
        "reason": text_of(estimate.reason, code) if estimate else "",
        "tables": [
            {"heading": heading, "rows": rows, "width": max(map(len, rows), default=1)}
            for heading, rows in cost_sections(estimate, code)
            if rows
        ]
        if estimate and estimate.estimated
        else [],
        "alt": cost_alt_text(estimate, code) if estimate and estimate.estimated else "",
        "query": query_with(request),
        "layers": [_layer(layer, code) for layer in _LAYERS],
        "totals": published_totals(),
        "sellers": sellers_prices(),
    }
    return show_page(request, "costs.html", "costs", context)


def costs_chart(request: HttpRequest, lang: str) -> HttpResponse:
    """The parts of the estimated bill as a picture."""
    asked = _asked(request)
    if not asked["product"]:
        raise Http404
    estimate = _estimate(day_asked(request), **asked)
    if not estimate.estimated:
        raise Http404
    return picture(show_cost(estimate, "svg", code_of(request)))


def _asked(request: HttpRequest) -> dict[str, Any]:
    def given(name: str, otherwise: str) -> str:
        return request.GET.get(name, "").strip()[:_LONGEST] or otherwise

    return {
        "product": given("product", ""),
        "setting": given("setting", "public_ward"),
        "city": given("city", "Shanghai"),
        "origin": given("from", "") or None,
        "companion": request.GET.get("companion", "yes") != "no",
        "currency": given("currency", "CNY"),
    }


@lru_cache(maxsize=128)
def _estimate(
    day: date,
    product: str,
    setting: str,
    city: str,
    origin: str | None,
    companion: bool,
    currency: str,
) -> Any:
    """The page and its picture ask the same: it is drawn once."""
    return estimate_cost(
        product,
        as_of=day,
        setting=setting,
        city=city,
        origin=origin,
        companion=companion,
        currency=currency,
        samples=_SAMPLES,
    )


def _layer(layer: str, code: str) -> dict[str, Any]:
    return {
        "title": say("explore_costs", f"layer_{layer}", code),
        "parts": [
            {**one, "prices": [_price(price, code) for price in one["prices"]]}
            for one in cost_components()
            if one["layer"] == layer
        ],
    }


def _price(price: dict[str, Any], code: str) -> dict[str, Any]:
    low, high = price["low"], price["high"]
    middle = f"{price['median']:,.0f}"
    span = f"{low:,.0f}–{high:,.0f}" if low is not None and high is not None else ""
    return {
        "amount": f"{price['currency']} {middle}" + (f" ({span})" if span else ""),
        "setting": name_of("explore_costs", f"setting_{price['setting']}", code)
        if price["setting"] != "any"
        else "",
        "year": price["year"],
        "evidence": text_of(price["evidence"]["label"], code),
        "source": price["source"],
        "used": price["used"],
        "pending": price["how"] == "recall" or price["confidence"] == "low",
    }
