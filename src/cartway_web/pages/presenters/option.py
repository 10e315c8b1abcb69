"""An option's page: its lines by group, its ways, figures, course and cost."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import QueryDict

from cartway.access.judge_offer import option_named
from cartway.access.option_course import cost_rows, population_of
from cartway.access.option_evidence import is_share, option_evidence
from cartway.access.option_places import city_dots_of, option_places
from cartway.access.present_option import present_option
from cartway.errors import InputError
from cartway.facts import Record
from cartway_web.pages.answers import vocabulary
from cartway_web.pages.presenters.situation import controls, query_of, situation_of

_SHARES_END = 100.0
_WIDTH = 240


def option_data(name: str, record: Record | None, as_of: date) -> dict[str, Any]:
    """The option with its lines, judged if there is a record."""
    option = option_named(name, as_of, vocabulary())
    data = present_option(option, record, as_of, vocabulary())
    lines = data["lines"]
    for row in data["missing"]:
        row["askable"] = row["key"].split("|")[0] not in vocabulary().events
    return data | {
        "option": option,
        "deciding": [one for one in lines if one["decides"]],
        "shown_only": [one for one in lines if not one["decides"]],
        "anchor": name.replace("/", "-"),
        "population": population_of(option),
    }


def evidence_rows(option: Any) -> list[dict[str, Any]]:
    """The figures with the places of their marks on a scale from 0 to 100 percent."""
    rows = []
    for one in option_evidence(option):
        plotted = one["low"] is not None
        rows.append(
            one
            | {
                "plotted": plotted,
                "percent": is_share(one["measure"]),
                "at": _x(one["value"]) if plotted else None,
                "from": _x(one["low"]) if plotted else None,
                "to": _x(one["high"]) if plotted else None,
                "name": one["study"]["name"],
                "setting": one["study"]["setting"],
            }
        )
    return rows


def _x(percent: float) -> str:
    return f"{8 + _WIDTH * min(percent, _SHARES_END) / _SHARES_END:.1f}"


def cost_context(option: Any, given: QueryDict, as_of: date, language: str) -> dict[str, Any]:
    """The cost of an option for a situation, with the choices that may be made."""
    population = population_of(option)
    if population is None:
        return {"cost": None}
    situation = situation_of(given)
    try:
        sections = cost_rows(*population, situation, as_of, language)
    except InputError:
        return {"cost": None}
    near = [one.found.hospital.city.en for one in option_places(option).places]
    return {
        "cost": sections,
        "chart_query": query_of(situation),
        "controls": controls(situation, near, language),
    }


def places_of(option: Any, language: str) -> dict[str, Any]:
    """The hospitals of an option for a table, and their cities for a map."""
    held = option_places(option)
    dots = city_dots_of((one.found for one in held.places), language)
    mark = "、" if language == "zh" else ", "
    return {
        "places": [
            {
                "id": one.found.hospital.id,
                "name": one.found.hospital.name.in_language(language),
                "city": one.found.hospital.city.in_language(language),
                "reason": one.reason,
                "trials": len(one.found.count.trials),
                "recruiting": len(one.found.count.recruiting),
            }
            for one in held.places
        ],
        "cities_said": mark.join(f"{city} {number}" for city, _, _, number in dots),
        "other_sites": held.other_sites,
    }
