"""``cartway cohort``: make the tables of patients that ``cartway screen`` reads."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cartway.cli.output import day_asked

app = typer.Typer(help="Make cohorts: from FHIR, CSV or OMOP, or simulated.", no_args_is_help=True)
_OUTPUT = typer.Option("--output", "-o", help="The cohort to write (.parquet).")


@app.command("build")
def build(
    source: Annotated[
        Path,
        typer.Argument(help="Folder of FHIR NDJSON or OMOP tables, or mapping file of CSV tables."),
    ],
    output: Annotated[Path, _OUTPUT],
) -> None:
    """Build a cohort; a build that was stopped goes on where it was."""
    from cartway.access.build_cohort import build_cohort
    from cartway.cli.progress import bar

    with bar(source.name) as progress:
        built = build_cohort(source, output, progress)
    typer.echo(f"{built.patients:,} patients in {output}", err=True)
    if built.rejects is not None:
        typer.echo(f"{built.rejected:,} could not be used: {built.rejects}", err=True)


@app.command("simulate")
def simulate(
    output: Annotated[Path, _OUTPUT],
    patients: Annotated[int, typer.Option("-n", min=1, help="How many patients.")] = 10_000,
    seed: Annotated[int, typer.Option("--seed", help="Equal seeds, equal patients.")] = 1,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="The day the records end; today if not given.")
    ] = None,
) -> None:
    """Simulate a cohort for demonstrations and benchmarks: nobody's data."""
    from cartway.access.build_cohort import simulate_cohort
    from cartway.cli.progress import bar

    with bar(output.name) as progress:
        simulate_cohort(output, patients, seed, day_asked(as_of), progress)
    typer.echo(f"{patients:,} simulated patients in {output}", err=True)
