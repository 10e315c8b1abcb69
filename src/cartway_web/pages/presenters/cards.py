"""The list of options: tiles with counts, and cards in the order a person should read them."""

from __future__ import annotations

from datetime import date
from typing import Any

from cartway.access.judge_offer import doors_of, standing_options
from cartway.access.present_option import brief_words
from cartway_web.pages.answers import vocabulary

VERDICTS = ("eligible", "possible", "excluded")
FIRST = 12
_MOST = 600


def tiles(match: Any, as_of: date) -> list[dict[str, Any]]:
    """For products and trials: how many are open, possible, closed."""
    aside = standing_options(as_of, vocabulary()).closed
    return [
        {
            "kind": kind,
            "counts": [{"verdict": one, "count": match.count(one, kind)} for one in VERDICTS],
            "aside": aside if kind == "trial" else 0,
        }
        for kind in ("product", "trial")
    ]


def cards(match: Any, show: int, with_closed: bool) -> dict[str, Any]:
    """Products whole, then as many trials as are asked for; closed ones on demand."""
    products = [one for one in match.options if one.option.kind == "product"]
    trials = [one for one in match.options if one.option.kind == "trial"]
    # What could be checked line by line first: a trial without its text is possible for anybody.
    open_trials = sorted(
        (one for one in trials if one.verdict != "excluded"),
        key=lambda one: (one.verdict, one.option.details.get("criteria") == "none"),
    )
    closed = [one for one in trials if one.verdict == "excluded"]
    show = max(FIRST, min(show, _MOST))
    return {
        "products": [_card(one, match) for one in products if one.verdict != "excluded"],
        "closed_products": [_card(one, match) for one in products if one.verdict == "excluded"],
        "trials": [_card(one, match) for one in open_trials[:show]],
        "pathways": [_card(one, match) for one in match.options if one.option.kind == "pathway"],
        "more": max(0, len(open_trials) - show),
        "next": show + 24,
        "closed_count": len(closed),
        "closed_trials": [_card(one, match) for one in closed[:60]] if with_closed else [],
    }


def _card(verdict: Any, match: Any) -> dict[str, Any]:
    closed = verdict.verdict == "excluded"
    doors = doors_of(match, verdict, vocabulary()) if closed else []
    return brief_words(verdict, vocabulary()) | {
        "anchor": verdict.option.id.replace("/", "-"),
        "opens_on": doors[0].on.isoformat() if doors else "",
    }
