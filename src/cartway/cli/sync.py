"""``cartway sync``: fetch a registry into a new dated snapshot, whole or not at all."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from cartway.cli.output import choice, day_asked, write_answer
from cartway.cli.show import Format, Language, Output

_ADDRESS = "CARTWAY_CTGOV_API"


def sync(
    registry: Annotated[
        str, typer.Argument(help="ctgov, chictr, ictrp or chinadrugtrials")
    ] = "ctgov",
    base: Annotated[
        str | None,
        typer.Option("--base-url", help=f"Another address of the API; {_ADDRESS} sets it too."),
    ] = None,
    query: Annotated[
        str | None, typer.Option(help="Another question, in the registry's search language.")
    ] = None,
    format_: Format = "text",
    language: Language = "en",
    output: Output = None,
) -> None:
    """Fetch the registered trials anew; a broken download goes on where it stopped."""
    from cartway.access.sync_trials import CTGOV_API, CTGOV_QUERY, REGISTRIES, sync_trials
    from cartway.cli.progress import bar

    choice(registry, REGISTRIES, "registry")
    choice(format_, ("text", "json"), "--format")
    choice(language, ("en", "zh"), "--language")
    with bar(registry) as progress:
        done = sync_trials(
            registry,
            day_asked(None),
            base=base or os.environ.get(_ADDRESS) or CTGOV_API,
            query=query or CTGOV_QUERY,
            progress=progress,
        )
    if format_ == "json":
        import orjson

        write_answer(orjson.dumps(done.to_json(), option=orjson.OPT_INDENT_2), output)
        return
    from cartway.knowledge.words import say

    lines = [
        say("sync", "written", language, trials=done.trials, place=done.place),
        say(
            "sync",
            "changed",
            language,
            added=len(done.added),
            gone=len(done.gone),
            status=len(done.status_changed),
        ),
    ]
    if done.resumed_pages:
        lines.append(say("sync", "resumed", language, pages=done.resumed_pages))
    write_answer("\n".join(lines), output)
