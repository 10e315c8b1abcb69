"""``cartway screen``: a cohort of patients against every product and trial."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cartway.cli.output import choice, day_asked, write_answer


def screen(
    cohort: Annotated[Path, typer.Argument(help="A cohort in Parquet, made by `cartway cohort`.")],
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="The day asked about; today if not given.")
    ] = None,
    engine: Annotated[str, typer.Option("--engine", help="local or spark")] = "local",
    view: Annotated[
        str,
        typer.Option(
            "--by",
            help="What a CSV or Parquet file holds: option, line, reason, hospital, question.",
        ),
    ] = "option",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this .json, .csv or .parquet.")
    ] = None,
    format_: Annotated[str, typer.Option("--format", help="text or json")] = "text",
    language: Annotated[str, typer.Option("--language", help="en or zh")] = "en",
    below: Annotated[
        int, typer.Option("--suppress-below", min=1, help="Leave out counts under this.")
    ] = 5,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes to use.")] = 2,
    quick: Annotated[
        bool, typer.Option("--verdicts-only", help="Leave out reasons, questions and sole causes.")
    ] = False,
    matches: Annotated[
        Path | None,
        typer.Option(
            "--matches",
            help="Also list, patient by patient, what is open (.parquet). Never suppressed: keep it in.",
        ),
    ] = None,
) -> None:
    """Screen a cohort: who is eligible, possible, excluded; why; what to ask next."""
    choice(engine, ("local", "spark"), "--engine")
    choice(format_, ("text", "json"), "--format")
    choice(language, ("en", "zh"), "--language")
    choice(view, ("option", "line", "reason", "hospital", "question"), "--by")
    day = day_asked(as_of)

    from cartway.access.screen_cohort import (
        check_matches,
        check_name,
        list_matches,
        save_view,
        screen_cohort,
    )
    from cartway.cli.progress import bar

    if output is not None:
        check_name(output)
    if matches is not None:
        check_matches(cohort, matches)
    with bar(cohort.name) as progress:
        screening = screen_cohort(
            cohort,
            day,
            engine=engine,
            workers=workers,
            detail=not quick,
            below=below,
            progress=progress,
        )
    if matches is not None:
        list_matches(screening, cohort, matches)
    if output is not None and output.suffix != ".json":
        save_view(screening, view, output)
    elif format_ == "json" or output is not None:
        write_answer(screening.json(), output)
    else:
        from cartway.cli.screen_text import show_screening

        write_answer(show_screening(screening, language), None)
