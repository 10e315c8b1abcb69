"""Cities as registries write them, as our hospital records name them, and where they lie."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from cartway.knowledge.hospitals import hospitals

_NOT_OF_A_NAME = re.compile(r"[^a-z\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class CityPlace:
    """A city that a hospital record puts on the map."""

    name: dict[str, str]
    province: str
    latitude: float | None
    longitude: float | None


def plain_city(name: str) -> str:
    """A city's name without what spelling varies; of a Chinese name the English one, if known."""
    plain = _NOT_OF_A_NAME.sub("", name.casefold())
    if plain.isascii():
        return plain.removesuffix("city").removesuffix("shi")
    return _english().get(plain.removesuffix("市"), plain)


def city_place(name: str) -> CityPlace | None:
    """What the hospital records know of a city, by any way of writing it."""
    return _places().get(plain_city(name))


def city_label(name: str, language: str) -> str:
    """A city's name in a language, where a hospital record knows it."""
    held = city_place(name)
    return held.name[language] if held else name


@lru_cache(maxsize=1)
def _places() -> dict[str, CityPlace]:
    return {
        plain_city(one.city.en): CityPlace(
            one.city.model_dump(), one.province.en, one.latitude, one.longitude
        )
        for one in hospitals().values()
    }


@lru_cache(maxsize=1)
def _english() -> dict[str, str]:
    return {
        _NOT_OF_A_NAME.sub("", one.city.zh): _NOT_OF_A_NAME.sub("", one.city.en.casefold())
        for one in hospitals().values()
    }
