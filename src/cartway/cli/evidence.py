"""``cartway evidence``: what was measured with a product, with intervals, and what it cannot say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cartway.cli.output import choice, day_asked, write_answer
from cartway.cli.show import Format, Language
from cartway.errors import InputError

if TYPE_CHECKING:
    from cartway.access.show_evidence import Figure

_PICTURES = (".png", ".svg")


def evidence(
    product: Annotated[str | None, typer.Argument(help="A product by any of its names.")] = None,
    measure: Annotated[
        str | None, typer.Option(help="One measure over all products: overall_response, …")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Only what was approved on this day.")
    ] = None,
    format_: Format = "text",
    language: Language = "en",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="A file; .png or .svg draws a forest plot."),
    ] = None,
) -> None:
    """Published figures with their Wilson intervals, study by study."""
    choice(format_, ("text", "json"), "--format")
    choice(language, ("en", "zh"), "--language")
    if product is None and measure is None:
        raise InputError(
            "nothing was asked",
            where="cartway evidence",
            expected="a product such as axi-cel, or --measure overall_response",
            code="I012",
        )
    from cartway.access.show_evidence import show_evidence, why_comparison_misleads
    from cartway.knowledge.words import keys_of

    if measure is not None:
        choice(measure, keys_of("explore_measures"), "--measure")
    day = day_asked(as_of) if as_of else None
    figures = show_evidence(None if product is None else _product_id(product), measure, day)
    if output is not None and output.suffix.lower() in _PICTURES:
        write_answer(_picture(figures, language, output.suffix.lower()), output)
        typer.echo(why_comparison_misleads(language))
        return
    if format_ == "json":
        import orjson

        held = {
            "why_comparison_misleads": {one: why_comparison_misleads(one) for one in ("en", "zh")},
            "figures": [_plain(one) for one in figures],
        }
        write_answer(orjson.dumps(held, option=orjson.OPT_INDENT_2), output)
        return
    write_answer(_table(figures, language, why_comparison_misleads(language)), output)


def _product_id(name: str) -> str:
    """The id of a product named by its id, brand or generic name."""
    from cartway.knowledge.product_names import products_named
    from cartway.knowledge.products import products

    if name in products():
        return name
    named = products_named(name)
    return named[0].id if named else name


def _table(figures: tuple[Figure, ...], language: str, warning: str) -> str:
    from cartway.cli.tables import show_table
    from cartway.knowledge.words import say

    lines = []
    for one in figures:
        interval = "" if one.low is None else f"{one.low:.0f}-{one.high:.0f}"
        of = "" if one.of is None else f"{one.count}/{one.of}"
        at = (
            ""
            if one.at_months is None
            else say("evidence", "months", language, months=f"{one.at_months:g}")
        )
        arm = "" if one.arm is None else f" ({one.arm.in_language(language)})"
        lines.append(
            (
                f"{one.product}/{one.indication}",
                f"{one.study.in_language(language)}{arm}",
                f"{say('explore_measures', one.measure, language)}{at}",
                f"{one.value:g}{'?' if one.pending else ''}",
                interval,
                of,
                ", ".join(one.sources),
            )
        )
    columns = ("indication", "study", "measure", "value", "interval", "of", "sources")
    heads = [say("evidence", f"column_{one}", language) for one in columns]
    ends = [say("evidence", "marks", language), warning]
    return show_table(heads, lines, ends, fixed=(3, 4, 5))


def _picture(figures: tuple[Figure, ...], language: str, suffix: str) -> bytes:
    from cartway.access.draw_charts import draw_forest
    from cartway.access.show_evidence import FOREST_MEASURES
    from cartway.knowledge.words import say

    same = len({one.product for one in figures}) == 1
    rows = [
        {
            "label": _label(one, language, same),
            "value": one.value,
            "low": one.low,
            "high": one.high,
            "pending": one.pending,
        }
        for one in figures
        if one.measure in FOREST_MEASURES
    ]
    if not rows:
        raise InputError(
            "there is no share of patients to draw",
            expected="a product with published response or toxicity, or another --measure",
            code="I012",
        )
    words = {key: say("evidence", f"plot_{key}", language) for key in ("axis", "sure", "pending")}
    words["title"] = (
        figures[0].product_name.in_language(language)
        if same
        else say("explore_measures", figures[0].measure, language)
    )

    drawn = draw_forest(rows, words)
    if suffix == ".svg":
        return drawn
    import vl_convert

    png: bytes = vl_convert.svg_to_png(drawn.decode(), scale=2)
    return png


def _label(one: Figure, language: str, same_product: bool) -> str:
    """What tells a row from every other: the study, its arm, the month and the measure."""
    from cartway.knowledge.words import say

    parts = [one.indication if same_product else f"{one.product}/{one.indication}"]
    if one.arm is not None:
        parts.append(one.arm.in_language(language))
    parts.append(one.study.in_language(language))
    label = " · ".join(parts)
    if one.at_months is not None:
        label += say("evidence", "months", language, months=f"{one.at_months:g}")
    if same_product:
        label = f"{say('explore_measures', one.measure, language)} · {label}"
    return label


def _plain(one: Figure) -> dict[str, object]:
    return {
        "option": f"{one.product}/{one.indication}",
        "product": one.product_name.model_dump(),
        "study": one.study.model_dump(),
        "setting": one.setting,
        "registry_id": one.registry_id,
        "measure": one.measure,
        "value": one.value,
        "at_months": one.at_months,
        "arm": None if one.arm is None else one.arm.model_dump(),
        "low": None if one.low is None else round(one.low, 1),
        "high": None if one.high is None else round(one.high, 1),
        "count": one.count,
        "of": one.of,
        "how": one.how,
        "confidence": one.confidence,
        "pending": one.pending,
        "sources": list(one.sources),
        "note": None if one.note is None else one.note.model_dump(),
    }
