"""The shell of a page that needs no other file, and a table in it, for forecasts and estimates."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

_SHELL = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font-family: system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  max-width: 70rem; margin: 1rem auto; padding: 0 1rem; line-height: 1.5; color: #1a1a1a; }}
table {{ border-collapse: collapse; width: 100%; margin: 0.5rem 0; }}
th, td {{ border-bottom: 1px solid #ccc; padding: 0.35rem 0.5rem; text-align: left; vertical-align: top; }}
figure {{ margin: 1rem 0; overflow-x: auto; }} svg {{ max-width: 100%; min-width: 34rem; height: auto; }}
</style>
</head>
<body>
{body}
</body>
</html>
"""


def standalone_page(title: str, body: Sequence[str], language: str) -> str:
    """A whole page.

    Args:
        title: plain words; escaped here.
        body: HTML, part by part.
    """
    tag = "zh-CN" if language == "zh" else "en"
    return _SHELL.format(language=tag, title=escape(title), body="\n".join(body))


def html_table(rows: Sequence[Sequence[str]], head: Sequence[str] = ()) -> str:
    """A table whose first column names the row; a plain list where rows have one cell."""
    if rows and not head and all(len(row) == 1 for row in rows):
        return "<ul>" + "".join(f"<li>{escape(row[0])}</li>" for row in rows) + "</ul>"
    top = "".join(f'<th scope="col">{escape(one)}</th>' for one in head)
    body = "".join(
        "<tr>"
        + f'<th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(one)}</td>" for one in row[1:])
        + "</tr>"
        for row in rows
    )
    return f"<table>{f'<thead><tr>{top}</tr></thead>' if head else ''}<tbody>{body}</tbody></table>"
