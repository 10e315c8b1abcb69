"""The report for the doctor at home and the hospital there: a page to print, or a PDF."""

from __future__ import annotations

import threading
from functools import lru_cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from cartway.access.render_pdf import render_pdf
from cartway_web.pages.carried import show, with_state
from cartway_web.pages.context import day_asked, page_context
from cartway_web.pages.presenters.report import report_context
from cartway_web.pages.state import State

_STYLES = Path(__file__).parents[2] / "design" / "static" / "cartway"
# Setting a PDF takes seconds: one at a time in a process, so that pages still answer beside it.
_one_at_a_time = threading.Lock()
LANGUAGES = {"en": ("en",), "zh": ("zh",), "both": ("en", "zh")}


@with_state
def report(request: HttpRequest, lang: str, state: State) -> HttpResponse:
    """The report of a state in one language or both."""
    languages = LANGUAGES.get(request.POST.get("languages", ""), (lang,))
    context = report_context(
        state.record, day_asked(request), languages, request.POST.getlist("option")
    )
    if request.POST.get("form") != "pdf":
        return show(request, "pages/report.html", context, state)
    shared = page_context(request)
    html = render_to_string("pages/report_print.html", {**shared, **context})
    with _one_at_a_time:
        pdf = render_pdf(html, _sheet())
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"cartway-{context['hash'][:12]}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@lru_cache(maxsize=1)
def _sheet() -> str:
    return "\n".join(
        (_STYLES / name).read_text(encoding="utf-8") for name in ("print.css", "report.css")
    )
