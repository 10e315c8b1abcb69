"""The program `cartway`: its commands, and what happens when one cannot answer.

Exit codes: 0 answered; 2 the input is at fault; 3 the fault is ours.
"""

from __future__ import annotations

import os
import sys

import typer

from cartway import __version__
from cartway.errors import CartwayError

app = typer.Typer(
    name="cartway",
    help="What CAR-T cell therapy in China can and cannot do for a patient. Informs, never advises.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _register() -> None:
    """File every command under its name; each loads what it needs only when it is called."""
    from cartway.cli import (
        cohort,
        cost,
        course,
        evidence,
        find,
        grade,
        match,
        quote,
        read,
        screen,
        serve,
        show,
        sync,
        trials,
    )

    app.command("match")(match.match)
    app.command("judge")(read.judge)
    app.command("read")(read.read)
    app.command("note")(read.note)
    app.command("grade")(grade.grade)
    app.command("course")(course.course)
    app.command("cost")(cost.cost)
    app.command("screen")(screen.screen)
    app.add_typer(cohort.app, name="cohort")
    app.command("serve")(serve.serve)
    app.command("products")(show.products)
    app.command("regulations")(show.regulations)
    app.command("pathways")(show.pathways)
    app.command("sources")(show.sources)
    app.command("sync")(sync.sync)
    app.command("trials")(trials.trials)
    app.command("hospitals")(find.hospitals)
    app.command("quote")(quote.quote)
    app.command("changes")(find.changes)
    app.command("search")(find.search)
    app.command("ask")(find.ask)
    app.command("evidence")(evidence.evidence)


@app.callback(invoke_without_command=True)
def _root(version: bool = typer.Option(False, "--version", help="Show the version.")) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


_register()


def run() -> None:
    """Run a command; every failure ends in one paragraph and an exit code."""
    try:
        app(prog_name="cartway")
    except CartwayError as error:
        # The code leads to the page of errors in the manual.
        typer.echo(f"{error.paragraph()} [{error.code}]", err=True)
        sys.exit(error.exit_code)
    except (BrokenPipeError, KeyboardInterrupt):
        # The reader of the pipe has left, or the person has: nothing to say to either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(130)
    except Exception as error:
        if os.environ.get("CARTWAY_TRACEBACK"):
            raise
        typer.echo(
            f"cartway failed ({type(error).__name__}); the fault is ours and nothing was written. "
            "CARTWAY_TRACEBACK=1 shows where.",
            err=True,
        )
        sys.exit(3)
