"""What every page to explore shares: its day, its words, the links that keep the day."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cartway.access.label_concepts import labels_of
from cartway.access.words import keys_of, say
from cartway_web.pages.context import day_asked
from cartway_web.pages.languages import language_of

SECTIONS = (
    ("products", "explore/products/"),
    ("compare_countries", "explore/countries/"),
    ("trials", "explore/trials/"),
    ("developments", "explore/developments/"),
    ("hospitals", "explore/hospitals/"),
    ("regulations", "explore/regulations/"),
    ("pathways", "explore/pathways/"),
    ("costs", "explore/costs/"),
    ("side_effects", "side-effects/"),
    ("quote", "quote/"),
    ("answers", "explore/answers/"),
    ("changes", "explore/changes/"),
    ("search", "search/"),
)
_NOT_KEPT = ("as-of", "page")


def show_page(
    request: HttpRequest, template: str, key: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of the explore group.

    Args:
        request: what was asked.
        template: file below ``explore/``.
        key: its words: ``<key>_title`` and, if there is one, ``<key>_lead`` in ``explore``.
        context: what the template shows.
        status: of the answer.
    """
    day_asked(request)  # a day that is none is refused before anything is shown
    code = language_of(request).code
    below = request.path_info.split("/", 2)[2]
    given = request.GET.get("as-of", "")
    shared = {
        "title": say("explore", f"{key}_title", code),
        "lead": say("explore", lead, code) if (lead := f"{key}_lead") in keys_of("explore") else "",
        "sections": [
            {"key": f"{name}_title", "path": path, "here": below.startswith(path)}
            for name, path in SECTIONS
        ],
        "day_query": f"?{urlencode({'as-of': given})}" if given else "",
        "day_more": f"&{urlencode({'as-of': given})}" if given else "",
        "kept": [
            (name, value)
            for name, values in request.GET.lists()
            if name not in _NOT_KEPT
            for value in values
        ],
    }
    return render(request, f"explore/{template}", shared | context, status=status)


def picture(content: bytes) -> HttpResponse:
    """A picture for an ``img`` of a page."""
    response = HttpResponse(content, content_type="image/svg+xml; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def text_scale(request: HttpRequest) -> float:
    """How large the words of a map are: a phone asks for a small map with larger words."""
    return 2.0 if request.GET.get("small") else 1.0


def code_of(request: HttpRequest) -> str:
    """The language of the page."""
    return language_of(request).code


def name_of(topic: str, key: str, language: str) -> str:
    """The words of a value such as a status; the value itself when a new one has none yet."""
    if key in keys_of(topic):
        return say(topic, key, language)
    return key.replace("_", " ")


def text_of(words: Any, language: str) -> str:
    """The text of a language out of words by language, a record of both, or plain text."""
    if words is None:
        return ""
    if isinstance(words, dict):
        return str(words.get(language) or words.get("en") or "")
    held = getattr(words, language, None)
    return str(words if held is None else held)


def targets_in_words(targets: Any, language: str) -> str:
    """Targets by their names."""
    return labels_of(list(targets), language)


def query_with(request: HttpRequest, **changed: str | None) -> str:
    """The query of this page with some values changed; None and empty take one out."""
    held = {name: value for name, value in request.GET.items() if value and name != "page"}
    for name, value in changed.items():
        name = name.replace("_", "-")
        held.pop(name, None)
        if value:
            held[name] = value
    return f"?{urlencode(held)}" if held else "?"


def days_before(day: date, days: int) -> date:
    """A day that lies so many days before another."""
    return date.fromordinal(max(day.toordinal() - days, 1))
