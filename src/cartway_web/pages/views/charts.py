"""Pictures of course and cost: the same for everybody, so browsers may keep them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from cartway.access.draw_map import draw_map
from cartway.access.judge_offer import option_named
from cartway.access.option_course import cost_picture, course_picture, population_of
from cartway.access.option_places import city_dots_of, option_places
from cartway.access.words import say
from cartway.errors import InputError
from cartway_web.pages.answers import vocabulary
from cartway_web.pages.context import day_asked
from cartway_web.pages.explore.frame import text_scale
from cartway_web.pages.faults import fault_page
from cartway_web.pages.presenters.situation import situation_of


def course_chart(request: HttpRequest, lang: str, name: str) -> HttpResponse:
    """The course of a product's option."""
    population = _population(request, name)
    if population is None:
        return fault_page(request, "not_found", 404)
    return _picture(course_picture(*population, lang))


def cost_chart(request: HttpRequest, lang: str, name: str) -> HttpResponse:
    """The parts of the bill for a choice of hospital, city and company."""
    population = _population(request, name)
    if population is None:
        return fault_page(request, "not_found", 404)
    picture, _ = cost_picture(*population, situation_of(request.GET), day_asked(request), lang)
    return _picture(picture)


def places_map(request: HttpRequest, lang: str, name: str) -> HttpResponse:
    """The cities of an option's hospitals on an outline of China."""
    try:
        option = option_named(name, day_asked(request), vocabulary())
    except InputError:
        return fault_page(request, "not_found", 404)
    dots = city_dots_of((one.found for one in option_places(option).places), lang)
    title, note = say("option_page", "map_title", lang), say("explore", "map_note", lang)
    return _picture(draw_map(dots, title, note, text_scale=text_scale(request)))


def _population(request: HttpRequest, name: str) -> tuple[str, str | None] | None:
    try:
        return population_of(option_named(name, day_asked(request), vocabulary()))
    except InputError:
        return None


def _picture(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
