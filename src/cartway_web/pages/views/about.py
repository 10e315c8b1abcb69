"""Pages about the pages: privacy, components, robots, the icon."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cartway_web.pages.answers import KEPT_SECONDS
from cartway_web.pages.state import LASTS_SECONDS

_ICON = Path(__file__).parents[2] / "design" / "static" / "cartway" / "icon.svg"
_ROBOTS = """User-agent: *
Disallow: /*/open/
Disallow: /*/letter/
Disallow: /*/report/
Disallow: /*/suggest/
Allow: /
"""


def privacy(request: HttpRequest, lang: str) -> HttpResponse:
    """What happens to what a visitor enters."""
    context = {"hours": LASTS_SECONDS // 3600, "minutes": KEPT_SECONDS // 60}
    return render(request, "pages/privacy.html", context)


def components(request: HttpRequest, lang: str) -> HttpResponse:
    """Every component of the design, in every state."""
    tokens = ["ink", "soft", "line", "paper", "card", "wash", "accent", "accent-soft", "open",
              "open-soft", "maybe", "maybe-soft", "shut", "shut-soft", "warm", "warm-soft", "focus"]  # fmt: skip
    return render(request, "pages/components.html", {"tokens": tokens})


def robots(request: HttpRequest) -> HttpResponse:
    """What programs that collect pages may visit: nothing that belongs to a visitor."""
    return HttpResponse(_ROBOTS, content_type="text/plain; charset=utf-8")


def icon(request: HttpRequest) -> HttpResponse:
    """The icon at the address where browsers look for it unasked."""
    response = HttpResponse(_ICON.read_bytes(), content_type="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
