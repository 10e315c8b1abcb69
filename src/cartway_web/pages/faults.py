"""Pages for what went wrong, in the visitor's language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cartway.errors import InputError
from cartway_web.pages.input_words import input_words
from cartway_web.pages.languages import language_of


def fault_page(request: HttpRequest, kind: str, status: int) -> HttpResponse:
    """A page that says what happened and where to go on; `kind` is a key of the words."""
    return render(request, "pages/fault.html", {"kind": kind}, status=status)


def input_fault(request: HttpRequest, error: InputError) -> HttpResponse:
    """What was wrong with what the visitor gave, without repeating it."""
    words = input_words(error, language_of(request).code)
    return render(request, "pages/fault.html", {"kind": "input", "words": words}, status=400)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that is too old or came from elsewhere."""
    return fault_page(request, "form_expired", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such page."""
    return fault_page(request, "not_found", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The fault is ours."""
    return fault_page(request, "ours", 500)
