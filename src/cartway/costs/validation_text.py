"""The table of predicted beside published, as text."""

from __future__ import annotations

from collections.abc import Sequence

from cartway.costs.validation import KINDS, Comparison

HEAD = {
    "en": "Predicted beside published. Prices are mostly assumptions: read the kind of each row.",
    "zh": "预测值与发表值对照。价格多为假设：请注意每行的类别。",
}
WORDS = {
    "published": {"en": "published", "zh": "发表"},
    "predicted": {"en": "predicted", "zh": "预测"},
    "ratio": {"en": "ratio", "zh": "比值"},
    "without": {"en": "without", "zh": "去除"},
}


def validation_text(rows: Sequence[Comparison], language: str) -> str:
    """One paragraph a row, so that Chinese and English align alike."""
    lines = [HEAD[language], ""]
    for row in rows:
        span = ""
        if row.low is not None and row.high is not None:
            span = (
                f" ({row.low:,.4g}–{row.high:,.4g})"
                if row.high < 1000
                else (f" ({row.low:,.0f}–{row.high:,.0f})")
            )
        lines.append(f"* {row.what[language]} [{KINDS[row.kind][language]}]")
        lines.append(
            f"    {WORDS['published'][language]} {_number(row.published)} {row.unit}, "
            f"{WORDS['predicted'][language]} {_number(row.predicted)}{span}, "
            f"{WORDS['ratio'][language]} {row.ratio:.2f}; {row.source}"
        )
        if row.left_out:
            lines.append(f"    {WORDS['without'][language]}: {', '.join(row.left_out)}")
        if row.note:
            lines.append(f"    {row.note[language]}")
    return "\n".join(lines) + "\n"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:,.4g}"
