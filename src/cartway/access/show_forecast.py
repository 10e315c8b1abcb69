"""Forecast and estimate in every shape they are shown in: text, page, data, calendar, picture."""

from __future__ import annotations

import orjson

from cartway.access.picture_text import with_description
from cartway.costs.chart_words import alt_text as cost_alt_text
from cartway.costs.estimate import Estimate
from cartway.costs.text import cost_page, cost_text
from cartway.costs.text import sections as cost_sections
from cartway.course.calendar_file import to_icalendar
from cartway.course.forecast import Forecast
from cartway.course.picture_words import alt_text as course_alt_text
from cartway.course.text import course_page, course_text, phase_rows
from cartway.errors import InputError

COURSE_FORMS = ("text", "json", "html", "ics", "png", "svg")
COST_FORMS = ("text", "json", "html", "png", "svg")


def show_course(forecast: Forecast, form: str, language: str = "en") -> bytes:
    """The forecast in one of ``COURSE_FORMS``.

    Raises:
        InputError: a picture or calendar of a product that is not simulated, or a calendar without
            a first day.
    """
    if form == "json":
        return orjson.dumps(forecast.as_dict(), option=orjson.OPT_INDENT_2)
    if form == "text":
        return course_text(forecast, language).encode()
    if form == "html":
        return course_page(forecast, language).encode()
    if not forecast.simulated:
        raise _nothing_to_draw(forecast.label["en"], "simulated")
    if form == "ics":
        return to_icalendar(forecast, language).encode()
    from cartway.course.picture import draw_course  # slow to load, seldom needed

    picture = draw_course(forecast, language, form)
    return with_description(picture, course_alt_text(forecast, language))


def show_cost(estimate: Estimate, form: str, language: str = "en") -> bytes:
    """The estimate in one of ``COST_FORMS``.

    Raises:
        InputError: a picture of what is not estimated.
    """
    if form == "json":
        return orjson.dumps(estimate.as_dict(), option=orjson.OPT_INDENT_2)
    if form == "text":
        return cost_text(estimate, language).encode()
    if form == "html":
        return cost_page(estimate, language).encode()
    if not estimate.estimated:
        raise _nothing_to_draw(estimate.label["en"], "estimated")
    from cartway.costs.chart import draw_parts  # slow to load, seldom needed

    picture = draw_parts(estimate, language, form)
    return with_description(picture, cost_alt_text(estimate, language))


def _nothing_to_draw(name: str, done: str) -> InputError:
    return InputError(
        f"{name} is not {done}, so there is nothing to draw or to date.",
        where="format",
        expected="text, json or html, which say why",
        code="P008",
    )


__all__ = [
    "COST_FORMS",
    "COURSE_FORMS",
    "cost_alt_text",
    "cost_sections",
    "course_alt_text",
    "phase_rows",
    "show_cost",
    "show_course",
]
