"""The forecast as plain text and as one self-contained page."""

from __future__ import annotations

from html import escape
from typing import Any

from cartway.course.forecast import Forecast, Phase, Range, Visit
from cartway.course.picture_words import alt_text
from cartway.course.words import say
from cartway.knowledge.standalone_page import html_table, standalone_page


def course_title(forecast: Forecast, language: str) -> str:
    """The heading of the answer."""
    if forecast.disease is None:
        return forecast.label[language]
    return say(
        "title", language, product=forecast.label[language], disease=forecast.disease[language]
    )


def course_text(forecast: Forecast, language: str) -> str:
    """The forecast as lines of text."""
    lines = [course_title(forecast, language), ""]
    if not forecast.simulated:
        reason = (forecast.reason or forecast.label)[language]
        lines.append(f"{say('not_simulated', language)}: {reason}")
        return "\n".join(lines) + "\n"
    for row in phase_rows(forecast, language):
        lines.append(f"* {row[0]} ({row[1]})")
        lines.append(f"    {say('begins', language)}: {row[2]}")
        if row[3]:
            lines.append(f"    {say('ends', language)}: {row[3]}")
    if forecast.start is None:
        lines += ["", say("counted_from", language)]
    for heading, rows in _sections(forecast, language):
        lines += ["", heading]
        lines += ["* " + ": ".join(part for part in row if part) for row in rows]
    return "\n".join(lines) + "\n"


def course_page(forecast: Forecast, language: str) -> str:
    """The forecast as an HTML page with the picture, its words, and every table."""
    title = course_title(forecast, language)
    body = [f"<h1>{escape(title)}</h1>"]
    if not forecast.simulated:
        reason = (forecast.reason or forecast.label)[language]
        body.append(f"<p><strong>{say('not_simulated', language)}.</strong> {escape(reason)}</p>")
    else:
        # Loaded here: the drawing library takes longer to load than everything else to run.
        from cartway.course.picture import draw_course

        picture = draw_course(forecast, language, "svg").decode()
        words = escape(alt_text(forecast, language), quote=True)
        body += [
            f"<p>{escape(say('informs', language))}</p>",
            f'<figure role="img" aria-label="{words}">{picture}</figure>',
            html_table(
                phase_rows(forecast, language),
                [say(key, language) for key in ("stage", "who", "begins", "ends")],
            ),
        ]
        if forecast.start is None:
            body.append(f"<p>{escape(say('counted_from', language))}</p>")
        for heading, rows in _sections(forecast, language):
            body.append(f"<h2>{escape(heading)}</h2>")
            body.append(html_table(rows))
    return standalone_page(title, body, language)


def phase_rows(forecast: Forecast, language: str) -> list[tuple[str, str, str, str]]:
    """Stage, who, begins and ends, for the table beside the picture."""
    return [
        (
            one.label[language],
            _who(one, language),
            _when(forecast, one.start, language),
            "" if one.end is None else _when(forecast, one.end, language),
        )
        for one in forecast.phases
    ]


def _sections(forecast: Forecast, language: str) -> list[tuple[str, list[tuple[str, ...]]]]:
    sections: list[tuple[str, list[tuple[str, ...]]]] = []
    exits: list[tuple[str, ...]] = [
        (say(name, language), _percent(share))
        for name, share in forecast.exits.items()
        if share is not None
    ]
    exits.append((say("intensive_care", language), _percent(forecast.intensive_care)))
    sections.append((say("exits", language), exits))
    if forecast.survival:
        sections.append(
            (
                say("survival", language),
                [
                    (
                        say(
                            "at_months",
                            language,
                            months=f"{one['months']:g}",
                            what=say(one["endpoint"], language),
                        ),
                        f"{one['percent']:g}% (n = {one['n'] or 0:g})",
                    )
                    for one in forecast.survival
                ],
            )
        )
    sections.append(
        (
            say("follow_up", language),
            [(one.label[language], _visit(forecast, one, language)) for one in forecast.visits],
        )
    )
    sections.append(
        (
            say("assumptions", language),
            [assumption_row(one, language) for one in forecast.assumptions],
        )
    )
    notes: list[tuple[str, ...]] = [(one[language],) for one in forecast.notes]
    notes.append((say("samples", language, count=f"{forecast.count:,}", seed=forecast.seed),))
    sections.append((say("notes", language), notes))
    return sections


def assumption_row(row: dict[str, Any], language: str) -> tuple[str, str]:
    """One input of the model: its name, and its value with the evidence for it."""
    value = row.get("value")
    parts = ["–" if value is None else f"{value:g}"]
    if row.get("class_prior") is not None:
        parts.append(
            say(
                "shrunk",
                language,
                published=f"{row['published']:g}",
                prior=f"{row['class_prior']:g}",
            )
        )
    if row.get("level"):
        parts.append(say(f"level_{row['level']}", language))
    if row.get("n"):
        parts.append(f"n = {row['n']:g}")
    if row.get("scale"):
        parts.append(str(row["scale"]))
    if row.get("study"):
        parts.append(f"{say('source', language)} {row['study']}")
    return row["label"][language], ("；" if language == "zh" else "; ").join(parts)


def _visit(forecast: Forecast, one: Visit, language: str) -> str:
    when = _when(forecast, one.when, language)
    if one.alive is None:
        return when
    mark = "；" if language == "zh" else "; "
    return f"{when}{mark}{say('os', language)} {100 * one.alive:.0f}%"


def _who(one: Phase, language: str) -> str:
    if one.share >= 0.9995:
        return say("all", language)
    who = say("share", language, percent=f"{100 * one.share:.0f}%")
    if one.severe_share is None:
        return who
    mark = "，" if language == "zh" else ", "
    return f"{who}{mark}{say('severe', language)} {100 * one.severe_share:.0f}%"


def _when(forecast: Forecast, span: Range, language: str) -> str:
    if forecast.start is not None:
        dates = span.on(forecast.start)
        low, middle, high = dates["p10"], dates["p50"], dates["p90"]
        key = "date_range"
    else:
        low, middle, high = (f"{x:.0f}" for x in (span.low, span.middle, span.high))
        key = "day_range"
    if low == high:
        return say(key.replace("range", "alone"), language, day=low)
    return say(key, language, low=low, middle=middle, high=high)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f}%"
