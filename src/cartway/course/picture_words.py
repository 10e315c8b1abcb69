"""The picture in words, and the bars it is drawn from; it needs no drawing library."""

from __future__ import annotations

from typing import Any

from cartway.course.forecast import Forecast, Phase
from cartway.course.words import say

COLOURS = {
    "leukapheresis": "#0072B2",
    "manufacturing": "#56B4E9",
    "bridging_therapy": "#56B4E9",
    "lymphodepletion": "#0072B2",
    "infusion": "#000000",
    "expansion": "#009E73",
    "crs": "#D55E00",
    "icans": "#CC79A7",
    "iec_hs": "#D55E00",
    "severe_neutropenia": "#E69F00",
    "hospital_stay": "#0072B2",
    "stay_near_hospital": "#56B4E9",
    "caregiver": "#56B4E9",
    "no_driving": "#999999",
    "fit_to_fly": "#009E73",
}


def alt_text(forecast: Forecast, language: str) -> str:
    """The picture in words, for whoever cannot see it."""
    parts = [say("alt_picture", language, product=forecast.label[language])]
    for one in forecast.phases:
        row = bar_of(one, language)
        parts.append(f"{row['stage']}: {row['words']}")
    return ("；" if language == "zh" else "; ").join(parts)


def bar_of(one: Phase, language: str) -> dict[str, Any]:
    """One bar of the picture: its name, colour, ends and the words beside it."""
    start, end = one.start_after, one.end_after or one.start_after
    lone = one.end_after is None
    row: dict[str, Any] = {
        "stage": one.label[language],
        "colour": COLOURS[one.id],
        "from": round(start.low, 1),
        "to": round(end.high, 1),
        "middle_from": round(start.middle, 1),
        "middle_to": round(end.middle, 1),
    }
    if lone:
        # A moment gets a day's width, or it could not be seen.
        row["middle_to"] = row["middle_from"] + 1.0
        row["to"] = max(row["to"], row["middle_to"])
    row["words"] = _words(one, language)
    return row


def _words(one: Phase, language: str) -> str:
    start, end = one.start_after.middle, (one.end_after or one.start_after).middle
    if one.end_after is None or round(start) == round(end):
        days = f"day {start:.0f}" if language == "en" else f"第{start:.0f}天"
    elif language == "en":
        days = f"day {start:.0f} to {end:.0f}"
    else:
        days = f"第{start:.0f}至{end:.0f}天"
    days = days.replace("-", "−")
    if one.share >= 0.9995:
        return days
    share = say("share", language, percent=f"{100 * one.share:.0f}%")
    severe = ""
    if one.severe_share is not None:
        grade = f"{100 * one.severe_share:.0f}%"
        severe = f", grade ≥3: {grade}" if language == "en" else f"，≥3级：{grade}"
    return f"{days}; {share}{severe}" if language == "en" else f"{days}；{share}{severe}"
