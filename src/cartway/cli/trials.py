"""``cartway trials``: the registered trials by target, disease, place and what they give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cartway.cli.output import choice, day_asked, write_answer
from cartway.cli.show import Format, Language, Output

if TYPE_CHECKING:
    from cartway.access.trial_rows import TrialRow

_MOST = 40
_COLUMNS = ("id", "status", "started", "targets", "product", "for", "where")


def trials(
    target: Annotated[str | None, typer.Option(help="Antigen, such as cd19 or BCMA.")] = None,
    disease: Annotated[
        str | None, typer.Option(help="haematological, solid, autoimmune, or a disease.")
    ] = None,
    status: Annotated[str | None, typer.Option(help="Such as recruiting.")] = None,
    city: Annotated[str | None, typer.Option(help="City of a site, English or 中文.")] = None,
    product_type: Annotated[
        str | None, typer.Option("--product-type", help="autologous, allogeneic, in_vivo, nk, …")
    ] = None,
    new_since: Annotated[
        str | None, typer.Option("--new-since", help="Only trials started on this day or later.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Only trials that had started by this day.")
    ] = None,
    in_china: Annotated[
        bool, typer.Option("--in-china", help="Only trials with a site in China.")
    ] = False,
    count_by: Annotated[
        str | None,
        typer.Option("--count-by", help="Counts instead: target, year, disease_group, … by comma."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every row in the text.")] = False,
    format_: Format = "text",
    language: Language = "en",
    output: Output = None,
) -> None:
    """The trials of the snapshot; what each gives was read by program, and it says how."""
    choice(format_, ("text", "json"), "--format")
    choice(language, ("en", "zh"), "--language")
    since = None if new_since is None else day_asked(new_since, "--new-since")
    day = None if as_of is None else day_asked(as_of)
    from cartway.access.find_trials import find_trials

    rows = find_trials(
        target=target,
        disease=disease,
        status=status,
        city=city,
        product_type=product_type,
        new_since=since,
        as_of=day,
        in_china=in_china,
    )
    if count_by is not None:
        _write_counts(rows, count_by, format_, language, output)
        return
    if format_ == "json":
        import orjson

        plain = [one.to_json() for one in rows]
        write_answer(orjson.dumps(plain, option=orjson.OPT_INDENT_2), output)
        return
    write_answer(_table(rows, language, every), output)


def _table(rows: tuple[TrialRow, ...], language: str, every: bool) -> str:
    from cartway.cli.tables import show_table
    from cartway.knowledge.load import load_vocabulary
    from cartway.knowledge.words import say

    label = load_vocabulary().label
    shown = rows if every else rows[:_MOST]
    lines = []
    for row in shown:
        places = row.cities_in_china or row.countries
        groups = [say("trials", f"group_{one}", language) for one in row.disease_groups]
        kind = say("trials", f"type_{row.product_type}", language)
        lines.append(
            (
                row.id,
                say("trials", f"status_{row.status}", language),
                row.started_on[:7],
                ", ".join(label(one, language) for one in row.targets)
                + ("*" if row.targets_how == "product_name" else ""),
                kind + ("°" if row.product_type_how != "stated" else ""),
                ", ".join(groups),
                ", ".join(places[:2]) + (f" +{len(places) - 2}" if len(places) > 2 else ""),
            )
        )
    heads = [say("trials", f"column_{one}", language) for one in _COLUMNS]
    ends = [say("trials", "shown", language, shown=len(shown), all=len(rows))]
    if rows:
        ends.append(say("trials", "marks", language, snapshot=rows[0].snapshot))
    return show_table(heads, lines, ends, fixed=(0, 2))


def _write_counts(
    rows: tuple[TrialRow, ...], count_by: str, format_: str, language: str, output: Any
) -> None:
    from cartway.access.count_trials import DIMENSIONS, count_trials

    names = tuple(name.strip() for name in count_by.split(","))
    for name in names:
        choice(name, tuple(DIMENSIONS), "--count-by")
    counted = count_trials(*names, rows=rows)
    if format_ == "json":
        import orjson

        write_answer(orjson.dumps(counted.to_json(), option=orjson.OPT_INDENT_2), output)
        return
    from cartway.cli.tables import show_table
    from cartway.knowledge.words import say

    lines = [(*values, str(number)) for values, number in counted.counts.items()]
    heads = [*(name.replace("_", " ") for name in names), say("trials", "column_trials", language)]
    write_answer(show_table(heads, lines, [str(counted.trials)]), output)
