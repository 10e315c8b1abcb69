"""A screening in a terminal."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from cartway.access.screen_cohort import Screening
from cartway.knowledge.words import say

_FEW = 12


def show_screening(screening: Screening, language: str) -> str:
    """The first rows of every view."""

    def word(key: str, **fields: object) -> str:
        return say("screen", key, language, **fields)

    out = io.StringIO()
    console = Console(file=out, width=100, force_terminal=sys.stdout.isatty(), highlight=False)
    views = screening.views
    console.print(
        f"{word('title')}: {_count(screening.report.patients)} {word('patients')} · "
        f"{screening.as_of} · {screening.offer.release} · {screening.offer.snapshot}"
    )
    options = sorted(
        views["option"], key=lambda row: (-(row["eligible"] or 0), -(row["possible"] or 0))
    )
    _print(
        console,
        word("by_option"),
        (word("option"), word("eligible"), word("possible"), word("excluded")),
        (
            (
                f"{row['option']} {row[f'title_{language}']}",
                row["eligible"],
                row["possible"],
                row["excluded"],
            )
            for row in options
        ),
    )
    lines = sorted(
        (row for row in views["line"] if row["decides"] and row["about"] == "patient"),
        key=lambda row: -(row["excluded_by_this_alone"] or 0),
    )
    _print(
        console,
        word("by_line"),
        (word("line"), word("not_met"), word("alone")),
        (
            (f"{row['option']}: {row['text']}", row["not_met"], row["excluded_by_this_alone"])
            for row in lines
        ),
    )
    _print(
        console,
        word("by_hospital"),
        (word("hospital"), word("eligible"), word("possible")),
        ((row[f"name_{language}"], row["eligible"], row["possible"]) for row in views["hospital"]),
    )
    _print(
        console,
        word("by_question"),
        (word("question"), word("patients"), word("settles")),
        (
            (row[f"question_{language}"], row["patients"], row["settles"])
            for row in views["question"]
        ),
    )
    console.print(f"–: {word('hidden', below=screening.report.below)}. {word('informs')}")
    return out.getvalue()


def _count(count: int | None) -> str:
    return "–" if count is None else f"{count:,}"


def _print(
    console: Console, title: str, heads: tuple[str, ...], rows: Iterable[tuple[object, ...]]
) -> None:
    shown = [row for row, _ in zip(rows, range(_FEW), strict=False)]
    if not shown:
        return
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(heads[0], no_wrap=True, overflow="ellipsis", max_width=60)
    for head in heads[1:]:
        table.add_column(head, justify="right")
    for first, *counts in shown:
        cells = (_count(one if isinstance(one, int) else None) for one in counts)
        table.add_row(str(first), *cells)
    console.print(table)
