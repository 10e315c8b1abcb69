"""``cartway match``: which options are open, possible or closed, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cartway.cli.output import choice, day_asked, write_answer


def match(
    patient: Annotated[
        Path,
        typer.Argument(
            help="FHIR bundle, letter (.txt .md .pdf, image) or facts file (YAML, JSON)."
        ),
    ],
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="The day asked about; today if not given.")
    ] = None,
    format_: Annotated[str, typer.Option("--format", help="text, json or html")] = "text",
    language: Annotated[str, typer.Option("--language", help="en or zh")] = "en",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file.")
    ] = None,
    subject: Annotated[
        str | None,
        typer.Option("--patient", help="Which patient, when a bundle holds several."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show every option in the text, closed ones too.")
    ] = False,
) -> None:
    """Answer for one patient: products and trials, line by line, with sources."""
    choice(format_, ("text", "json", "html"), "--format")
    choice(language, ("en", "zh"), "--language")
    day = day_asked(as_of)

    from cartway.access.answer_match import answer_match

    answer = answer_match(patient, day, subject=subject, today=day_asked(None))
    if format_ == "json":
        write_answer(answer.json(), output)
    elif format_ == "html":
        write_answer(answer.html(language), output)
    else:
        from cartway.cli.match_text import show_match

        write_answer(show_match(answer.match, answer.vocabulary, language, everything), output)
