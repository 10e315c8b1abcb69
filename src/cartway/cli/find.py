"""``cartway hospitals | search | ask | changes``: find what is known, with source and date."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from typing import Annotated, Any

import typer

from cartway.cli.output import choice, day_asked, write_answer
from cartway.cli.show import AsOf, Format, Language, Output, show_rows

_ANSWER_WORDS = {
    "en": {
        "none": "No answer here fits this question. Try: cartway search WORDS.",
        "checked": "Checked {day}; knowledge of {release}. Informs, never advises.",
        "outdated": "Changed since: {records}; read the records themselves.",
    },
    "zh": {
        "none": "没有与该问题相符的答案。可试：cartway search 关键词。",
        "checked": "核对日{day}；知识版本{release}。仅供参考，不作建议。",
        "outdated": "其后有变动：{records}；请直接查看记录。",
    },
}


def hospitals(
    city: Annotated[str | None, typer.Option(help="City or province, English or 中文.")] = None,
    disease: Annotated[
        str | None, typer.Option(help="A disease, or haematological, solid, autoimmune.")
    ] = None,
    product: Annotated[str | None, typer.Option(help="A product by any of its names.")] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Count only trials started by this day.")
    ] = None,
    format_: Format = "text",
    language: Language = "en",
    output: Output = None,
) -> None:
    """The hospitals that give or study CAR-T, with trials counted from the snapshot."""
    from cartway.access.find_hospitals import find_hospitals, hospital_cautions

    rows: list[dict[str, Any]] = []
    day = day_asked(as_of) if as_of else None
    for one in find_hospitals(city=city, disease=disease, product=product, started_by=day):
        row = one.to_json()
        row["trials"] = row["registered_trials"]["total"]
        row["recruiting"] = row["registered_trials"]["recruiting"]
        rows.append(row)
    show_rows(rows, format_, language, output, ["id", "name", "city", "trials", "recruiting"])
    if format_ == "text" and output is None:
        write_answer("\n".join(f"· {text}" for text in hospital_cautions(language)), None)


def search(
    words: Annotated[list[str], typer.Argument(help="What to look for, English or 中文.")],
    as_of: AsOf = None,
    kind: Annotated[list[str] | None, typer.Option(help="Only this kind of record.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=200)] = 15,
    format_: Format = "text",
    language: Language = "en",
    output: Output = None,
) -> None:
    """Search products, rules, pathways, hospitals, trials and answers at once."""
    from cartway.access.search_knowledge import search_knowledge

    hits = search_knowledge(" ".join(words), day_asked(as_of), kinds=kind, limit=limit)
    rows = [hit.to_json() for hit in hits]
    show_rows(rows, format_, language, output, ["record", "title", "excerpt", "checked"])


def ask(
    question: Annotated[list[str], typer.Argument(help="A question, English or 中文.")],
    as_of: AsOf = None,
    format_: Format = "text",
    language: Language = "en",
    output: Output = None,
) -> None:
    """Answer a question of the field, each sentence with the records that bear it."""
    from cartway.access.answer_questions import answer_question

    choice(format_, ("text", "json"), "--format")
    choice(language, ("en", "zh"), "--language")
    told = [one.to_json() for one in answer_question(" ".join(question), day_asked(as_of))]
    if format_ == "json":
        import orjson

        write_answer(orjson.dumps(told, option=orjson.OPT_INDENT_2), output)
        return
    write_answer(_answers_text(told[:1], language), output)


def _answers_text(told: list[dict[str, Any]], language: str) -> str:
    words = _ANSWER_WORDS[language]
    if not told:
        return words["none"]
    lines: list[str] = []
    for one in told:
        lines += [one["question"][language], ""]
        for sentence in one["sentences"]:
            lines.append(f"· {sentence['text'][language]}")
            lines.append(f"  [{', '.join(sentence['records'])}]")
        if one["outdated"]:
            lines += ["", words["outdated"].format(records=", ".join(one["outdated"]))]
        lines += ["", words["checked"].format(day=one["checked"], release=one["knowledge_release"])]
    return "\n".join(lines)


def changes(
    since: Annotated[str | None, typer.Option("--from", help="The day before the first.")] = None,
    to: Annotated[
        str | None, typer.Option("--to", help="The last day; today if not given.")
    ] = None,
    matters_to: Annotated[
        str | None, typer.Option("--for", help="patient, hospital or sponsor")
    ] = None,
    format_: Format = "text",
    language: Language = "en",
    output: Output = None,
) -> None:
    """What changed in law, approvals, prices and trials between two days, and for whom."""
    from cartway.access.plain_data import as_plain
    from cartway.access.show_changes import new_trials_row, show_changes

    if matters_to is not None:
        choice(matters_to, ("patient", "hospital", "sponsor"), "--for")
    end = day_asked(to, "--to")
    start = end - timedelta(days=365) if since is None else day_asked(since, "--from")
    rows = [
        {part.name: as_plain(getattr(one, part.name)) for part in fields(one)}
        for one in show_changes(start, end, matters_to=matters_to)
    ]
    if matters_to in (None, "patient"):
        rows.append(new_trials_row(start, end))
    show_rows(rows, format_, language, output, ["on", "kind", "title", "matters_to", "record"])
