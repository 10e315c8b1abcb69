"""The flowsheet as one page: the picture with its words, both courses, and the table beside it."""

from __future__ import annotations

from html import escape

from cartway.toxicity.flowsheet.episodes import Flowsheet
from cartway.toxicity.flowsheet.picture import picture_svg
from cartway.toxicity.flowsheet.words import describe_episode, describe_flowsheet, say, table

_STYLE = """
body{font-family:"Noto Sans CJK SC","Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif;
margin:1.5rem;color:#1b1b1b;line-height:1.45}
figure{margin:0 0 1rem;overflow-x:auto}figure svg{max-width:100%;height:auto}
.wide{overflow-x:auto}table{border-collapse:collapse}caption{text-align:left;font-weight:bold}
th,td{border:1px solid #bbb;padding:.2rem .5rem;text-align:left;font-size:.9rem}
th{background:#f2f2f2}.note{color:#444}
"""


def flowsheet_page(sheet: Flowsheet, language: str) -> str:
    """One HTML page, complete in itself."""
    title = escape(say("flowsheet", language))
    described = escape(describe_flowsheet(sheet, language))
    headings, lines = table(sheet, language)
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in headings)
    body = "\n".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in line) + "</tr>" for line in lines
    )
    drawn = picture_svg(sheet, language) if sheet.used else ""
    tag = "zh-Hans" if language == "zh" else "en"
    return f"""<!doctype html>
<html lang="{tag}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>{_STYLE}</style></head><body>
<main><h1>{title}</h1>
<figure role="img" aria-label="{described}"><div aria-hidden="true">{drawn}</div></figure>
<p>{described}</p>
<ul><li>{escape(say("crs", language))}: {escape(describe_episode(sheet.crs, language))}</li>
<li>{escape(say("icans", language))}: {escape(describe_episode(sheet.icans, language))}</li></ul>
<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>
{body}
</tbody></table></div>
<p class="note">{escape(say("disclaimer", language))}</p></main></body></html>
"""
