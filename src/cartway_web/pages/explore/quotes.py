"""Check a quote: pasted words or an itemised file, to flags with rules and what is left out."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django.http import HttpRequest, HttpResponse

from cartway.access.check_quote import QuoteAnswer, check_quote
from cartway.access.quote_page import read_quote_bytes
from cartway.access.words import say
from cartway.errors import InputError
from cartway_web.pages.context import day_asked
from cartway_web.pages.explore.frame import code_of, show_page, text_of
from cartway_web.pages.input_words import input_words

_LONGEST = 40_000


def quote(request: HttpRequest, lang: str) -> HttpResponse:
    """The form, and what was found in what was sent."""
    code = code_of(request)
    context: dict[str, Any] = {"longest": _LONGEST}
    status = 200
    if request.method == "POST":
        text = request.POST.get("text", "")
        context["text"] = text[:_LONGEST]
        try:
            context["answer"] = _present(_checked(request, text), code)
        except InputError as error:
            context["fault"] = input_words(error, code)
            status = 400
    return show_page(request, "quote.html", "quote", context, status)


def _checked(request: HttpRequest, text: str) -> QuoteAnswer:
    given = request.FILES.get("file")
    if given is not None:
        name = PurePosixPath((given.name or "quote.txt").replace("\\", "/")).name[:80]
        return check_quote(read_quote_bytes(given.read(), name), day_asked(request))
    return check_quote(read_quote_bytes(text.encode(), "quote.txt"), day_asked(request))


def _present(answer: QuoteAnswer, code: str) -> dict[str, Any]:
    held = answer.to_json()
    return {
        "as_of": held["as_of"],
        "products": [
            {
                "id": one["id"],
                "name": text_of(one["name"], code),
                "price": "" if one["list_price_cny"] is None else f"{one['list_price_cny']:,.0f}",
                "sources": one["price_sources"],
            }
            for one in held["products"]
        ],
        "items": [_item(one, code) for one in held["items"]],
        "flags": [
            {
                **one,
                "severity_words": say("explore_costs", f"severity_{one['severity']}", code),
                "title": text_of(one["title"], code),
                "message": text_of(one["message"], code),
                "rules": [{**rule, "title": text_of(rule["title"], code)} for rule in one["rules"]],
            }
            for one in held["flags"]
        ],
        "essential": [_part(one, code) for one in held["left_out"] if one["essential"]],
        "others": [_part(one, code) for one in held["left_out"] if not one["essential"]],
    }


def _item(one: dict[str, Any], code: str) -> dict[str, Any]:
    amount = ""
    if one["low"] is not None:
        amount = f"{one['currency']} {one['low']:,.0f}"
        if one["high"] != one["low"]:
            amount += f"–{one['high']:,.0f}"
    return {"name": one["name"], "amount": amount, "known": one["part"] is not None}


def _part(one: dict[str, Any], code: str) -> dict[str, str]:
    return {"label": text_of(one["label"], code), "why": text_of(one["why"], code)}
