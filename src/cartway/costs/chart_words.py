"""The chart in words, and the bars it is drawn from; it needs no drawing library."""

from __future__ import annotations

from typing import Any

from cartway.costs.estimate import Estimate, Part
from cartway.costs.words import EVIDENCE, say

COLOURS = {
    "quote": "#000000",
    "list_price": "#0072B2",
    "published": "#009E73",
    "press": "#56B4E9",
    "advertised": "#D55E00",
    "prior": "#E69F00",
    "course": "#009E73",
}


def bars_of(estimate: Estimate, language: str) -> list[dict[str, Any]]:
    """One bar for each part that matters."""
    return [_row(one, language) for one in _shown(estimate)]


def alt_text(estimate: Estimate, language: str) -> str:
    """The picture in words."""
    mark = "；" if language == "zh" else "; "
    rows = bars_of(estimate, language)
    return mark.join(
        [
            say("parts", language),
            *(
                f"{row['part']} {estimate.currency} {row['low']:,.0f}–{row['high']:,.0f} ({row['words']})"
                for row in rows
            ),
        ]
    )


def _shown(estimate: Estimate) -> list[Part]:
    """The dearest parts; the product is a fixed number and would hide the rest."""
    parts = [
        one
        for one in estimate.parts
        if one.id not in {"product", "trial_product"} and one.range.high > 0
    ]
    largest = max((one.range.high for one in parts), default=0.0)
    seen = [one for one in parts if one.range.high > 0.02 * largest]
    return sorted(seen, key=lambda one: -one.range.high)[:14]


def _row(one: Part, language: str) -> dict[str, Any]:
    return {
        "part": one.name[language].split(" (")[0],
        "low": one.range.low,
        "middle": one.range.middle,
        "high": one.range.high,
        "colour": COLOURS[one.evidence],
        "words": EVIDENCE[one.evidence][language],
    }
