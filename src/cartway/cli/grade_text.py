"""A grade and a flowsheet as text for a terminal."""

from __future__ import annotations

import io
from typing import Any

from rich.console import Console
from rich.table import Table

from cartway.access.grade_toxicity import Flowsheet, Grading, grading_lines
from cartway.toxicity.flowsheet.words import describe_episode, describe_flowsheet, say, table

WIDTH = 120


def show_grading(grading: Grading, language: str) -> str:
    """The bounds first, then what is missing, the rule, and what guidelines describe."""
    console = _console()
    heading, *rest = grading_lines(grading, language)
    console.print(heading, style="bold", markup=False)
    for line in rest:
        console.print(line, markup=False, highlight=False)
    return _text(console)


def show_algorithms(listed: list[dict[str, Any]], language: str) -> str:
    """Every scale on one line."""
    console = _console()
    lines = Table(box=None, show_header=False, pad_edge=False)
    for one in listed:
        pending = say("pending_short", language) if one["pending"] else ""
        lines.add_row(one["id"], one["title"][language], pending)
    console.print(lines)
    return _text(console)


def show_flowsheet(sheet: Flowsheet, language: str) -> str:
    """Both courses, then the table."""
    console = _console()
    console.print(say("flowsheet", language), style="bold")
    if not sheet.used:
        console.print(describe_flowsheet(sheet, language), markup=False)
    for name, episode in (("crs", sheet.crs), ("icans", sheet.icans)):
        line = f"{say(name, language)}: {describe_episode(episode, language)}"
        console.print(line, markup=False, highlight=False)
    headings, rows = table(sheet, language, short=True)
    lines = Table(box=None, pad_edge=False)
    for heading in headings:
        lines.add_column(heading, overflow="fold", no_wrap=heading == say("time", language))
    for row in rows:
        lines.add_row(*row)
    console.print(lines)
    console.print(say("disclaimer", language), markup=False)
    return _text(console)


def _console() -> Console:
    return Console(file=io.StringIO(), width=WIDTH, color_system=None, record=False)


def _text(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    lines = console.file.getvalue().splitlines()
    return "\n".join(line.rstrip() for line in lines) + "\n"
