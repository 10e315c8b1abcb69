"""The first page: a disease and an age, or a record handed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cartway.access.find_disease import DiseaseFound, common_diseases, find_disease
from cartway.access.start_record import start_record
from cartway.errors import InputError
from cartway_web.pages.answers import vocabulary
from cartway_web.pages.context import day_asked
from cartway_web.pages.input_words import input_words
from cartway_web.pages.state import State
from cartway_web.pages.views.open_page import show_open

_LONGEST = 120


def start(request: HttpRequest, lang: str) -> HttpResponse:
    """Ask where to start; with a disease that is clear, go on at once."""
    if request.method != "POST":
        return _page(request, lang, {})
    words = request.POST.get("disease", "").strip()[:_LONGEST]
    age = request.POST.get("age", "").strip()[:20]
    chosen = request.POST.get("which", "") or request.POST.get("common", "")
    found = [] if chosen else find_disease(words, vocabulary())
    if not chosen and found and found[0].exact:
        chosen = found[0].id
    given: dict[str, Any] = {"disease": words, "age": age, "found": _named(found, lang)}
    if not chosen:
        given["trouble"] = "which" if found else "not_found" if words else "no_disease"
        return _page(request, lang, given)
    try:
        record = start_record(chosen, age, vocabulary(), day_asked(request))
    except InputError as error:
        given |= {"error": input_words(error, lang), "which": chosen, "wrong": error.where}
        return _page(request, lang, given)
    return show_open(request, lang, State(record, frozenset({"age|"} if age else ())))


def suggest(request: HttpRequest, lang: str) -> HttpResponse:
    """The diseases that the words so far may mean; asked while a person types."""
    words = request.POST.get("disease", "").strip()[:_LONGEST]
    found = (
        find_disease(words, vocabulary(), most=6) if len(words) > 1 or not words.isascii() else []
    )
    context = {"found": _named(found, lang), "disease": words}
    return render(request, "pages/parts/suggestions.html", context)


def _page(request: HttpRequest, lang: str, given: dict[str, Any]) -> HttpResponse:
    common = [(one, vocabulary().label(one, lang)) for one in common_diseases(vocabulary())]
    return render(request, "pages/start.html", {"common": common, **given})


def _named(found: list[DiseaseFound], lang: str) -> list[tuple[str, str]]:
    return [(one.id, vocabulary().label(one.id, lang)) for one in found]
