"""What the views of a visitor's answers share: read the state from the form, show pages with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cartway_web.pages.faults import fault_page
from cartway_web.pages.state import State, StateLostError, open_state

View = Callable[..., HttpResponse]


def with_state(view: View) -> View:
    """For pages that only make sense with answers: a state that is lost starts again."""

    @wraps(view)
    def wrapped(request: HttpRequest, lang: str, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return redirect(f"/{lang}/")
        try:
            state = open_state(request.POST.get("state", ""))
        except StateLostError:
            return fault_page(request, "state_lost", 400)
        return view(request, lang, state, **kwargs)

    return wrapped


def state_given(request: HttpRequest) -> State | None:
    """The state of a page that also works without one.

    Raises:
        StateLostError: a state was sent that cannot be used.
    """
    if request.method != "POST" or not request.POST.get("state"):
        return None
    return open_state(request.POST["state"])


def show(
    request: HttpRequest, template: str, context: dict[str, Any], state: State | None
) -> HttpResponse:
    """A page that carries the state on, also to its own other languages."""
    sealed = "" if state is None else state.seal()
    response = render(request, template, {**context, "state": state, "sealed": sealed})
    response.headers["Vary"] = "HX-Request, Cookie"
    return response
