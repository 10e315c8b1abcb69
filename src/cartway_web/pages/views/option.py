"""One option: verdict line by line, ways to it, figures, course, cost, hospitals."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cartway.access.option_course import course_rows, course_words
from cartway.access.option_evidence import why_comparison_misleads
from cartway.access.option_pathways import option_pathways
from cartway.errors import InputError
from cartway_web.pages.carried import show, state_given
from cartway_web.pages.context import day_asked
from cartway_web.pages.faults import fault_page
from cartway_web.pages.presenters.option import (
    cost_context,
    evidence_rows,
    option_data,
    places_of,
)
from cartway_web.pages.state import StateLostError


def option(request: HttpRequest, lang: str, name: str) -> HttpResponse:
    """The option for the visitor's record; without one, its lines unjudged."""
    try:
        state = state_given(request)
    except StateLostError:
        return fault_page(request, "state_lost", 400)
    day = day_asked(request)
    try:
        data = option_data(name, None if state is None else state.record, day)
    except InputError:
        return fault_page(request, "not_found", 404)
    held = data["option"]
    population = data["population"]
    context = {
        "one": data,
        "record_path": f"{held.kind}s/{held.id.partition('/')[0]}",
        "pathways": option_pathways(held, day),
        "evidence": evidence_rows(held),
        "misleads": why_comparison_misleads(),
        "course": course_rows(*population, lang) if population else [],
        "course_words": course_words(*population, lang) if population else "",
        **places_of(held, lang),
        **cost_context(held, request.POST or request.GET, day, lang),
    }
    return show(request, "pages/option.html", context, state)


def option_cost(request: HttpRequest, lang: str, name: str) -> HttpResponse:
    """The answer alone, for other choices: HTMX puts it in the place of the old one."""
    day = day_asked(request)
    try:
        data = option_data(name, None, day)
    except InputError:
        return fault_page(request, "not_found", 404)
    context = {"one": data, "partial": True, **cost_context(data["option"], request.GET, day, lang)}
    return render(request, "pages/parts/cost_answer.html", context)
