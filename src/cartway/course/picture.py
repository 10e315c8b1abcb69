"""The forecast as a picture: a time line of bands, and the cells' rise and fall.

Colours are those of Okabe and Ito, told apart by colour-blind readers; every band also carries its
name and numbers, so that colour is never the only sign. Words are Chinese or English; the fonts
named have Chinese glyphs.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import vl_convert

from cartway.course.forecast import Forecast
from cartway.course.picture_words import COLOURS, alt_text, bar_of
from cartway.course.words import say

FONT = (
    "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"
)
LAST_DAY = 75.0


def course_chart(forecast: Forecast, language: str) -> alt.TopLevelMixin:
    """The picture as an Altair chart."""
    rows = [bar_of(one, language) for one in forecast.phases]
    order = [row["stage"] for row in rows]
    first = min(row["from"] for row in rows)
    scale = alt.Scale(domain=[float(first) - 1.0, LAST_DAY], clamp=True, nice=False)
    x_axis = alt.Axis(title=say("days_axis", language), tickCount=14, labelOverlap=True)
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("stage:N", sort=order, title=None, axis=alt.Axis(labelLimit=330, ticks=False)),
        color=alt.Color("colour:N", scale=None),
    )
    wide = base.mark_bar(height=15, opacity=0.32, cornerRadius=2).encode(
        x=alt.X("from:Q", scale=scale, axis=x_axis), x2="to:Q"
    )
    core = base.mark_bar(height=15, cornerRadius=2).encode(
        x=alt.X("middle_from:Q", scale=scale), x2="middle_to:Q"
    )
    labels = base.mark_text(align="left", dx=5, fontSize=11).encode(
        x=alt.X("to:Q", scale=scale), text="words:N", color=alt.value("#222222")
    )
    zero = (
        alt.Chart(alt.Data(values=[{"day": 0}]))
        .mark_rule(color="#888888", strokeDash=[4, 3])
        .encode(x=alt.X("day:Q", scale=scale))
    )
    title = alt.TitleParams(
        say(
            "title",
            language,
            product=forecast.label[language],
            disease=(forecast.disease or forecast.label)[language],
        ),
        subtitle=_legend(language),
        anchor="start",
    )
    bands: Any = alt.layer(zero, wide, core, labels).properties(width=720, height=22 * len(rows))
    chart = bands
    curve = _expansion_chart(forecast, language, scale)
    if curve is not None:
        chart = alt.vconcat(bands, curve, spacing=18).resolve_scale(color="independent")
    chart = chart.properties(
        title=title, description=alt_text(forecast, language), background="white", padding=16
    )
    found: alt.TopLevelMixin = (
        chart.configure(font=FONT)
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=12, titleFontSize=12, grid=True, gridOpacity=0.35)
        .configure_title(fontSize=16, subtitleFontSize=12, font=FONT, subtitleFont=FONT)
    )
    return found


def draw_course(forecast: Forecast, language: str, kind: str) -> bytes:
    """The picture as PNG or SVG (``kind``)."""
    specification = course_chart(forecast, language).to_dict()
    if kind == "svg":
        return str(vl_convert.vegalite_to_svg(specification)).encode()
    return bytes(vl_convert.vegalite_to_png(specification, scale=2.0))


def _legend(language: str) -> str:
    middle, spread = say("middle", language), say("range", language)
    if language == "zh":
        return f"深色：{middle}；浅色：{spread}"
    return f"Dark: {middle}. Light: {spread}."


def _expansion_chart(forecast: Forecast, language: str, scale: alt.Scale) -> alt.LayerChart | None:
    curve = forecast.expansion
    if curve is None:
        return None
    floor = float(curve.high.max()) / 1e5
    values = [
        {
            "day": float(day),
            "low": max(float(low), floor),
            "middle": max(float(middle), floor),
            "high": max(float(high), floor),
        }
        for day, low, middle, high in zip(
            curve.days, curve.low, curve.middle, curve.high, strict=True
        )
        if day <= LAST_DAY
    ]
    title = say("level_axis", language, unit=curve.unit.replace("u", "µ"))
    base = alt.Chart(alt.Data(values=values)).encode(
        x=alt.X("day:Q", scale=scale, axis=alt.Axis(title=say("days_axis", language), tickCount=14))
    )
    y = alt.Y(
        "low:Q",
        scale=alt.Scale(type="log", domainMin=floor, nice=False),
        axis=alt.Axis(title=title, format=",.3~r", tickCount=5),
    )
    band = base.mark_area(opacity=0.3, color=COLOURS["expansion"]).encode(y=y, y2="high:Q")
    line = base.mark_line(color=COLOURS["expansion"], strokeWidth=2.5).encode(y="middle:Q")
    layered: alt.LayerChart = alt.layer(band, line).properties(width=720, height=170)
    return layered
