"""The approved products: when and for what, what was measured, price, warnings, doubts."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from cartway.access.compare_countries import ApprovalEvent, approval_events, compare_countries
from cartway.access.draw_charts import AGENCIES, draw_approvals, draw_forest, draw_prices
from cartway.access.option_evidence import is_share
from cartway.access.product_pages import product_doubts, product_states
from cartway.access.show_evidence import (
    FOREST_MEASURES,
    Figure,
    show_evidence,
    why_comparison_misleads,
)
from cartway.access.show_knowledge import show_product, show_products
from cartway.access.words import keys_of, say
from cartway.errors import InputError
from cartway_web.pages.context import day_asked
from cartway_web.pages.explore.frame import (
    code_of,
    name_of,
    picture,
    show_page,
    targets_in_words,
    text_of,
)

_THOUSAND = 1000


def products(request: HttpRequest, lang: str) -> HttpResponse:
    """Every approved indication of a day, with the line of approvals over time."""
    code, day = code_of(request), day_asked(request)
    rows = show_products(day)
    for row in rows:
        row["targets"] = targets_in_words(row["target_antigens"], code)
    context = {
        "rows": rows,
        "count_products": len({row["product"] for row in rows}),
        "priced": any(row["list_price_cny"] for row in rows),
    }
    return show_page(request, "products.html", "products", context)


def countries(request: HttpRequest, lang: str) -> HttpResponse:
    """Each product in China beside the United States and Europe."""
    code = code_of(request)
    rows = [
        {
            "one": one,
            "name": text_of(one.name, code),
            "targets": targets_in_words(one.targets, code),
            "status": text_of(one.china_status, code),
            "sides": [
                (key, [_event(event, code) for event in events])
                for key, events in (
                    ("china", one.china),
                    ("united_states", one.united_states),
                    ("europe", one.europe),
                )
            ],
            "prices": [
                {
                    "amount": f"{price.currency} {price.value:,.0f}",
                    "since": price.since,
                    "pending": price.pending,
                    "sources": _read(price.sources),
                    "note": text_of(price.note, code),
                }
                for price in one.prices
            ],
        }
        for one in compare_countries(day_asked(request))
    ]
    return show_page(request, "countries.html", "compare_countries", {"rows": rows})


def approvals_chart(request: HttpRequest, lang: str) -> HttpResponse:
    """The approvals over time as a picture."""
    code = code_of(request)
    events = approval_events(day_asked(request))
    if not events:
        raise Http404
    first = {one.substance: one.day for one in reversed(events)}
    rows = sorted(
        (
            {
                "product": text_of(one.name, code),
                "on": one.day.isoformat(),
                "agency": name_of("explore_products", f"agency_{one.agency}", code),
                "first": first[one.substance].isoformat(),
            }
            for one in events
        ),
        key=lambda row: (row["first"], row["product"], row["on"]),
    )
    agencies = {one: name_of("explore_products", f"agency_{one}", code) for one in AGENCIES}
    return picture(draw_approvals(rows, _chart_words("approvals", code) | agencies))


def prices_chart(request: HttpRequest, lang: str) -> HttpResponse:
    """The list prices of a day as a picture."""
    code, day = code_of(request), day_asked(request)
    seen: dict[str, dict[str, Any]] = {}
    for row in show_products(day):
        if row["list_price_cny"]:
            price = row["list_price_cny"] / _THOUSAND
            seen[row["product"]] = {
                "product": text_of(row["name"], code),
                "price": price,
                "known": f"{price:,.0f}",
            }
    if not seen:
        raise Http404
    return picture(draw_prices(list(seen.values()), _chart_words("prices", code)))


def product(request: HttpRequest, lang: str, name: str) -> HttpResponse:
    """One product: its indications line by line, its evidence, its price and its doubts."""
    code, day = code_of(request), day_asked(request)
    held = _product(name)
    figures = show_evidence(name)
    context = {
        "heading": text_of(held["name"], code),
        "product": held,
        "targets": targets_in_words(held["target_antigens"], code),
        "indications": [
            _indication(entry, product_states(name, day)[entry["id"]], figures, code)
            for entry in held["indications"]
        ],
        "forest": any(one.measure in FOREST_MEASURES for one in figures),
        "misleads": why_comparison_misleads(code),
        "doubts": product_doubts(name),
        "prices": [one for one in held["list_price_cny"] if one["since"] <= day.isoformat()],
        "stated": _stated(held, code),
        "reimbursement": [
            {**one, "scheme": name_of("explore_products", f"scheme_{one['scheme']}", code)}
            for one in held["reimbursement"]
        ],
        "foreign": [one for one in compare_countries(day) if f"products/{name}" in one.records],
    }
    return show_page(request, "product.html", "product", context)


def forest_chart(request: HttpRequest, lang: str, name: str) -> HttpResponse:
    """The shares that were measured, with their intervals, as a picture."""
    code = code_of(request)
    held = _product(name)
    rows = []
    for one in show_evidence(name):
        if one.measure in FOREST_MEASURES:
            rows.append(
                {
                    "label": f"{_measure(one, code)} · {_shorter(text_of(one.study, code))}"
                    + (f" · {text_of(one.arm, code)}" if one.arm else ""),
                    "value": one.value,
                    "low": one.low,
                    "high": one.high,
                    "pending": one.pending,
                    "order": FOREST_MEASURES.index(one.measure),
                }
            )
    if not rows:
        raise Http404
    rows.sort(key=lambda row: int(row["order"]))
    words = _chart_words("forest", code) | {"title": text_of(held["name"], code)}
    return picture(draw_forest(rows, words))


def _product(name: str) -> dict[str, Any]:
    try:
        return show_product(name)
    except InputError:
        raise Http404 from None


def _chart_words(chart: str, code: str) -> dict[str, str]:
    keys = {f"{chart}_{key}": key for key in ("title", "axis", "sure", "pending")}
    return {
        key: say("explore_products", name, code)
        for name, key in keys.items()
        if name in keys_of("explore_products")
    }


def _indication(
    entry: dict[str, Any], state: str, figures: tuple[Figure, ...], code: str
) -> dict[str, Any]:
    return {
        "entry": entry,
        "state": state,
        "state_words": say("explore_products", f"state_{state}", code),
        "type_words": say("explore_products", f"type_{entry['approval_type']['value']}", code),
        "groups": [
            (key, [{**line, "pending": _pending(line)} for line in entry[key]])
            for key in ("indication", "trial")
        ],
        "figures": [_figure(one, code) for one in figures if one.indication == entry["id"]],
    }


def _figure(one: Figure, code: str) -> dict[str, Any]:
    return {
        "one": one,
        "study": text_of(one.study, code),
        "setting": say("explore_products", f"setting_{one.setting}", code),
        "measure": _measure(one, code),
        "arm": text_of(one.arm, code),
        "value": f"{one.value:g}" + ("%" if is_share(one.measure) else ""),
        "interval": "" if one.low is None else f"{one.low:.0f}–{one.high:.0f}%",
        "counted": "" if one.of is None else f"{one.count}/{one.of}",
        "note": text_of(one.note, code),
        "sources": _read(one.sources),
    }


def _measure(one: Figure, code: str) -> str:
    words = name_of("explore_measures", one.measure, code)
    if one.at_months is None:
        return words
    return f"{words}, " + say("explore_products", "at_months", code, months=f"{one.at_months:g}")


def _stated(held: dict[str, Any], code: str) -> list[dict[str, Any]]:
    """The single values of a record, each with how it is known."""
    receptor = held["receptor"]
    named = [
        ("inn", held["inn"]),
        ("holder", held["marketing_authorisation_holder"]),
        ("approval_number", held["approval_number"]),
        ("dose", held["dose"]),
        ("lymphodepletion", held["lymphodepletion"]),
        ("administration", held["administration"]),
        ("costimulatory_domain", receptor["costimulatory_domain"]),
        ("vector", receptor["vector"]),
        ("scfv_origin", receptor["scfv_origin"]),
        ("vein_to_vein", held["vein_to_vein"]),
        ("contraindications", held["contraindications"]),
        ("elsewhere", held["elsewhere"]),
    ]
    rows = []
    for key, one in named:
        if one is not None:
            value = text_of(one["value"], code)
            rows.append(
                {
                    "label": say("explore_products", f"field_{key}", code),
                    "value": value or say("explore", "not_known", code),
                    "note": text_of(one["note"], code),
                    "how": one["how"],
                    "confidence": one["confidence"],
                    "pending": _pending(one),
                    "sources": _read(one["sources"]),
                }
            )
    return rows


def _event(one: ApprovalEvent, code: str) -> dict[str, Any]:
    return {
        "on": one.on,
        "indication": text_of(one.indication, code),
        "record": one.record,
        "pending": one.pending,
        "sources": _read(one.sources),
        "agency": one.agency,
    }


def _pending(held: dict[str, Any]) -> bool:
    return held["how"] in ("recall", "not_found") or held["confidence"] == "low"


def _read(sources: Any) -> list[str]:
    return [one for one in sources if one != "recall"]


def _shorter(text: str) -> str:
    return text.split(" (")[0].split("（")[0][:40]
