"""``cartway products | regulations | pathways | sources``: show what is known, as of a day."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from cartway.cli.output import choice, day_asked, write_answer

AsOf = Annotated[str | None, typer.Option("--as-of", help="The day asked about.")]
Format = Annotated[str, typer.Option("--format", help="text or json")]
Language = Annotated[str, typer.Option("--language", help="en or zh")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")]
Row = dict[str, Any]


def products(
    name: Annotated[str | None, typer.Argument(help="One product, whole.")] = None,
    as_of: AsOf = None,
    format_: Format = "text",
    language: Language = "en",
    output: Output = None,
) -> None:
    """The CAR-T products approved in mainland China on a day."""
    from cartway.access.show_knowledge import show_product, show_products

    day = day_asked(as_of)
    if name is not None:
        show_rows([show_product(name)], "json", language, output, [])
        return
    columns = ["id", "approved_on", "state", "list_price_cny", "title"]
    show_rows(show_products(day), format_, language, output, columns)


def regulations(
    name: Annotated[str | None, typer.Argument(help="One rule, whole.")] = None,
    as_of: AsOf = None,
    stage: Annotated[str | None, typer.Option(help="Only rules of this stage.")] = None,
    binds: Annotated[str | None, typer.Option(help="Only rules that bind this role.")] = None,
    format_: Format = "text",
    language: Language = "en",
    output: Output = None,
) -> None:
    """The rules that held on a day."""
    from cartway.access.show_knowledge import show_regulation, show_regulations

    day = day_asked(as_of)
    if name is not None:
        show_rows([show_regulation(name)], "json", language, output, [])
        return
    rows = show_regulations(day, stage, binds)
    show_rows(rows, format_, language, output, ["id", "effective_from", "state", "title"])


def pathways(
    as_of: AsOf = None,
    format_: Format = "text",
    language: Language = "en",
    output: Output = None,
) -> None:
    """The lawful ways to CAR-T on a day; without a confirmed example they say empty."""
    from cartway.access.show_knowledge import show_pathways

    rows = show_pathways(day_asked(as_of))
    show_rows(rows, format_, language, output, ["id", "availability", "name", "one_line"])


def sources(
    words: Annotated[str | None, typer.Argument(help="In the title or the id.")] = None,
    as_of: AsOf = None,
    format_: Format = "text",
    language: Language = "en",
    output: Output = None,
) -> None:
    """The documents the knowledge rests on."""
    from cartway.access.show_knowledge import show_sources

    show_rows(
        show_sources(words, day_asked(as_of) if as_of else None),
        format_,
        language,
        output,
        ["id", "read_as", "title", "url"],
    )


def show_rows(
    rows: list[Row], format_: str, language: str, output: Path | None, columns: list[str]
) -> None:
    """Write rows as JSON, or as a table of some columns that fits a terminal."""
    choice(format_, ("text", "json"), "--format")
    choice(language, ("en", "zh"), "--language")
    if format_ == "json":
        import orjson

        write_answer(orjson.dumps(rows, option=orjson.OPT_INDENT_2), output)
        return
    import io

    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(_cell(row.get(column), language) for column in columns))
    out = io.StringIO()
    Console(file=out, width=100, highlight=False).print(table)
    write_answer(f"{out.getvalue().rstrip()}\n{len(rows)}\n", output)


def _cell(value: Any, language: str) -> str:
    if isinstance(value, dict) and language in value:
        return str(value[language])
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, float) and value == int(value):
        return f"{int(value):,}"
    return "" if value is None else str(value)
