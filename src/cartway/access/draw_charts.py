"""Charts of the pages to explore, as SVG: forest plot, approvals over time, trials by year.

Colours are those of Okabe and Ito and never the only sign: shapes and words say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

FONT = (
    "Noto Sans, Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, PingFang SC, "
    "Microsoft YaHei, sans-serif"
)
AGENCIES = ("NMPA", "FDA", "EMA", "MHRA")
BLUE, ORANGE, GREEN, INK = "#0072B2", "#D55E00", "#009E73", "#222222"


def draw_forest(rows: Iterable[Mapping[str, Any]], words: Mapping[str, str]) -> bytes:
    """A forest plot.

    Args:
        rows: label, value, low and high (None without interval), pending.
        words: title, axis, sure, pending.
    """
    import altair as alt

    held = [
        {**row, "sort": at, "known": words["pending"] if row["pending"] else words["sure"]}
        for at, row in enumerate(rows)
    ]
    order = [row["label"] for row in held]
    scale = alt.Scale(domain=[words["sure"], words["pending"]], range=[BLUE, ORANGE])
    shapes = alt.Scale(domain=[words["sure"], words["pending"]], range=["circle", "diamond"])
    base = alt.Chart(alt.Data(values=held)).encode(
        y=alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelLimit=420, ticks=False)),
        color=alt.Color("known:N", scale=scale, title=None, legend=_legend(alt)),
    )
    axis = alt.X("low:Q", title=words["axis"], scale=alt.Scale(domain=[0, 100]))
    whisker = base.transform_filter("datum.low !== null").mark_rule(strokeWidth=2.5)
    point = base.mark_point(size=90, filled=True).encode(
        x="value:Q", shape=alt.Shape("known:N", scale=shapes, title=None, legend=_legend(alt))
    )
    chart = alt.layer(whisker.encode(x=axis, x2="high:Q"), point).properties(
        width=420, height=max(60, 26 * len(held)), title=_title(alt, words["title"])
    )
    return _svg(chart)


def draw_approvals(rows: Sequence[Mapping[str, Any]], words: Mapping[str, str]) -> bytes:
    """Approvals over time, a line for each product, a shape for each agency.

    Args:
        rows: product, on (a day), agency (as the legend says it).
        words: title, axis, and the name of each of `AGENCIES`, which has one sign everywhere.
    """
    import altair as alt

    agencies = list(dict.fromkeys([words[key] for key in AGENCIES]))
    order = list(dict.fromkeys(str(row["product"]) for row in rows))
    chart = (
        alt.Chart(alt.Data(values=[dict(row) for row in rows]))
        .mark_point(size=110, filled=True, opacity=0.9)
        .encode(
            x=alt.X(
                "on:T",
                title=words["axis"],
                axis=alt.Axis(format="%Y", tickCount="year"),
                scale=alt.Scale(nice="year", padding=12),
            ),
            y=alt.Y("product:N", sort=order, title=None, axis=alt.Axis(labelLimit=300, grid=True)),
            color=alt.Color(
                "agency:N",
                title=None,
                legend=_legend(alt),
                scale=alt.Scale(domain=agencies, range=[ORANGE, BLUE, GREEN, INK]),
            ),
            shape=alt.Shape(
                "agency:N",
                title=None,
                legend=_legend(alt),
                scale=alt.Scale(
                    domain=agencies, range=["circle", "square", "triangle-up", "diamond"]
                ),
            ),
        )
        .properties(width=520, height=26 * len(order), title=_title(alt, words["title"]))
    )
    return _svg(chart)


def draw_by_year(rows: Sequence[Mapping[str, Any]], words: Mapping[str, str]) -> bytes:
    """Bars by year, one colour for each group.

    Args:
        rows: year, group, trials.
        words: title, axis.
    """
    import altair as alt

    groups = list(dict.fromkeys(str(row["group"]) for row in rows))
    chart = (
        alt.Chart(alt.Data(values=[dict(row) for row in rows]))
        .mark_bar(stroke="white", strokeWidth=1)
        .encode(
            x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("trials:Q", title=words["axis"]),
            color=alt.Color(
                "group:N",
                title=None,
                sort=groups,
                legend=_legend(alt),
                scale=alt.Scale(
                    domain=groups, range=[BLUE, ORANGE, GREEN, "#CC79A7", "#E69F00", "#999999"]
                ),
            ),
        )
        .properties(width=600, height=260, title=_title(alt, words["title"]))
    )
    return _svg(chart)


def draw_prices(rows: Sequence[Mapping[str, Any]], words: Mapping[str, str]) -> bytes:
    """List prices as bars with their number.

    Args:
        rows: product, price (thousand yuan), known.
        words: title, axis.
    """
    import altair as alt

    held = sorted((dict(row) for row in rows), key=lambda row: -float(row["price"]))
    base = alt.Chart(alt.Data(values=held)).encode(
        y=alt.Y("product:N", sort=None, title=None, axis=alt.Axis(labelLimit=300, ticks=False)),
        x=alt.X("price:Q", title=words["axis"]),
    )
    bars = base.mark_bar(color=BLUE, opacity=0.75, height=14)
    texts = base.mark_text(align="left", dx=5, color=INK).encode(text="known:N")
    chart = alt.layer(bars, texts).properties(
        width=480, height=26 * len(held), title=_title(alt, words["title"])
    )
    return _svg(chart)


def _legend(alt: Any) -> Any:
    return alt.Legend(orient="bottom", labelLimit=320)


def _title(alt: Any, text: str) -> Any:
    return alt.TitleParams(text, anchor="start", fontSize=15)


def _svg(chart: Any) -> bytes:
    import json

    finished = chart.properties(
        background="white", padding={"left": 12, "top": 12, "right": 56, "bottom": 12}
    ).configure(font=FONT)
    finished = finished.configure_view(stroke=None).configure_axis(
        labelFontSize=12, titleFontSize=12
    )
    return _render(json.dumps(finished.to_dict(), sort_keys=True))


@lru_cache(maxsize=64)
def _render(specification: str) -> bytes:
    """Equal charts are drawn once."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(specification)).encode()
