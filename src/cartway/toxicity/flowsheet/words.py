"""The words of a flowsheet: cells of its table, the course of a scale, the alternative text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from cartway.knowledge.load import BothLanguages
from cartway.toxicity.algorithm import Graded
from cartway.toxicity.flowsheet.episodes import Episode, Flowsheet, GradedRow
from cartway.toxicity.flowsheet.rows import COLUMNS, LABORATORY
from cartway.toxicity.published import input_words, words


def say(name: str, language: str) -> str:
    """A phrase in a language."""
    return words().phrase(name, language)


def moment(time: datetime | None) -> str:
    """A time as the flowsheet writes it."""
    return time.strftime("%Y-%m-%d %H:%M") if time else ""


def bounds_text(graded: Graded) -> str:
    """Bounds as on a tile: `2` or `1–3`."""
    if graded.settled:
        return f"{graded.lowest:g}"
    return f"{graded.lowest:g}–{graded.highest:g}"


def describe_episode(episode: Episode, language: str) -> str:
    """The course of a scale in one line."""
    if episode.peak_highest is None:
        return say("none_found", language)
    parts = [f"{say('peak', language)} {_peak(episode)}"]
    if episode.onset:
        parts.append(f"{say('onset', language)} {moment(episode.onset)}")
        ended = moment(episode.resolved_at)
        parts.append(
            f"{say('resolved', language)} {ended}" if ended else say("not_resolved", language)
        )
    if episode.possible_onset and episode.possible_onset != episode.onset:
        parts.append(f"{say('possible_onset', language)} {moment(episode.possible_onset)}")
    parts += [say(name, language) for name in ("rising", "steep") if getattr(episode, name)]
    return ("；" if language == "zh" else "; ").join(parts)


def _peak(episode: Episode) -> str:
    if episode.peak_lowest == episode.peak_highest:
        return f"{episode.peak_lowest}"
    return f"{episode.peak_lowest}–{episode.peak_highest}"


def describe_flowsheet(sheet: Flowsheet, language: str) -> str:
    """The picture in words, for who cannot see it."""
    times = [one.row.time for one in sheet.used]
    if not times:
        return say("no_rows", language)
    return say("alt", language).format(
        count=len(times),
        first=moment(times[0]),
        last=moment(times[-1]),
        crs=describe_episode(sheet.crs, language),
        icans=describe_episode(sheet.icans, language),
    )


def describe_problems(one: GradedRow, language: str) -> str:
    """What must be looked at in a row."""
    said = []
    for problem in one.row.problems:
        text = words().problems[problem.reason].in_language(language)
        if problem.column and problem.column in COLUMNS and problem.column in input_words():
            label = input_words()[problem.column].label.in_language(language)
            text = f"{label}: {text}" if language == "en" else f"{label}：{text}"
        said.append(text)
    if not one.row.used:
        said.append(say("not_used", language))
    return ("；" if language == "zh" else "; ").join(said)


def table(
    sheet: Flowsheet, language: str, *, short: bool = False
) -> tuple[list[str], list[list[str]]]:
    """The table beside the picture: headings and one line for each row that came in.

    Args:
        sheet: what was graded.
        language: "en" or "zh".
        short: oxygen in one word, for narrow places.
    """
    devices = words().devices if short else words().choices
    labs = laboratory_columns(sheet)
    headings = ["row", "time", "temperature", "pressure", "pressors", "oxygen", "neurology"]
    headings += [*labs, "crs", "icans", "problem"]
    return [_heading(name, language) for name in headings], [
        _cells(one, language, devices, labs) for one in sheet.rows
    ]


def _cells(
    one: GradedRow, language: str, devices: Mapping[str, BothLanguages], labs: Sequence[str]
) -> list[str]:
    values = one.row.values
    device = values.get("o2")
    score = values.get("ice", values.get("capd"))
    return [
        str(one.row.number),
        moment(one.row.time),
        _number(values.get("temp_c")),
        _number(values.get("systolic_mmhg")),
        _number(values.get("pressors_n")),
        "" if device is None else devices[device].in_language(language),
        _number(score),
        *(_number(values.get(name)) for name in labs),
        "" if one.crs is None else bounds_text(one.crs),
        "" if one.icans is None else bounds_text(one.icans),
        describe_problems(one, language),
    ]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def laboratory_columns(sheet: Flowsheet) -> list[str]:
    """The laboratory values that the flowsheet holds."""
    return [name for name in LABORATORY if any(name in one.row.values for one in sheet.rows)]


def laboratory_heading(name: str, language: str) -> str:
    """A laboratory value with its unit."""
    unit = {"/uL": "/µL"}.get(LABORATORY[name].unit, LABORATORY[name].unit)
    label = input_words()[name].label.in_language(language)
    return f"{label}, {unit}" if language == "en" else f"{label}（{unit}）"


def _heading(name: str, language: str) -> str:
    return laboratory_heading(name, language) if name in LABORATORY else say(name, language)
