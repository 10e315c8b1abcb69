"""``cartway grade``: the lowest and highest grade that the recorded signs allow."""

from __future__ import annotations

import math
import sys
from datetime import datetime, time
from pathlib import Path
from typing import Annotated, Any

import typer

from cartway.cli.output import choice, day_asked, write_answer
from cartway.errors import InputError


def grade(
    algorithm: Annotated[
        str | None, typer.Argument(help="The scale, such as crs_astct_2019; none lists them.")
    ] = None,
    inputs: Annotated[
        Path | None, typer.Argument(help="A JSON file of inputs by name, or - to read them.")
    ] = None,
    flowsheet: Annotated[
        Path | None, typer.Option("--flowsheet", help="A CSV file of vital signs and ICE by time.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="The day of asking, for a flowsheet; today if not given."),
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option("--format", help="json or text; for a flowsheet also html, png or svg."),
    ] = None,
    language: Annotated[str, typer.Option("--language", help="en or zh")] = "en",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file.")
    ] = None,
) -> None:
    """Grade toxicity by a published scale: bounds, what is missing, what would narrow them."""
    choice(language, ("en", "zh"), "--language")
    if flowsheet is not None:
        if algorithm is not None:
            raise InputError(
                "a flowsheet is graded for CRS and ICANS together",
                where="--flowsheet",
                expected="no other argument",
                code="G013",
            )
        _flowsheet(flowsheet, as_of, format_ or "text", language, output)
    elif algorithm is None:
        _list(choice(format_ or "text", ("json", "text"), "--format"), language, output)
    else:
        format_ = choice(format_ or "json", ("json", "text"), "--format")
        _one(algorithm, inputs, format_, language, output)


def _one(
    algorithm: str, inputs: Path | None, format_: str, language: str, output: Path | None
) -> None:
    from cartway.access.grade_toxicity import describe, grade

    if inputs is None:
        # Without inputs the answer is what the scale asks for.
        write_answer(_json(describe(algorithm)), output)
        return
    grading = grade(algorithm, _read_inputs(inputs))
    if format_ == "json":
        write_answer(_json(grading.as_json()), output)
        return
    from cartway.cli.grade_text import show_grading

    write_answer(show_grading(grading, language), output)


def _list(format_: str, language: str, output: Path | None) -> None:
    from cartway.access.grade_toxicity import list_algorithms

    if format_ == "json":
        write_answer(_json(list_algorithms()), output)
        return
    from cartway.cli.grade_text import show_algorithms

    write_answer(show_algorithms(list_algorithms(), language), output)


def _flowsheet(
    path: Path, as_of: str | None, format_: str, language: str, output: Path | None
) -> None:
    choice(format_, ("text", "json", "html", "png", "svg"), "--format")
    from cartway.access import grade_toxicity

    rows = grade_toxicity.read_flowsheet(_read(path))
    # The whole of the day asked about counts as past.
    sheet = grade_toxicity.grade_flowsheet(rows, datetime.combine(day_asked(as_of), time.max))
    if format_ == "json":
        write_answer(_json(sheet.as_json()), output)
    elif format_ == "text":
        from cartway.cli.grade_text import show_flowsheet

        write_answer(show_flowsheet(sheet, language), output)
    else:
        write_answer(grade_toxicity.draw(sheet, format_, language), output)


def _read(path: Path) -> bytes:
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError:
        raise InputError(
            "the file cannot be read", where=str(path), expected="a file that exists", code="I001"
        ) from None


def _read_inputs(path: Path) -> dict[str, Any]:
    import json

    try:
        read = json.loads(_read(path), object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise InputError(
            "the file is not JSON",
            where=str(path),
            expected='inputs by name, such as {"temp_c": 38.4}; numbers written out, no NaN',
            code="G014",
        ) from None
    if not isinstance(read, dict):
        raise InputError(
            "the file does not hold inputs by name",
            where=str(path),
            expected='an object such as {"temp_c": 38.4}',
            code="G014",
        )
    return read


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(
            "an input stands twice", where=twice, expected="each input once", code="G014"
        )
    return read


def _json(answer: Any) -> str:
    import orjson

    return orjson.dumps(_finite(answer), option=orjson.OPT_INDENT_2).decode()


def _finite(answer: Any) -> Any:
    """Leave no number that JSON cannot write."""
    if isinstance(answer, dict):
        return {key: _finite(value) for key, value in answer.items()}
    if isinstance(answer, list | tuple):
        return [_finite(value) for value in answer]
    return None if isinstance(answer, float) and not math.isfinite(answer) else answer
