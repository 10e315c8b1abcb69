"""``cartway cost``: what a therapy may cost, and what that rests on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cartway.cli.output import choice, day_asked, write_answer


def cost(
    product: Annotated[str, typer.Argument(help="The product, such as axi-cel or 阿基仑赛.")] = "",
    setting: Annotated[
        str, typer.Option("--setting", help="public_ward, international_department or private")
    ] = "public_ward",
    city: Annotated[str, typer.Option("--city", help="City of the hospital.")] = "Shanghai",
    companions: Annotated[
        int, typer.Option("--companions", help="How many people come along, 0 to 3.")
    ] = 1,
    extra_days: Annotated[
        int, typer.Option("--extra-days", help="Days in the city beyond the course.")
    ] = 0,
    origin: Annotated[
        str | None,
        typer.Option("--from", help="Country of the patient (or the Chinese city they live in)."),
    ] = None,
    insured: Annotated[
        str | None, typer.Option("--insured", help="A city plan, such as shanghai-huhuibao-2022.")
    ] = None,
    refund: Annotated[
        bool,
        typer.Option("--refund-plan/--no-refund-plan", help="Enrolled in the maker's refund plan."),
    ] = False,
    facilitator: Annotated[
        bool, typer.Option("--facilitator/--no-facilitator", help="A facilitator is paid.")
    ] = False,
    supply: Annotated[
        str,
        typer.Option(
            "--supply", help="commercial, registrational_trial or investigator_initiated_charged"
        ),
    ] = "commercial",
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Day of the price; today if not given.")
    ] = None,
    quote: Annotated[
        Path | None, typer.Option("--quote", help="A hospital's prices (JSON or YAML).")
    ] = None,
    currency: Annotated[str, typer.Option("--currency", help="CNY or USD")] = "CNY",
    disease: Annotated[
        str | None, typer.Option("--disease", help="For a product with several, such as mcl.")
    ] = None,
    age: Annotated[float | None, typer.Option("--age", help="Age in years.")] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Equal seeds, equal answers.")] = 0,
    samples: Annotated[int, typer.Option("--samples", help="How many courses to draw.")] = 20_000,
    validate: Annotated[
        bool, typer.Option("--validate", help="Print predicted beside published, and stop.")
    ] = False,
    language: Annotated[str, typer.Option("--language", help="en or zh")] = "en",
    format_: Annotated[str, typer.Option("--format", help="text, json, html, png or svg")] = "text",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file.")
    ] = None,
) -> None:
    """Estimate the cost as a range, with what drives it and how much of it is assumption."""
    choice(format_, ("text", "json", "html", "png", "svg"), "--format")
    choice(language, ("en", "zh"), "--language")
    day = day_asked(as_of)
    if validate:
        import orjson

        from cartway.access.validate_costs import validate_costs
        from cartway.costs.validation_text import validation_text

        rows = validate_costs(seed=seed, samples=samples)
        if format_ == "json":
            plain = [row.as_dict() for row in rows]
            write_answer(orjson.dumps(plain, option=orjson.OPT_INDENT_2), output)
        else:
            write_answer(validation_text(rows, language), output)
        return

    from cartway.access.estimate_cost import estimate_cost
    from cartway.access.show_forecast import show_cost
    from cartway.course.covariates import Covariates

    estimate = estimate_cost(
        product,
        as_of=day,
        setting=setting,
        city=city,
        origin=origin,
        companions=companions,
        extra_days=extra_days,
        facilitator=facilitator,
        insured=insured,
        refund=refund,
        supply=supply,
        quote=quote,
        currency=currency,
        covariates=Covariates(age=age, disease=disease),
        seed=seed,
        samples=samples,
    )
    write_answer(show_cost(estimate, format_, language), output)
