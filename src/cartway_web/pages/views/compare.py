"""Up to four options side by side."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from cartway.access.judge_offer import standing_options
from cartway.access.option_pathways import option_pathways
from cartway.access.show_knowledge import show_products
from cartway.errors import InputError
from cartway_web.pages.answers import vocabulary
from cartway_web.pages.carried import show, state_given
from cartway_web.pages.context import day_asked
from cartway_web.pages.faults import fault_page
from cartway_web.pages.presenters.option import cost_context, option_data
from cartway_web.pages.state import StateLostError

MOST = 4


def compare(request: HttpRequest, lang: str) -> HttpResponse:
    """The chosen options in columns; without any, a form to choose them."""
    try:
        state = state_given(request)
    except StateLostError:
        return fault_page(request, "state_lost", 400)
    day = day_asked(request)
    given = request.POST if request.method == "POST" else request.GET
    names = list(dict.fromkeys(one for one in given.getlist("option") if one))
    found: list[dict[str, Any]] = []
    by_product = {one["id"]: one["target_antigens"] for one in show_products(day)}
    for name in names[:MOST]:
        try:
            data = option_data(name, None if state is None else state.record, day)
        except InputError:
            continue
        cost = cost_context(data["option"], given, day, lang)["cost"]
        ways = option_pathways(data["option"], day)
        details = data["details"]
        held = details.get("targets") or by_product.get(name, ())
        targets = [vocabulary().label(str(one), lang) for one in held]
        found.append(
            data
            | {
                "total": cost[0][1] if cost else [],
                "ways": ways,
                "weeks": ways[0]["weeks"] if ways else None,
                "targets": "、".join(targets) if lang == "zh" else ", ".join(targets),
                "cities": details.get("cities") or [],
            }
        )
    context = {
        "found": found,
        "too_many": len(names) > MOST,
        "most": MOST,
        "choices": [] if found else _choices(day, lang),
    }
    return show(request, "pages/compare.html", context, state)


def _choices(day: Any, lang: str) -> list[tuple[str, str]]:
    options = standing_options(day, vocabulary()).options
    return [
        (one.id, one.title.get(lang) or one.title["en"]) for one in options if one.kind == "product"
    ]
