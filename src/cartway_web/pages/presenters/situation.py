"""The situation that a cost is asked for: what a form says of it, and the form itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from cartway.access.estimate_cost import MOST_COMPANIONS
from cartway.access.option_course import Situation, cost_choices
from cartway.access.words import say

OTHER = "other"
_NEAR = 8
_LONGEST_EXTRA, _EXTRA_STEP = 60, 5
_NAMES = {"origin": "from", "extra_days": "extra-days"}


def situation_of(given: Mapping[str, str], *, strict: bool = False) -> Situation:
    """The choices of a form.

    Args:
        strict: keep a name that is not known, so that the estimate refuses it; else it stays at
            its default, which the form shows.
    """
    choices, plain = cost_choices(), Situation()
    cities = {one for one, _ in choices.cities}
    city = given.get("city", "")
    return Situation(
        setting=_among(given.get("setting", ""), {one for one, _ in choices.settings}, plain.setting, strict),
        city=_among(given.get("other-city", "") if city == OTHER else city, cities, plain.city, strict),
        companions=_count(given.get("companions", ""), MOST_COMPANIONS, 1, plain.companions),
        extra_days=_count(given.get("extra-days", ""), _LONGEST_EXTRA, _EXTRA_STEP, plain.extra_days),
        origin=_among(given.get("from", ""), {one for one, _ in choices.countries}, plain.origin, strict),
        currency=_among(given.get("currency", ""), set(choices.currencies), plain.currency, strict),
    )  # fmt: skip


def query_of(situation: Situation) -> str:
    """The situation as a query, for its picture."""
    return urlencode({_NAMES.get(key, key): value for key, value in asdict(situation).items()})


def controls(situation: Situation, near: Sequence[str], language: str) -> dict[str, Any]:
    """What the form shows.

    Args:
        near: cities to choose from at a touch, the likeliest first; the others are in a list.
    """
    choices = cost_choices()
    cities = {one: words[language] for one, words in choices.cities}
    first = [one for one in dict.fromkeys(near) if one in cities][:_NEAR]
    other = situation.city not in first
    return {
        "settings": [_choice(one, words[language], one == situation.setting)
                     for one, words in choices.settings],
        "cities": [_choice(one, cities[one], one == situation.city) for one in first],
        "other": other,
        "other_cities": [_choice(one, words, other and one == situation.city)
                         for one, words in cities.items() if one not in first],
        "sliders": [
            _slider("companions", situation.companions, MOST_COMPANIONS, 1, language),
            _slider("extra-days", situation.extra_days, _LONGEST_EXTRA, _EXTRA_STEP, language),
        ],
        "countries": [_choice(one, words[language], one == situation.origin)
                      for one, words in choices.countries],
        "currencies": [_choice(one, one, one == situation.currency) for one in choices.currencies],
    }  # fmt: skip


def _choice(value: str, words: str, chosen: bool) -> dict[str, Any]:
    return {"value": value, "words": words, "chosen": chosen}


def _slider(name: str, value: int, most: int, step: int, language: str) -> dict[str, Any]:
    key = name.replace("-", "_")
    marks = range(0, most + 1, max(step, most // 4))
    return {
        "name": name,
        "value": value,
        "most": most,
        "step": step,
        "label": say("cost_form", key, language),
        "hint": say("cost_form", f"{key}_hint", language),
        "words": say("cost_form", f"{key}_words", language),
        "said": say("cost_form", f"{key}_words", language, count=value),
        "marks": list(marks),
    }


def _among(value: str, known: set[str], plain: str, strict: bool) -> str:
    return value if value in known or (strict and value) else plain


def _count(text: str, most: int, step: int, plain: int) -> int:
    """A whole number that a slider can give; anything else is the plain one."""
    if not text.isascii() or not text.isdigit() or len(text) > 3:
        return plain
    return min(int(text), most) // step * step
