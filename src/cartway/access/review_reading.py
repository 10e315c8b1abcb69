"""A page on which a clinician checks a reading: the text beside its notation."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from cartway.access.read_text import Data

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Reading to review · 待审核的解读</title>
<style>
body{font:16px/1.5 "Noto Sans","Noto Sans CJK SC",system-ui,sans-serif;margin:1rem auto;max-width:80rem;padding:0 1rem;color:#1d2733}
table{border-collapse:collapse;width:100%}td,th{vertical-align:top;text-align:left;padding:.5rem;border-bottom:1px solid #d9e0e6;overflow-wrap:anywhere}
mark{background:#ffe08a;color:#4a3500;padding:0 .1em}code{font:.85rem/1.5 ui-monospace,monospace;color:#15597a}
.soft{color:#52606d;font-size:.88rem}.partly,.not{color:#8a5a00;font-weight:700}.read{color:#0b6b3a;font-weight:700}
@media(max-width:40rem){td,th{display:block;border:0}tr{border-bottom:1px solid #d9e0e6;display:block}thead{display:none}}
</style></head><body>
<h1>Reading to review · 待审核的解读</h1>
<p>{{ lines|length }} lines: {{ counts.read }} read, {{ counts.partly }} partly, {{ counts.not }} not.
Highlighted words were not understood. · 共{{ lines|length }}条：读懂{{ counts.read }}，部分{{ counts.partly }}，未读懂{{ counts.not }}。高亮部分未被理解。</p>
<table><thead><tr><th scope="col">Text · 原文</th><th scope="col">How it was read · 程序的理解</th></tr></thead><tbody>
{% for line in lines %}<tr><td><span class="{{ line.state }}">{{ line.kind }} · {{ line.state }}</span><br>{{ line.marked }}
<br><span class="soft">{{ line.start }}–{{ line.end }} · {{ line.text_hash[:12] }}</span></td>
<td><code>{{ line.notation }}</code><br>{{ line.in_words.en }}<br><span lang="zh">{{ line.in_words.zh }}</span></td></tr>
{% endfor %}</tbody></table></body></html>
"""


def review_page(data: Data) -> str:
    """The page for one criteria text, self-contained."""
    lines = [
        {**line, "marked": marked(line["text"], line["unread"]), "state": _state(line)}
        for line in data["lines"]
    ]
    counts = {
        state: sum(one["state"] == state for one in lines) for state in ("read", "partly", "not")
    }
    environment = Environment(autoescape=select_autoescape(default=True), undefined=StrictUndefined)
    return environment.from_string(_PAGE).render(lines=lines, counts=counts)


def _state(line: dict[str, Any]) -> str:
    if line["read"]:
        return "read"
    return "partly" if line["facts"] else "not"


def marked(text: str, unread: list[str]) -> Markup:
    """The text with its unread parts highlighted; a part that was reworded stays unmarked."""
    found = Markup("")
    position = 0
    for part in unread:
        at = text.find(part, position)
        if at < 0:
            continue
        found += escape(text[position:at]) + Markup("<mark>") + escape(part) + Markup("</mark>")
        position = at + len(part)
    return found + escape(text[position:])
