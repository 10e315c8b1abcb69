"""Addresses: every page under its language; the root sends a visitor to theirs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, register_converter

from cartway_web.pages.languages import OFFERED, language_of


class OfferedLanguage:
    """A language in an address: only those that are complete."""

    regex = "|".join(one.code for one in OFFERED)

    def to_python(self, value: str) -> str:
        """The code itself."""
        return value

    def to_url(self, value: str) -> str:
        """The code itself."""
        return value


register_converter(OfferedLanguage, "language")


def _to_language(request: HttpRequest) -> HttpResponse:
    return redirect(f"/{language_of(request).code}/")


urlpatterns: list[URLPattern | URLResolver] = [
    path("", _to_language),
    path("<language:lang>/", include("cartway_web.pages.explore.urls")),
]
handler404 = "cartway_web.pages.faults.not_found"
handler500 = "cartway_web.pages.faults.server_error"
