"""Tables in a terminal: 100 columns wide, with colour only where a terminal reads them."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDTH = 100


def show_table(
    heads: Sequence[str],
    rows: Iterable[Sequence[str | Text]],
    ends: Iterable[str] = (),
    fixed: tuple[int, ...] = (0,),
) -> str:
    """A table as text.

    Args:
        heads: one word above each column.
        ends: sentences below it.
        fixed: columns whose words may not be broken.
    """
    out, console = terminal()
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for at, head in enumerate(heads):
        table.add_column(head, overflow="fold", no_wrap=at in fixed)
    for row in rows:
        table.add_row(*(one if isinstance(one, Text) else Text(one) for one in row))
    if table.row_count:
        console.print(table)
    for end in ends:
        console.print(Text(end, style="dim"))
    return out.getvalue()


def terminal() -> tuple[io.StringIO, Console]:
    """A place to write, and the console that writes there."""
    out = io.StringIO()
    console = Console(file=out, width=WIDTH, force_terminal=sys.stdout.isatty(), highlight=False)
    return out, console
