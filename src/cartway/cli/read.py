"""``cartway read | note | judge``: what was understood of a text, and the yardstick for it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cartway.cli.output import choice, day_asked, write_answer


def read(
    file: Annotated[Path, typer.Argument(help="A text of eligibility criteria.")],
    format_: Annotated[str, typer.Option("--format", help="text, json or html")] = "text",
    language: Annotated[
        str | None, typer.Option("--language", help="en or zh; recognised if not given.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o")] = None,
) -> None:
    """Criteria text into notation, with what was not read."""
    choice(format_, ("text", "json", "html"), "--format")
    from cartway.access.read_text import read_criteria_file
    from cartway.knowledge.load import load_vocabulary

    data = read_criteria_file(file, load_vocabulary(), language)
    if format_ == "json":
        import orjson

        write_answer(orjson.dumps(data, option=orjson.OPT_INDENT_2), output)
    elif format_ == "html":
        from cartway.access.review_reading import review_page

        write_answer(review_page(data), output)
    else:
        parts = []
        for line in data["lines"]:
            words = " ".join(line["text"].split())
            parts.append(f"{line['kind']}: {words}\n    {line['notation']}\n")
        write_answer("\n".join(parts) or "no criterion was found in the text", output)


def note(
    file: Annotated[Path, typer.Argument(help="A letter: text, PDF or picture.")],
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="The day a note without a date is of.")
    ] = None,
    format_: Annotated[str, typer.Option("--format", help="text or json")] = "text",
    output: Annotated[Path | None, typer.Option("--output", "-o")] = None,
) -> None:
    """A clinical note into facts with their places, dates and certainty."""
    choice(format_, ("text", "json"), "--format")
    from cartway.access.read_text import read_note_file
    from cartway.knowledge.load import load_vocabulary

    data = read_note_file(file, load_vocabulary(), day_asked(as_of) if as_of else None)
    if format_ == "json":
        import orjson

        write_answer(orjson.dumps(data, option=orjson.OPT_INDENT_2), output)
        return
    lines = []
    for one in data["facts"]:
        name = f"{one['fact']}({one['argument']})" if one.get("argument") else one["fact"]
        value = f"{one.get('comparator', '')}{one['value']} {one.get('unit', '')}".strip()
        lines.append(f"{name} = {value}  [{one['on'] or 'undated'}, {one['start']}-{one['end']}]")
    for one in data["events"]:
        held = {name: [v["value"] for v in values] for name, values in one["attributes"].items()}
        dates = f"{one['start'] or '?'} to {one['end'] or '?'}"
        lines.append(f"{one['events']}: {held}  [{dates}]")
    lines += [f"no {one['events']}: {one['concept']}" for one in data["absences"]]
    lines += [f"complete: {one}" for one in data["complete"]]
    lines += [f"not read: {one['what']}" for one in data["not_read"]]
    write_answer("\n".join(lines) or "no fact was found in the note", output)


def judge(
    pairs: Annotated[Path, typer.Argument(help="Pairs of patient and criterion, JSON Lines.")],
    output: Annotated[Path | None, typer.Option("--output", "-o")] = None,
) -> None:
    """Verdicts for pairs of patient and criterion line, JSON Lines in and out."""
    import orjson

    from cartway.access.judge_pairs import judge as judge_pairs
    from cartway.access.read_pairs import read_pairs

    answers = judge_pairs(read_pairs(pairs))
    write_answer(b"".join(orjson.dumps(one) + b"\n" for one in answers), output)
