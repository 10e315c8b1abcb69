"""What a therapy may cost: an estimate for a situation, its parts, and published totals."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from cartway.access.estimate_cost import estimate_cost
from cartway.access.find_hospitals import find_hospitals
from cartway.access.option_course import Situation
from cartway.access.show_costs import (
    cost_components,
    products_with_course,
    published_totals,
    sellers_prices,
)
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
from cartway_web.pages.presenters.situation import controls, situation_of

_SAMPLES = 20_000
_LONGEST = 60
_LAYERS = ("care", "product", "travel", "cash_flow")


def costs(request: HttpRequest, lang: str) -> HttpResponse:
    """The estimate that was asked for, the parts of a bill, and published totals."""
    code = code_of(request)
    asked = _asked(request)
    estimate = None
    if asked[0]:
        estimate = _estimate(day_asked(request), *asked)
    context = {
        "products": products_with_course(),
        "product": asked[0],
        "controls": controls(asked[1], _cities(), code),
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
    if not asked[0]:
        raise Http404
    estimate = _estimate(day_asked(request), *asked)
    if not estimate.estimated:
        raise Http404
    return picture(show_cost(estimate, "svg", code_of(request)))


def _asked(request: HttpRequest) -> tuple[str, Situation]:
    """The product that was asked for, and for whom."""
    return request.GET.get("product", "").strip()[:_LONGEST], situation_of(request.GET, strict=True)


def _cities() -> list[str]:
    """Cities by how many trials recruit there, which are the likeliest."""
    return [one.hospital.city.en for one in find_hospitals()]


@lru_cache(maxsize=128)
def _estimate(day: date, product: str, situation: Situation) -> Any:
    """The page and its picture ask the same: it is drawn once."""
    return estimate_cost(product, as_of=day, samples=_SAMPLES, **asdict(situation))


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
