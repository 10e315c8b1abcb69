"""An option's page: its lines by group, its ways, figures, course and cost."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import QueryDict

from cartway.access.find_hospitals import find_hospitals
from cartway.access.judge_offer import option_named
from cartway.access.option_course import Situation, cost_choices, cost_rows, population_of
from cartway.access.option_evidence import option_evidence
from cartway.access.present_option import present_option
from cartway.errors import InputError
from cartway.facts import Record
from cartway_web.pages.answers import vocabulary

_SHARES_END = 100.0
_WIDTH = 240
_MOST_HOSPITALS = 12


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
        "sites": list(data["details"].get("sites") or ())[:_MOST_HOSPITALS],
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


def situation_of(given: QueryDict) -> Situation:
    """The choices for a cost; what is not among them stays at its default."""
    choices, plain = cost_choices(), Situation()
    cities = {one for one, _ in choices.cities}
    settings = {one for one, _ in choices.settings}
    countries = {one for one, _ in choices.countries}
    asked = bool(given.get("setting"))
    return Situation(
        setting=_among(given.get("setting", ""), settings, plain.setting),
        city=_among(given.get("city", ""), cities, plain.city),
        companion=given.get("companion") == "1" if asked else plain.companion,
        origin=_among(given.get("origin", ""), countries, plain.origin),
        currency=_among(given.get("currency", ""), set(choices.currencies), plain.currency),
    )


def _among(value: str, known: set[str], plain: str) -> str:
    return value if value in known else plain


def cost_context(option: Any, given: QueryDict, as_of: date, language: str) -> dict[str, Any]:
    """The cost of an option for a situation, with the choices that may be made."""
    population = population_of(option)
    if population is None:
        return {"cost": None}
    situation, choices = situation_of(given), cost_choices()
    try:
        sections = cost_rows(*population, situation, as_of, language)
    except InputError:
        return {"cost": None}
    return {
        "cost": sections,
        "situation": situation,
        "cities": [(one, words[language]) for one, words in choices.cities],
        "settings": [(one, words[language]) for one, words in choices.settings],
        "countries": [(one, words[language]) for one, words in choices.countries],
        "currencies": choices.currencies,
    }


def hospitals_of(option: Any) -> list[dict[str, Any]]:
    """The treatment centres known for a product, with their cities."""
    if option.kind != "product":
        return []
    found = find_hospitals(product=option.id.split("/")[0])[:_MOST_HOSPITALS]
    return [
        {
            "name": one.hospital.name.model_dump(),
            "city": one.hospital.city.model_dump(),
            "trials": len(one.count.trials),
        }
        for one in found
    ]
