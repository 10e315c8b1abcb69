"""Where trials have sites: cities with a place on the map, and those that have none here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from cartway.access.city_names import CityPlace, city_place
from cartway.access.trial_rows import TrialRow


@dataclass(frozen=True, slots=True)
class CityDot:
    """A city on a map with its trials."""

    city: dict[str, str]
    latitude: float
    longitude: float
    trials: int
    recruiting: int


def city_dots(trials: Iterable[TrialRow]) -> tuple[tuple[CityDot, ...], dict[str, int]]:
    """Cities in China with their trials, and the places that no hospital record puts on the map."""
    every: Counter[str] = Counter()
    recruiting: Counter[str] = Counter()
    unplaced: Counter[str] = Counter()
    places: dict[str, CityPlace] = {}
    for one in trials:
        here = {}
        for city in one.cities_in_china:
            place = city_place(city)
            if place is None or place.latitude is None or place.longitude is None:
                unplaced[city] += 1
            else:
                here[place.name["en"]] = place
        places.update(here)
        every.update(here.keys())
        if one.status == "recruiting":
            recruiting.update(here.keys())
    dots = [
        CityDot(place.name, place.latitude, place.longitude, every[city], recruiting[city])
        for city, place in places.items()
        if place.latitude is not None and place.longitude is not None
    ]
    dots.sort(key=lambda dot: (-dot.trials, dot.city["en"]))
    return tuple(dots), dict(unplaced.most_common())
