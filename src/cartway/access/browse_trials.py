"""Which trials are registered: narrowed by facets, new since a day, counted by target and disease.

The facets of an answer count what each further choice would leave, given all other choices.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cartway.access.load_trials import load_trials
from cartway.criteria import Option
from cartway.knowledge.hospitals import hospitals
from cartway.knowledge.load import load_vocabulary

FACETS = ("status", "target", "disease", "product_type", "generation", "phase", "city", "country")
KINDS_NEXT = ("allogeneic", "in_vivo", "natural_killer", "other_cells")
_CHINA = frozenset(("China", "Hong Kong", "Macau", "Macao"))
_DISEASES = ("haematological", "solid", "autoimmune")
_NO_GROUP = "other"
_KIND_OF_TYPE = {
    "in_vivo": "in_vivo",
    "nk": "natural_killer",
    "nkt": "natural_killer",
    "gamma_delta": "other_cells",
    "treg": "other_cells",
    "car_macrophage": "other_cells",
    "til": "other_cells",
    "tcr_t": "other_cells",
}


@dataclass(frozen=True, slots=True)
class ListedTrial:
    """A trial as a list shows it."""

    id: str
    title: dict[str, str]
    status: str
    status_on: str
    started_on: str
    phase: str
    sponsor: str
    cities: tuple[str, ...]
    sites: tuple[str, ...]
    countries: tuple[str, ...]
    conditions: tuple[str, ...]
    targets: tuple[str, ...]
    product_type: str
    allogeneic: bool
    generations: tuple[str, ...]
    disease_groups: tuple[str, ...]
    url: str

    @property
    def in_china(self) -> bool:
        """Whether a site is in China, Hong Kong or Macao."""
        return bool(_CHINA & set(self.countries))


@dataclass(frozen=True, slots=True)
class FoundTrials:
    """The trials that fit, those updated last first, and what each further choice would leave."""

    trials: tuple[ListedTrial, ...]
    facets: dict[str, tuple[tuple[str, int], ...]]


@dataclass(frozen=True, slots=True)
class CityDot:
    """A city on a map with its trials."""

    city: dict[str, str]
    latitude: float
    longitude: float
    trials: int
    recruiting: int


@lru_cache(maxsize=1)
def listed_trials() -> tuple[ListedTrial, ...]:
    """Every trial of the snapshot."""
    return tuple(_listed(one) for one in load_trials(load_vocabulary()).options)


def trial_listed(name: str) -> ListedTrial | None:
    """One trial of the snapshot, or None."""
    return next((one for one in listed_trials() if one.id == name.upper()), None)


def browse_trials(
    choices: dict[str, str] | None = None,
    *,
    in_china: bool = True,
    new_since: str | None = None,
    started_by: str | None = None,
    words: str = "",
) -> FoundTrials:
    """The trials that fit every choice.

    Args:
        choices: a value for some of `FACETS`.
        in_china: only those with a site in China, Hong Kong or Macao.
        new_since: only those that started, or else were updated, on this day or later (ISO).
        started_by: only those that say they started on this day or before (ISO).
        words: only those whose title, number, sponsor or conditions hold all of these words.
    """
    wanted = {key: value for key, value in (choices or {}).items() if value and key in FACETS}
    sought = words.casefold().split()
    pool = [
        one
        for one in listed_trials()
        if (not in_china or one.in_china)
        and (new_since is None or (one.started_on or one.status_on) >= new_since)
        and (started_by is None or "" < one.started_on <= started_by)
        and all(word in _haystacks()[one.id] for word in sought)
    ]
    facets: dict[str, tuple[tuple[str, int], ...]] = {}
    for facet in FACETS:
        others = {key: value for key, value in wanted.items() if key != facet}
        counted = Counter(
            value for one in pool if _fits(one, others) for value in set(_values(one, facet))
        )
        facets[facet] = tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))
    found = [one for one in pool if _fits(one, wanted)]
    found.sort(key=lambda one: (one.status_on, one.id), reverse=True)
    return FoundTrials(tuple(found), facets)


def target_disease_table(
    trials: Iterable[ListedTrial], most_targets: int = 16
) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[int, ...]], ...]]:
    """Trials by target and group of disease: the groups, then each target with its counts.

    A trial with two targets or two groups counts in each; one without a group counts as other.
    """
    held = tuple(trials)
    by_target = Counter(target for one in held for target in one.targets)
    used = {group for one in held for group in _groups(one)}
    groups = tuple(one for one in (*_DISEASES, _NO_GROUP) if one in used or one != _NO_GROUP)
    rows = []
    for target, _ in by_target.most_common(most_targets):
        counted = Counter(group for one in held if target in one.targets for group in _groups(one))
        rows.append((target, tuple(counted[group] for group in groups)))
    return groups, tuple(rows)


def trials_by_year(
    trials: Iterable[ListedTrial], group: Callable[[ListedTrial], str]
) -> tuple[tuple[int, dict[str, int]], ...]:
    """Trials by the year in which they say that they started; those that do not say are left out."""
    years: dict[int, Counter[str]] = {}
    for one in trials:
        if one.started_on[:4].isdigit():
            years.setdefault(int(one.started_on[:4]), Counter())[group(one)] += 1
    return tuple((year, dict(years[year])) for year in sorted(years))


def next_generation(trials: Iterable[ListedTrial]) -> dict[str, tuple[ListedTrial, ...]]:
    """The trials of other cells than a person's own CAR-T cells, by what they are."""
    found: dict[str, list[ListedTrial]] = {kind: [] for kind in KINDS_NEXT}
    for one in trials:
        for kind in _kinds(one):
            found[kind].append(one)
    return {kind: tuple(held) for kind, held in found.items()}


def city_dots(trials: Iterable[ListedTrial]) -> tuple[tuple[CityDot, ...], dict[str, int]]:
    """Cities with their trials, and the places that no hospital record puts on the map."""
    every: Counter[str] = Counter()
    recruiting: Counter[str] = Counter()
    unplaced: Counter[str] = Counter()
    places = _places()
    for one in trials:
        for city in {_plain(city) for city in one.cities}:
            if city in places:
                every[city] += 1
                recruiting[city] += one.status == "recruiting"
        for city in one.cities:
            if _plain(city) not in places:
                unplaced[city] += 1
    dots = [
        CityDot(places[city][0], places[city][1], places[city][2], number, recruiting[city])
        for city, number in every.items()
    ]
    dots.sort(key=lambda dot: (-dot.trials, dot.city["en"]))
    return tuple(dots), dict(unplaced.most_common())


def city_label(city: str, language: str) -> str:
    """A city's name in a language, where a hospital record knows it."""
    held = _places().get(_plain(city))
    return held[0][language] if held else city


def _kinds(one: ListedTrial) -> list[str]:
    kinds = ["allogeneic"] if one.allogeneic or one.product_type == "allogeneic" else []
    if one.product_type in _KIND_OF_TYPE:
        kinds.append(_KIND_OF_TYPE[one.product_type])
    return kinds


@lru_cache(maxsize=1)
def _places() -> dict[str, tuple[dict[str, str], float, float]]:
    return {
        _plain(one.city.en): (one.city.model_dump(), one.latitude, one.longitude)
        for one in hospitals().values()
        if one.latitude is not None and one.longitude is not None
    }


def _plain(city: str) -> str:
    return city.casefold().replace("’", "'").replace(" ", "").removesuffix("city")


def _fits(one: ListedTrial, wanted: dict[str, str]) -> bool:
    return all(value in _values(one, facet) for facet, value in wanted.items())


def _values(one: ListedTrial, facet: str) -> tuple[str, ...]:
    if facet == "status":
        return (one.status,)
    if facet == "target":
        return one.targets
    if facet == "disease":
        return _groups(one)
    if facet == "product_type":
        return (one.product_type,)
    if facet == "generation":
        return one.generations
    if facet == "phase":
        return tuple(one.phase.split("/")) if one.phase else ("NA",)
    return one.cities if facet == "city" else one.countries


def _groups(one: ListedTrial) -> tuple[str, ...]:
    return one.disease_groups or (_NO_GROUP,)


@lru_cache(maxsize=1)
def _haystacks() -> dict[str, str]:
    """What a search for words looks at, by number of the trial."""
    return {
        one.id: " ".join(
            (one.id, *one.title.values(), one.sponsor, *one.conditions, *one.cities, *one.sites)
        ).casefold()
        for one in listed_trials()
    }


def _listed(option: Option) -> ListedTrial:
    held = option.details
    return ListedTrial(
        id=option.id,
        title=dict(option.title),
        status=_text(held, "status"),
        status_on=_text(held, "status_on"),
        started_on=_text(held, "started_on"),
        phase=_text(held, "phase"),
        sponsor=_text(held, "sponsor"),
        cities=_texts(held, "cities"),
        sites=_texts(held, "sites"),
        countries=_texts(held, "countries"),
        conditions=_texts(held, "conditions"),
        targets=_texts(held, "targets"),
        product_type=_text(held, "product_type"),
        allogeneic=bool(held.get("allogeneic")),
        generations=_texts(held, "generations"),
        disease_groups=_texts(held, "disease_groups"),
        url=_text(held, "url"),
    )


def _text(held: Any, key: str) -> str:
    return str(held.get(key) or "")


def _texts(held: Any, key: str) -> tuple[str, ...]:
    found = held.get(key)
    return tuple(str(one) for one in found) if isinstance(found, (list, tuple)) else ()
