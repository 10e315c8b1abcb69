"""The parts of the bill as a picture: ranges on one line each, colour by evidence.

Colours are those of Okabe and Ito; the evidence is also written beside each bar.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import vl_convert

from cartway.costs.chart_words import alt_text, bars_of
from cartway.costs.estimate import Estimate
from cartway.costs.words import say

FONT = (
    "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"
)


def parts_chart(estimate: Estimate, language: str) -> alt.TopLevelMixin:
    """Ranges of the parts that matter, without the product, as an Altair chart."""
    rows = bars_of(estimate, language)
    order = [row["part"] for row in rows]
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("part:N", sort=order, title=None, axis=alt.Axis(labelLimit=360, ticks=False)),
        color=alt.Color("colour:N", scale=None),
    )
    axis = alt.Axis(title=estimate.currency, format=",.0f", tickCount=6)
    bar = base.mark_bar(height=12, opacity=0.45).encode(x=alt.X("low:Q", axis=axis), x2="high:Q")
    middle = base.mark_tick(thickness=3, size=18).encode(x="middle:Q", color=alt.value("#222222"))
    words = base.mark_text(align="left", dx=6, fontSize=11).encode(
        x="high:Q", text="words:N", color=alt.value("#222222")
    )
    chart: Any = alt.layer(bar, middle, words).properties(
        width=620,
        height=24 * len(rows),
        title=alt.TitleParams(
            say("parts", language),
            subtitle=say("legend", language),
            anchor="start",
        ),
        description=alt_text(estimate, language),
        background="white",
        padding={"left": 16, "top": 16, "right": 40, "bottom": 16},
    )
    found: alt.TopLevelMixin = chart.configure(font=FONT).configure_view(stroke=None)
    return found


def draw_parts(estimate: Estimate, language: str, kind: str) -> bytes:
    """The picture as PNG or SVG (``kind``)."""
    specification = parts_chart(estimate, language).to_dict()
    if kind == "svg":
        return str(vl_convert.vegalite_to_svg(specification)).encode()
    return bytes(vl_convert.vegalite_to_png(specification, scale=2.0))
