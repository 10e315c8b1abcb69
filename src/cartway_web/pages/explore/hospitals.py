"""Hospitals: by city, disease or product, with counted trials and what the counts do not tell."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from cartway.access.draw_map import draw_map
from cartway.access.find_hospitals import FoundHospital, find_hospitals, hospital_cautions
from cartway.access.option_places import city_dots_of
from cartway.access.show_knowledge import show_products
from cartway.access.trial_rows import trial_row as trial_called
from cartway.access.words import say
from cartway_web.pages.context import day_asked
from cartway_web.pages.explore.frame import (
    code_of,
    picture,
    query_with,
    show_page,
    text_of,
    text_scale,
)
from cartway_web.pages.explore.trials import trial_row, value_words

_LONGEST = 80
_GROUPS = ("haematological", "solid", "autoimmune")
_MOST_TRIALS = 60
_UNSURE = ("recall", "not_found")


def hospitals(request: HttpRequest, lang: str) -> HttpResponse:
    """The hospitals that fit, those with most recruiting trials first."""
    code = code_of(request)
    found = _asked(request)
    products = {
        row["product"]: text_of(row["name"], code) for row in show_products(day_asked(request))
    }
    context = {
        "rows": [_row(one, code) for one in found],
        "count": len(found),
        "city": request.GET.get("city", "")[:_LONGEST],
        "disease": request.GET.get("disease", "")[:_LONGEST],
        "product": request.GET.get("product", "")[:_LONGEST],
        "groups": [(one, value_words("disease", one, code)) for one in _GROUPS],
        "products": sorted(products.items(), key=lambda pair: pair[1]),
        "cautions": hospital_cautions(code),
        "query": query_with(request),
    }
    return show_page(request, "hospitals.html", "hospitals", context)


def hospitals_map(request: HttpRequest, lang: str) -> HttpResponse:
    """The cities of the hospitals that fit, by number of hospitals, as a picture."""
    code = code_of(request)
    dots = city_dots_of(_asked(request), code)
    title, note = say("explore_hospitals", "map_title", code), say("explore", "map_note", code)
    return picture(draw_map(dots, title, note, text_scale=text_scale(request)))


def hospital(request: HttpRequest, lang: str, name: str) -> HttpResponse:
    """One hospital with everything known of it."""
    code = code_of(request)
    found = next((one for one in find_hospitals() if one.hospital.id == name), None)
    if found is None:
        raise Http404
    held = found.to_json()
    trials = [one for each in found.count.trials if (one := trial_called(each)) is not None]
    trials.sort(key=lambda one: (one.status != "recruiting", one.id))
    mark = "、" if code == "zh" else ", "
    names = {
        row["product"]: text_of(row["name"], code) for row in show_products(day_asked(request))
    }
    context = {
        "heading": text_of(held["name"], code),
        "row": _row(found, code),
        "held": held,
        "type": _stated(held["type"], "type", code),
        "department": _stated(held["international_department"], "department", code),
        "statuses": [
            (value_words("status", key, code), number)
            for key, number in found.count.by_status.most_common()
        ],
        "targets": mark.join(
            f"{value_words('target', key, code)} ({number})"
            for key, number in found.count.by_target.most_common(10)
        ),
        "groups": mark.join(
            f"{value_words('disease', key, code)} ({number})"
            for key, number in found.count.by_disease_group.most_common()
        ),
        "products": mark.join(
            names.get(one, one) for one in found.hospital.products_seen_in_trials
        ),
        "trials": [trial_row(one, code) for one in trials[:_MOST_TRIALS]],
        "more_trials": max(0, len(trials) - _MOST_TRIALS),
        "cautions": hospital_cautions(code),
    }
    return show_page(request, "hospital.html", "hospital", context)


def _asked(request: HttpRequest) -> tuple[FoundHospital, ...]:
    day_asked(request)

    def given(name: str) -> str | None:
        return request.GET.get(name, "").strip()[:_LONGEST] or None

    return find_hospitals(city=given("city"), disease=given("disease"), product=given("product"))


def _row(found: FoundHospital, code: str) -> dict[str, Any]:
    one = found.hospital
    return {
        "id": one.id,
        "name": text_of(one.name, code),
        "city": text_of(one.city, code),
        "province": text_of(one.province, code),
        "trials": len(found.count.trials),
        "recruiting": len(found.count.recruiting),
        "registrant": found.count.concentrated_on or "",
        "type": say("explore_hospitals", f"type_{one.type.value}", code),
        "type_pending": one.type.pending,
        "department": say(
            "explore_hospitals", f"department_{one.international_department.value}", code
        ),
    }


def _stated(held: dict[str, Any], key: str, code: str) -> dict[str, Any]:
    return {
        **held,
        "words": say("explore_hospitals", f"{key}_{held['value']}", code),
        "pending": held["how"] in _UNSURE or held["confidence"] == "low",
    }
