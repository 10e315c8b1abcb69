"""What may be open: counts, the next question, cards; each answer changes them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from cartway.access.ask_questions import answered
from cartway.access.correct_facts import correct_record, without_items
from cartway.errors import InputError
from cartway_web.pages.answers import judged, vocabulary
from cartway_web.pages.carried import show, with_state
from cartway_web.pages.context import day_asked
from cartway_web.pages.input_words import input_words
from cartway_web.pages.presenters.cards import cards, tiles
from cartway_web.pages.presenters.facts import rows
from cartway_web.pages.presenters.questions import next_question
from cartway_web.pages.state import State
from cartway_web.pages.views.review import review


@with_state
def open_page(request: HttpRequest, lang: str, state: State) -> HttpResponse:
    """Take one step (an answer, a fact dropped or confirmed) and show where that leads."""
    given = request.POST
    step = given.get("step", "")
    if step == "confirm":
        return _confirmed(request, lang, state)
    try:
        after = _stepped(request, state, step)
    except InputError as error:
        wrong = {"error": input_words(error, lang), "typed": given.get("value", "")[:60]}
        return show_open(request, lang, state, wanted=given.get("question", ""), wrong=wrong)
    return show_open(request, lang, after, wanted=given.get("ask", ""))


def _stepped(request: HttpRequest, state: State, step: str) -> State:
    given = request.POST
    key = given.get("question", "")[:160]
    drop = given.get("drop", "")
    if drop.isdigit():
        return replace(state, record=without_items(state.record, {int(drop)}))
    if step == "unknown" and key:
        return replace(state, asked=state.asked | {key})
    if step == "answer" and key:
        day = day_asked(request)
        record = answered(key, given.dict(), state.record, vocabulary(), day)
        return replace(state, record=record, asked=state.asked | {key})
    return state


def _confirmed(request: HttpRequest, lang: str, state: State) -> HttpResponse:
    """A letter that was looked through: on to the answer, or back to what cannot be used."""
    given = request.POST.dict()
    day = day_asked(request)
    found = correct_record(state.record, given, vocabulary(), day, lang)
    if found.wrong:
        return review(request, lang, state, found.wrong)
    return show_open(request, lang, replace(state, record=found.record), left_out=found.left_out)


def show_open(
    request: HttpRequest,
    lang: str,
    state: State,
    wanted: str = "",
    wrong: dict[str, Any] | None = None,
    left_out: int = 0,
) -> HttpResponse:
    """The page of a state; only its changing part when HTMX asks."""
    day = day_asked(request)
    answer = judged(state, day)
    match = answer.match
    context = {
        "tiles": tiles(match, day),
        "question": next_question(answer, state, lang, wanted),
        "facts": rows(state.record, lang),
        **cards(match, _number(request.POST, "show"), request.POST.get("closed") == "1"),
        "show": _number(request.POST, "show"),
        "with_closed": request.POST.get("closed") == "1",
        "chosen": request.POST.getlist("option"),
        "stepped": bool(request.POST.get("step")),
        "carry_path": "open/",
        "left_out": left_out,
        **(wrong or {}),
    }
    part = request.headers.get("HX-Request") == "true"
    template = "pages/parts/open_answer.html" if part else "pages/open.html"
    return show(request, template, context, state)


def _number(given: QueryDict, name: str) -> int:
    text = given.get(name, "")
    return int(text) if text.isdigit() and len(text) < 5 else 0
