"""Where an option is given or studied: the hospitals known for it, and their cities on a map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from cartway.access.find_hospitals import FoundHospital, find_hospitals
from cartway.criteria import Option
from cartway.knowledge.hospitals import resolve_site

Reason = Literal["commercial", "its_trials", "this_trial"]
Dot = tuple[str, float, float, int]


@dataclass(frozen=True, slots=True)
class Place:
    """A hospital, and why it stands here.

    Attributes:
        reason: ``commercial``: published as using the product; ``its_trials``: took part in trials
            of the product, which says nothing about a contract; ``this_trial``: a site of the trial.
    """

    found: FoundHospital
    reason: Reason


@dataclass(frozen=True, slots=True)
class OptionPlaces:
    """The hospitals of an option.

    Attributes:
        other_sites: sites that the registry names and that mean no hospital of ours with certainty.
    """

    places: tuple[Place, ...]
    other_sites: tuple[str, ...] = ()


def option_places(option: Option) -> OptionPlaces:
    """The hospitals known for a product, or the sites of a trial."""
    if option.kind == "product":
        return OptionPlaces(tuple(_of_product(option.id.partition("/")[0])))
    if option.kind != "trial":
        return OptionPlaces(())
    cities, sites = _texts(option, "cities"), _texts(option, "sites")
    meant = {site: resolve_site(site, cities) for site in dict.fromkeys(sites)}
    found = [one for one in find_hospitals() if one.hospital.id in meant.values()]
    known = {one.hospital.id for one in found}  # a hospital with few trials has no record
    return OptionPlaces(
        tuple(Place(one, "this_trial") for one in found),
        tuple(site for site, owner in meant.items() if owner not in known),
    )


def city_dots_of(found: Iterable[FoundHospital], language: str) -> list[Dot]:
    """Each city with its number of hospitals, for `draw_map`; those without a place are left out."""
    dots: dict[str, Dot] = {}
    for one in found:
        held = one.hospital
        if held.latitude is None or held.longitude is None:
            continue
        label = held.city.in_language(language)
        first = dots.get(held.city.en, (label, held.latitude, held.longitude, 0))
        dots[held.city.en] = (*first[:3], first[3] + 1)
    return sorted(dots.values(), key=lambda dot: -dot[3])


def _of_product(product: str) -> Iterable[Place]:
    found = find_hospitals(product=product)
    for reason in ("commercial", "its_trials"):
        for one in found:
            used = any(product in use.products for use in one.hospital.commercial_use)
            if used == (reason == "commercial"):
                yield Place(one, "commercial" if used else "its_trials")


def _texts(option: Option, key: str) -> tuple[str, ...]:
    held = option.details.get(key)
    return tuple(str(one) for one in held) if isinstance(held, (list, tuple)) else ()
