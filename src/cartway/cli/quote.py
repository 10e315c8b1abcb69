"""``cartway quote FILE``: what in a quote breaks a rule, and what it leaves out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cartway.cli.output import choice, day_asked, write_answer
from cartway.cli.show import AsOf, Format, Language, Output

if TYPE_CHECKING:
    from cartway.access.check_quote import QuoteAnswer

_WORDS = {
    "en": {
        "stop": "STOP",
        "warning": "WARNING",
        "note": "NOTE",
        "rules": "rules",
        "pending": "pending",
        "in_force": "in force",
        "may_be_in_force": "may be in force",
        "not_yet": "not yet in force",
        "no_longer": "no longer in force",
        "draft": "draft",
        "sources": "sources",
        "words": "it says",
        "none": "No warning applies. That does not make it a good offer: see what it leaves out.",
        "left_out": "What the quote leaves out (* ask before you pay):",
        "nothing_left_out": "It leaves out nothing that we look for.",
        "list_price": "list price",
        "unknown": "not published",
        "dates": "As of {day}; knowledge of {release}. Informs, never advises.",
    },
    "zh": {
        "stop": "停止",
        "warning": "警告",
        "note": "提示",
        "rules": "规则",
        "pending": "待核",
        "in_force": "现行",
        "may_be_in_force": "可能现行",
        "not_yet": "尚未施行",
        "no_longer": "已失效",
        "draft": "草案",
        "sources": "来源",
        "words": "原文",
        "none": "没有触发警告。这并不表明报价可靠：请看遗漏项。",
        "left_out": "报价遗漏的内容（*付款前请问清）：",
        "nothing_left_out": "未遗漏我们核对的内容。",
        "list_price": "标价",
        "unknown": "未公布",
        "dates": "截至{day}；知识版本{release}。仅供参考，不作建议。",
    },
}


def quote(
    file: Annotated[Path, typer.Argument(help="The quote: .yaml, .json, .csv or pasted text.")],
    as_of: AsOf = None,
    format_: Format = "text",
    language: Language = "en",
    output: Output = None,
) -> None:
    """Check a quote or an offer against rules, approvals and list prices."""
    from cartway.access.check_quote import check_quote_file

    choice(format_, ("text", "json"), "--format")
    choice(language, ("en", "zh"), "--language")
    answer = check_quote_file(file, day_asked(as_of))
    if format_ == "json":
        import orjson

        write_answer(orjson.dumps(answer.to_json(), option=orjson.OPT_INDENT_2), output)
        return
    write_answer(quote_text(answer, language), output)


def quote_text(answer: QuoteAnswer, language: str) -> str:
    """The answer for a terminal of 80 columns."""
    words = _WORDS[language]
    told = answer.to_json()
    lines: list[str] = []
    for product in told["products"]:
        price = product["list_price_cny"]
        shown = words["unknown"] if price is None else f"CNY {price:,.0f}"
        lines.append(f"{product['name'][language]} · {words['list_price']} {shown}")
    for flag in told["flags"]:
        mark = f" ({words['pending']})" if flag["pending"] else ""
        lines += ["", f"{words[flag['severity']]}: {flag['title'][language]}{mark}"]
        lines += _wrapped(flag["message"][language], "  ")
        if flag["words"]:
            lines += _wrapped(f"{words['words']}: {flag['words']}", "  ")
        names = [
            f"{one['regulation']} ({words['pending'] if one['pending'] else words[one['state']]})"
            for one in flag["rules"]
        ]
        if names:
            lines += _wrapped(f"{words['rules']}: {', '.join(names)}", "  ")
        if flag["sources"]:
            lines += _wrapped(f"{words['sources']}: {', '.join(flag['sources'])}", "  ")
    if not told["flags"]:
        lines += ["", *_wrapped(words["none"], "")]
    lines += ["", words["left_out"] if told["left_out"] else words["nothing_left_out"]]
    for part in told["left_out"]:
        mark = "*" if part["essential"] else " "
        lines += _wrapped(
            f"{mark} {part['label'][language]}: {part['why'][language]}", "  ", "    "
        )
    dates = words["dates"].format(day=told["as_of"], release=told["knowledge_release"])
    return "\n".join([*lines, "", dates]).lstrip("\n")


def _wrapped(text: str, first: str, rest: str | None = None) -> list[str]:
    """Lines of at most 80 columns, signs of Chinese counted as two."""
    from unicodedata import east_asian_width

    lines, line, width = [], first, len(first)
    following = first if rest is None else rest
    for piece in _pieces(" ".join(text.split())):
        size = sum(2 if east_asian_width(sign) in "WF" else 1 for sign in piece)
        if width + size > 80 and line.strip():
            lines.append(line.rstrip())
            line, width, piece = following, len(following), piece.lstrip()
        line, width = line + piece, width + size
    return [*lines, line.rstrip()]


def _pieces(text: str) -> list[str]:
    """Words with the space after them, and signs of Chinese one by one."""
    import re

    return re.findall(r"[\u3000-\u9fff\uff00-\uffef]|[^\s\u3000-\u9fff\uff00-\uffef]+\s*|\s+", text)
