"""``cartway course``: what will happen after a product, and when."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cartway.cli.output import choice, day_asked, write_answer


def course(
    product: Annotated[str, typer.Argument(help="The product, such as axi-cel or 阿基仑赛.")],
    start: Annotated[
        str | None, typer.Option("--start", help="First day of leukapheresis, as 2026-12-01.")
    ] = None,
    disease: Annotated[
        str | None, typer.Option("--disease", help="For a product with several, such as mcl.")
    ] = None,
    age: Annotated[float | None, typer.Option("--age", help="Age in years.")] = None,
    car_hematotox: Annotated[
        str | None, typer.Option("--car-hematotox", help="high or low, if it was scored.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Equal seeds, equal answers.")] = 0,
    samples: Annotated[int, typer.Option("--samples", help="How many courses to draw.")] = 20_000,
    random_effects: Annotated[
        str,
        typer.Option(
            "--random-effects", help="variance or sd: how to read those of the kinetics model."
        ),
    ] = "variance",
    language: Annotated[str, typer.Option("--language", help="en or zh")] = "en",
    format_: Annotated[
        str, typer.Option("--format", help="text, json, html, ics, png or svg")
    ] = "text",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file.")
    ] = None,
) -> None:
    """Forecast stages, toxicity windows and follow-up, with ranges of days and dates."""
    choice(format_, ("text", "json", "html", "ics", "png", "svg"), "--format")
    choice(language, ("en", "zh"), "--language")
    choice(random_effects, ("variance", "sd"), "--random-effects")

    from cartway.access.plan_course import plan_course
    from cartway.access.show_forecast import show_course
    from cartway.course.covariates import Covariates
    from cartway.errors import InputError

    try:
        first = None if start is None else day_asked(start)
    except InputError as error:
        raise InputError(
            error.what, where="--start", expected=error.expected, code=error.code
        ) from None
    forecast = plan_course(
        product,
        start=first,
        covariates=Covariates(age, car_hematotox, disease),  # type: ignore[arg-type]  # it checks the word itself
        seed=seed,
        samples=samples,
        as_of=day_asked(None),
        omega_kind=random_effects,  # type: ignore[arg-type]  # one of the two, checked above
    )
    write_answer(show_course(forecast, format_, language), output)
