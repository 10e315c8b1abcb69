"""Registered trials: narrowed by facets, new since a day, on a map, page by page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse

from cartway.access.city_names import city_label
from cartway.access.dates_of_knowledge import dates_of_knowledge
from cartway.access.draw_map import draw_map
from cartway.access.find_trials import FACETS, FoundTrials, browse_trials
from cartway.access.label_concepts import label_of
from cartway.access.trial_places import city_dots
from cartway.access.trial_rows import TrialRow
from cartway.access.trial_rows import trial_row as trial_called
from cartway.access.words import say
from cartway.errors import InputError
from cartway_web.pages.context import day_asked
from cartway_web.pages.explore.frame import (
    code_of,
    name_of,
    picture,
    query_with,
    show_page,
    text_of,
    text_scale,
)

_A_PAGE = 25
_LONGEST = 120
_MOST_CHOICES = 60


def trials(request: HttpRequest, lang: str) -> HttpResponse:
    """The trials that fit, with what each further choice would leave."""
    code = code_of(request)
    found = asked_trials(request)
    page = Paginator(found.trials, _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "count": len(found.trials),
        "page": page,
        "rows": [trial_row(one, code) for one in page.object_list],
        "facets": [_facet(request, found, facet, code) for facet in FACETS if facet != "country"],
        "words": request.GET.get("words", "")[:_LONGEST],
        "new_since": request.GET.get("new-since", ""),
        "everywhere": request.GET.get("where") == "everywhere",
        "query": query_with(request),
        "page_query": query_with(request) + "&" if len(query_with(request)) > 1 else "?",
        **_age(request),
    }
    return show_page(request, "trials.html", "trials", context)


def trials_map(request: HttpRequest, lang: str) -> HttpResponse:
    """Where the trials that fit have sites, as a picture."""
    code = code_of(request)
    dots, _ = city_dots(asked_trials(request).trials)
    held = [(one.city[code], one.latitude, one.longitude, one.trials) for one in dots]
    return picture(
        draw_map(
            held,
            say("explore_trials", "map_title", code),
            say("explore", "map_note", code),
            text_scale=text_scale(request),
        )
    )


def trials_by_city(request: HttpRequest, lang: str) -> HttpResponse:
    """The map and the same numbers as a table."""
    code = code_of(request)
    found = asked_trials(request)
    dots, unplaced = city_dots(found.trials)
    context = {
        "count": len(found.trials),
        "query": query_with(request),
        "dots": [{"one": one, "label": one.city[code], "city": one.city["en"]} for one in dots],
        "unplaced": unplaced,
        **_age(request),
    }
    return show_page(request, "trials_map.html", "trials_map", context)


def trial(request: HttpRequest, lang: str, name: str) -> HttpResponse:
    """One trial as registered."""
    code = code_of(request)
    one = trial_called(name)
    if one is None:
        raise Http404
    context = {
        "heading": text_of(one.title, code),
        "row": trial_row(one, code),
        "trial": one,
        **_age(request),
    }
    return show_page(request, "trial.html", "trial", context)


def asked_trials(request: HttpRequest) -> FoundTrials:
    """The trials that the query asks for, as of its day."""
    day = day_asked(request)
    early = day < dates_of_knowledge().snapshot_on
    return browse_trials(
        in_china=request.GET.get("where") != "everywhere",
        new_since=_day(request.GET.get("new-since")),
        as_of=day if early else None,
        words=request.GET.get("words", "")[:_LONGEST],
        **{facet: request.GET.get(facet.replace("_", "-"), "") for facet in FACETS},
    )


def trial_row(one: TrialRow, code: str) -> dict[str, Any]:
    """A trial in words."""
    mark = "、" if code == "zh" else ", "
    return {
        "id": one.id,
        "title": text_of(one.title, code),
        "status": value_words("status", one.status, code),
        "status_on": one.status_on,
        "started_on": one.started_on,
        "phase": mark.join(value_words("phase", each, code) for each in one.phase.split("/"))
        if one.phase
        else "",
        "targets": mark.join(label_of(each, code) for each in one.targets),
        "groups": mark.join(value_words("disease", each, code) for each in one.disease_groups),
        "kind": value_words("product_type", one.product_type, code),
        "generations": [value_words("generation", each, code) for each in one.generations],
        "cities": mark.join(dict.fromkeys(city_label(each, code) for each in one.cities_in_china)),
        "conditions": mark.join(one.conditions),
        "sponsor": one.sponsor,
        "sites": one.sites,
        "recruiting": one.status == "recruiting",
        "url": one.url,
    }


def value_words(facet: str, value: str, code: str) -> str:
    """What a value of a facet is called."""
    if facet == "target":
        return label_of(value, code)
    if facet == "city":
        return city_label(value, code)
    return name_of("explore_trials", f"{facet}_{value.casefold()}", code)


def _facet(request: HttpRequest, found: FoundTrials, facet: str, code: str) -> dict[str, Any]:
    name = facet.replace("_", "-")
    chosen = request.GET.get(name, "")
    counted = found.facets[facet][:_MOST_CHOICES]
    return {
        "name": name,
        "label": say("explore_trials", f"facet_{facet}", code),
        "chosen": chosen,
        "choices": [
            {
                "value": value,
                "words": value_words(facet, value, code),
                "count": number,
                "on": value == chosen,
            }
            for value, number in counted
        ],
        "lost": chosen if chosen and chosen not in dict(counted) else "",
    }


def _age(request: HttpRequest) -> dict[str, Any]:
    dates = dates_of_knowledge()
    return {
        "snapshot_on": dates.snapshot_on,
        "early": day_asked(request) < dates.snapshot_on,
    }


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(
            "this is not a day", where="new-since", expected="a day such as 2026-01-31", code="I011"
        ) from None
