"""What was measured with a product in its indication, with intervals where counts are known."""

from __future__ import annotations

from typing import Any

from cartway.access.plain_data import as_plain
from cartway.criteria import Option
from cartway.knowledge.evidence import WHY_COMPARISON_MISLEADS, evidence

Row = dict[str, Any]


def option_evidence(option: Option) -> list[Row]:
    """The figures of a product's indication; empty for a trial, which has none yet."""
    if option.kind != "product":
        return []
    product, _, indication = option.id.partition("/")
    rows = []
    for one in evidence(product, indication):
        share = one.share
        rows.append(
            {
                "study": as_plain(one.study),
                "measure": one.result.measure,
                "value": one.result.value,
                "at_months": one.result.at_months,
                "arm": as_plain(one.result.arm),
                "low": None if share is None else share.low,
                "high": None if share is None else share.high,
                "count": None if share is None else share.count,
                "of": None if share is None else share.of,
                "sources": list(one.result.sources),
                "pending": one.result.how == "recall" or one.result.confidence == "low",
            }
        )
    return rows


def is_share(measure: str) -> bool:
    """Whether a measure is a share in percent, and no number of people, time or ratio."""
    return not (
        measure in ("patients", "treatment_related_deaths")
        or measure.endswith(("_months", "_days"))
        or measure.startswith("hazard_ratio")
    )


def why_comparison_misleads() -> dict[str, str]:
    """Why two studies side by side do not show which product is better."""
    words: dict[str, str] = as_plain(WHY_COMPARISON_MISLEADS)
    return words
