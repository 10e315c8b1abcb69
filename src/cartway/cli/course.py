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
    from cartway.access.plan_course import plan_course
    from cartway.course.covariates import Covariates
    from cartway.errors import InputError

    try:
        first = None if start is None else day_asked(start)
    except InputError as error:
        raise InputError(
            error.what, where="--start", expected=error.expected, code=error.code
        ) from None
    given = Covariates(age=age, car_hematotox=car_hematotox, disease=disease)  # type: ignore[arg-type]  # checked when built
    forecast = plan_course(
        product,
        start=first,
        covariates=given,
        seed=seed,
        samples=samples,
        as_of=day_asked(None),
    )
    if format_ == "json":
        import orjson

        write_answer(orjson.dumps(forecast.as_dict(), option=orjson.OPT_INDENT_2).decode(), output)
        return
    if format_ in {"text", "html"}:
        from cartway.course.text import course_page, course_text

        shown = course_text if format_ == "text" else course_page
        write_answer(shown(forecast, language), output)
        return
    if not forecast.simulated:
        raise InputError(
            f"{forecast.label['en']} is not simulated, so there is nothing to draw or to date.",
            where="--format",
            expected="text, json or html, which say why",
            code="C008",
        )
    if format_ == "ics":
        from cartway.course.calendar_file import to_icalendar

        write_answer(to_icalendar(forecast, language), output)
        return
    from cartway.course.picture import draw_course

    write_answer(draw_course(forecast, language, format_), output)
