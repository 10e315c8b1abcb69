"""Addresses: every page under its language; the root sends a visitor to theirs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path

from cartway_web.pages.languages import language_of


def _to_language(request: HttpRequest) -> HttpResponse:
    return redirect(f"/{language_of(request).code}/")


urlpatterns: list[URLPattern | URLResolver] = [path("", _to_language)]
handler404 = "cartway_web.pages.faults.not_found"
handler500 = "cartway_web.pages.faults.server_error"
