"""The flowsheet as a nurse knows it: temperature, pressure, oxygen, ICE and the grades below.

Grades are written on their tiles and coloured on one scale from light to dark, so that colour is
never the only sign. Shapes and dashes tell lines apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import altair as alt
import vl_convert

from cartway.toxicity.flowsheet.episodes import GAP, Flowsheet, GradedRow
from cartway.toxicity.flowsheet.rows import LABORATORY
from cartway.toxicity.flowsheet.words import (
    bounds_text,
    describe_flowsheet,
    laboratory_columns,
    laboratory_heading,
    say,
)
from cartway.toxicity.published import words

FONT = '"Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif'
_WIDTH = 860
_STRIP = 28
_LETTER = 6.5
_INK = "#1b1b1b"
_BLUE = "#0072b2"
_ORANGE = "#d55e00"
_GRADE_COLOURS = ["#f2f2f2", "#fde6a8", "#f5b041", "#d2691e", "#8b2f0f", "#1b1b1b"]
_OXYGEN_COLOURS = ["#f2f2f2", "#cfe3f3", "#7fb2dd", "#1f5f99"]
_OXYGEN_STEPS = {
    "none": 0,
    "low_flow_nc": 1,
    "blow_by": 1,
    "high_flow_nc": 2,
    "facemask": 2,
    "nonrebreather": 2,
    "venturi": 2,
    "cpap": 3,
    "bipap": 3,
    "mech_vent": 3,
}


def draw_flowsheet(sheet: Flowsheet, language: str) -> dict[str, Any]:
    """The picture as a Vega-Lite specification."""
    rows = [_point(one, language) for one in _with_ends(sheet)]
    panels = [
        _line(rows, "temp_c", say("temperature", language), _ORANGE, _fever_line(language)),
        _line(rows, "systolic_mmhg", say("pressure", language), _BLUE, None),
        _strip(rows, "pressors", say("pressors", language), "pressors_step", _OXYGEN_COLOURS),
        _strip(rows, "oxygen", say("oxygen", language), "oxygen_step", _OXYGEN_COLOURS),
        _strip(rows, "neurology", say("neurology", language), "neurology_step", _GRADE_COLOURS),
        *(
            _strip(rows, name, laboratory_heading(name, language), "no_step", _GRADE_COLOURS)
            for name in laboratory_columns(sheet)
        ),
        _strip(rows, "crs", say("crs", language), "crs_step", _GRADE_COLOURS),
        _strip(rows, "icans", say("icans", language), "icans_step", _GRADE_COLOURS, last=True),
    ]
    chart: Any = (
        alt.vconcat(*[panel for panel in panels if panel is not None], spacing=6)
        .resolve_scale(x="shared", color="independent")
        .properties(
            title=alt.TitleParams(
                say("flowsheet", language), subtitle=say("legend", language), anchor="start"
            ),
            description=describe_flowsheet(sheet, language),
        )
        .configure(font=FONT, background="white")
        .configure_title(fontSize=16, subtitleFontSize=11, font=FONT, subtitleFont=FONT)
        .configure_axis(labelFont=FONT, titleFont=FONT, labelColor=_INK, gridColor="#e6e6e6")
        .configure_view(stroke="#bbbbbb")
    )
    specification: dict[str, Any] = chart.to_dict()
    return specification


def picture_png(sheet: Flowsheet, language: str) -> bytes:
    """The picture as PNG."""
    return bytes(vl_convert.vegalite_to_png(draw_flowsheet(sheet, language), scale=2))


def picture_svg(sheet: Flowsheet, language: str) -> str:
    """The picture as SVG."""
    return str(vl_convert.vegalite_to_svg(draw_flowsheet(sheet, language)))


def _with_ends(sheet: Flowsheet) -> list[tuple[GradedRow, datetime, datetime]]:
    used = [(one, one.row.time) for one in sheet.used if one.row.time is not None]
    # A tile reaches to the next time, but never over a gap: nothing is carried forward.
    nexts = [time for _, time in used[1:]]
    nexts += [time + timedelta(hours=4) for _, time in used[-1:]]
    return [
        (one, time, end if end - time <= GAP else time + timedelta(hours=4))
        for (one, time), end in zip(used, nexts, strict=True)
    ]


def _point(placed: tuple[GradedRow, datetime, datetime], language: str) -> dict[str, Any]:
    one, start, end = placed
    values = one.row.values
    device, pressors = values.get("o2"), values.get("pressors_n")
    score = values.get("ice", values.get("capd"))
    point: dict[str, Any] = {
        "start": _utc(start),
        "end": _utc(end),
        "after_gap": any(problem.reason == "gap_before" for problem in one.row.problems),
        "temp_c": values.get("temp_c"),
        "systolic_mmhg": values.get("systolic_mmhg"),
        "pressors": None if pressors is None else str(pressors),
        "pressors_step": min(pressors or 0, 3),
        "oxygen": None if device is None else words().devices[device].in_language(language),
        "oxygen_step": _OXYGEN_STEPS.get(device or "none", 0),
        "neurology": None if score is None else f"{score:g}",
        "no_step": 0,
        "neurology_step": _score_step(values),
    }
    for name in LABORATORY:
        point[name] = f"{values[name]:.4g}" if name in values else None
    for name, graded in (("crs", one.crs), ("icans", one.icans)):
        point[name] = None if graded is None else bounds_text(graded)
        point[f"{name}_step"] = 0 if graded is None else graded.highest
    return point


def _utc(time: datetime) -> str:
    # The clock on the wall is what is drawn, whatever the zone of the machine that draws.
    return time.replace(tzinfo=None).isoformat() + "Z"


def _score_step(values: Mapping[str, Any]) -> int:
    """Colour an ICE score, or a CAPD score, by the component it stands for."""
    if "ice" in values:
        return sum(values["ice"] <= limit for limit in (9, 6, 2))
    capd = values.get("capd", 0)
    return 3 if capd >= 9 else 1 if capd else 0


def _x(name: str, *, last: bool) -> Any:
    axis = (
        alt.Axis(format="%m-%d %H:%M", title=None, labelAngle=-45, labelOverlap=True)
        if last
        else alt.Axis(labels=False, ticks=False, domain=False, title=None)
    )
    return alt.X(f"{name}:T", scale=alt.Scale(type="utc"), axis=axis)


def _data(rows: list[dict[str, Any]]) -> Any:
    return alt.Data(values=rows)


def _line(
    rows: list[dict[str, Any]], field: str, title: str, colour: str, beside: Any | None
) -> Any | None:
    known = _in_segments(rows, field)
    if not known:
        return None
    y = alt.Y(f"{field}:Q", title=title, scale=alt.Scale(zero=False, nice=True))
    line = (
        alt.Chart(_data(known))
        .mark_line(color=colour, strokeWidth=2, point=alt.OverlayMarkDef(color=colour, size=40))
        .encode(x=_x("start", last=False), y=y, detail="segment:N")
    )
    layered = line if beside is None else alt.layer(line, beside)
    return layered.properties(width=_WIDTH, height=130)


def _in_segments(rows: list[dict[str, Any]], field: str) -> list[dict[str, Any]]:
    """Number the unbroken stretches, so that no line is drawn over what was not measured."""
    segment = 0
    known = []
    for row in rows:
        if row["after_gap"] or row[field] is None:
            segment += 1
        if row[field] is not None:
            known.append({**row, "segment": segment})
    return known


def _fever_line(language: str) -> Any:
    data = alt.Data(values=[{"fever": 38.0, "label": say("fever_line", language)}])
    rule = alt.Chart(data).mark_rule(strokeDash=[5, 4], color=_INK).encode(y="fever:Q")
    label = (
        alt.Chart(data)
        .mark_text(align="left", x=4, dy=-6, fontSize=11, color=_INK, font=FONT)
        .encode(y="fever:Q", text="label:N")
    )
    return alt.layer(rule, label)


def _tiles(rows: list[dict[str, Any]], field: str, step: str) -> list[dict[str, Any]]:
    """The tiles of a strip: equal neighbours as one band, each check of ICE and each test apart."""
    single = field == "neurology" or field in LABORATORY
    tiles: list[dict[str, Any]] = []
    for row in rows:
        if row[field] is None:
            continue
        before = tiles[-1] if tiles else None
        if before and not single and (before["end"], before["text"]) == (row["start"], row[field]):
            before["end"] = row["end"]
        else:
            tile = {"start": row["start"], "end": row["end"]}
            clear = "–" not in row[field]
            shade = row[step] if clear else 0
            tiles.append(
                {**tile, "text": row[field], "step": row[step], "ink": shade, "clear": clear}
            )
    span = _hours(rows[0]["start"], rows[-1]["end"]) if rows else 1.0
    for tile in tiles:
        wide = _WIDTH * _hours(tile["start"], tile["end"]) / span
        # A label that does not fit would run over its neighbour; the table holds it.
        tile["shown"] = tile["text"] if wide >= _LETTER * _letters(tile["text"]) else ""
        tile["middle"] = _utc(
            _read(tile["start"]) + (_read(tile["end"]) - _read(tile["start"])) / 2
        )
    return tiles


def _letters(text: str) -> int:
    return sum(1 if letter.isascii() else 2 for letter in text)


def _read(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


def _hours(start: str, end: str) -> float:
    return (_read(end) - _read(start)).total_seconds() / 3600


def _strip(
    rows: list[dict[str, Any]],
    field: str,
    title: str,
    step: str,
    colours: list[str],
    *,
    last: bool = False,
) -> Any | None:
    known = _tiles(rows, field, step)
    if not known and not last:
        return None
    dark = 3
    base = alt.Chart(_data(known))
    tiles = base.mark_rect(stroke="white").encode(
        x=_x("start", last=last),
        x2="end:T",
        y=alt.value(1),
        y2=alt.value(_STRIP - 1),
        opacity=alt.condition("datum.clear", alt.value(1), alt.value(0.4)),
        color=alt.Color(
            "step:Q",
            scale=alt.Scale(domain=list(range(len(colours))), range=colours, type="linear"),
            legend=None,
        ),
    )
    labels = base.mark_text(fontSize=11, font=FONT).encode(
        x=alt.X("middle:T", scale=alt.Scale(type="utc")),
        y=alt.value(_STRIP / 2),
        text="shown:N",
        color=alt.condition(f"datum.ink >= {dark}", alt.value("white"), alt.value(_INK)),
    )
    name = (
        alt.Chart(alt.Data(values=[{"name": title}]))
        .mark_text(align="right", x=-8, fontSize=11, fontWeight="bold", font=FONT, color=_INK)
        .encode(y=alt.value(_STRIP / 2), text="name:N")
    )
    return alt.layer(tiles, labels, name).properties(width=_WIDTH, height=_STRIP)
