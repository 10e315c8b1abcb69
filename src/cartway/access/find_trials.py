"""Which trials of the snapshot fit: every filter by any name a person uses for it.

Filters are resolved one by one, so that a page can ask what each further choice would leave.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from cartway.access.city_names import plain_city
from cartway.access.count_trials import DIMENSIONS, NOT_SAID
from cartway.access.find_disease import find_disease
from cartway.access.trial_rows import GROUPS, PRODUCT_TYPES, TrialRow, trial_rows
from cartway.errors import InputError, nearest_name
from cartway.knowledge.load import load_vocabulary

Fits = Callable[[TrialRow], bool]
# What a choice is made of: the name of the filter, and the dimension whose values it offers.
FACETS = {
    "status": "status",
    "target": "target",
    "disease": "disease_group",
    "product_type": "product_type",
    "generation": "generation",
    "phase": "phase",
    "city": "city",
    "country": "country",
}


@dataclass(frozen=True, slots=True)
class FoundTrials:
    """The trials that fit, those started last first, and what each further choice would leave.

    Attributes:
        facets: for each filter its values with the number of trials, given all other filters.
    """

    trials: tuple[TrialRow, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]


def find_trials(
    *,
    in_china: bool = False,
    new_since: date | None = None,
    as_of: date | None = None,
    words: str = "",
    **chosen: str | None,
) -> tuple[TrialRow, ...]:
    """The trials of the snapshot that fit every filter, those started last first.

    Args:
        in_china: only trials with a site in China, Hong Kong or Macao.
        new_since: only trials started on this day or later.
        as_of: without trials that started later; their status is still the snapshot's.
        words: only those whose title, number, sponsor, place or conditions hold all these words.
        chosen: a value for some of `FACETS`: an antigen, a disease or group of diseases, a city
            by any of its names; the others as the registry has them.

    Raises:
        InputError: a filter names nothing known; says the nearest.
    """
    fits = resolve(chosen)
    pool = _pool(in_china=in_china, new_since=new_since, as_of=as_of, words=words)
    return tuple(one for one in pool if all(fit(one) for fit in fits.values()))


def browse_trials(
    *,
    in_china: bool = False,
    new_since: date | None = None,
    as_of: date | None = None,
    words: str = "",
    **chosen: str | None,
) -> FoundTrials:
    """As `find_trials`, with what each further choice would leave.

    Raises:
        InputError: a filter names nothing known; says the nearest.
    """
    fits = resolve(chosen)
    pool = _pool(in_china=in_china, new_since=new_since, as_of=as_of, words=words)
    facets = {}
    for facet, dimension in FACETS.items():
        others = [fit for name, fit in fits.items() if name != facet]
        counted = Counter(
            value
            for one in pool
            if all(fit(one) for fit in others)
            for value in set(DIMENSIONS[dimension](one))
            if value not in NOT_SAID
        )
        facets[facet] = tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))
    found = tuple(one for one in pool if all(fit(one) for fit in fits.values()))
    return FoundTrials(found, facets)


def resolve(chosen: Mapping[str, str | None]) -> dict[str, Fits]:
    """What each filter asks of a trial; empty ones ask nothing.

    Raises:
        InputError: a filter names nothing known; says the nearest.
    """
    fits: dict[str, Fits] = {}
    for name, value in chosen.items():
        if name not in FACETS:
            raise TypeError(f"no filter is called {name!r}")
        if value:
            fits[name] = _RESOLVERS.get(name, _as_registered)(name, value)
    return fits


def _pool(
    *, in_china: bool, new_since: date | None, as_of: date | None, words: str
) -> list[TrialRow]:
    sought = words.casefold().split()
    since = "" if new_since is None else new_since.isoformat()
    until = "9999" if as_of is None else as_of.isoformat()
    return [
        one
        for one in trial_rows()
        if (not in_china or one.in_china)
        and (not since or _latest_start(one) >= since)
        and one.started_on <= until
        and (not sought or all(word in _haystacks()[one.id] for word in sought))
    ]


def _latest_start(row: TrialRow) -> str:
    """The last day that a start, given as a month, may mean; empty when none is given."""
    started = row.started_on
    return started if len(started) != 7 else f"{started}-31"


def _target(name: str, value: str) -> Fits:
    antigen = _antigens().get(_plain(value))
    if antigen is None:
        near = nearest_name(_plain(value), _antigens())
        raise _unknown(
            name,
            value,
            "an antigen such as cd19, bcma, claudin18_2",
            _antigens()[near] if near else None,
        )
    return lambda row: antigen in row.targets


def _disease(name: str, value: str) -> Fits:
    group = value.casefold()
    if group in GROUPS:
        return lambda row: group in row.disease_groups
    if group == "other":
        return lambda row: not row.disease_groups
    vocabulary = load_vocabulary()
    near = find_disease(value, vocabulary)
    exact = next((one.id for one in near if one.exact), None)
    if exact is None:
        nearest = vocabulary.label(near[0].id, "en") if near else nearest_name(group, GROUPS)
        raise _unknown(name, value, f"{', '.join(GROUPS)}, or the name of a disease", nearest)
    above = vocabulary.hierarchy.ancestors
    return lambda row: any(exact in {one, *above(one)} for one in row.diseases)


def _city(name: str, value: str) -> Fits:
    plain = plain_city(value)
    known = {plain_city(city): city for one in trial_rows() for city in one.cities}
    if plain not in known:
        near = nearest_name(plain, known)
        raise _unknown(
            name, value, "the English or Chinese name of a city", known[near] if near else None
        )
    return lambda row: any(plain_city(city) == plain for city in row.cities)


def _as_registered(name: str, value: str) -> Fits:
    values_of = DIMENSIONS[FACETS[name]]
    known = _known(name)
    wanted = {one.casefold(): one for one in known}.get(value.casefold().replace("-", "_"))
    wanted = wanted or {one.casefold(): one for one in known}.get(value.casefold())
    if wanted is None:
        raise _unknown(name, value, ", ".join(known), nearest_name(value.casefold(), known))
    return lambda row: wanted in values_of(row)


@lru_cache(maxsize=16)
def _known(name: str) -> tuple[str, ...]:
    if name == "product_type":
        return PRODUCT_TYPES
    every = {value for row in trial_rows() for value in DIMENSIONS[FACETS[name]](row)}
    return tuple(sorted(every - NOT_SAID))


_RESOLVERS: dict[str, Callable[[str, str], Fits]] = {
    "target": _target,
    "disease": _disease,
    "city": _city,
}


def _unknown(filter_name: str, value: str, expected: str, nearest: str | None) -> InputError:
    called = filter_name.replace("_", " ")
    return InputError(
        f"no trial of the snapshot has the {called} {value!r}",
        where=filter_name.replace("_", "-"),
        expected=expected,
        nearest=nearest,
        code="I012",
    )


@lru_cache(maxsize=1)
def _antigens() -> dict[str, str]:
    vocabulary = load_vocabulary()
    names: dict[str, str] = {}
    for antigen in vocabulary.in_system("antigen"):
        concept = vocabulary.concepts[antigen]
        for word in _every_name(antigen, concept.label.values(), concept.aliases.values()):
            names.setdefault(_plain(word), antigen)
    return names


def _every_name(own: str, labels: Iterable[str], aliases: Iterable[Iterable[str]]) -> Iterable[str]:
    yield own
    yield from labels
    for held in aliases:
        yield from held


def _plain(word: str) -> str:
    return re.sub(r"[^a-z0-9\u0370-\u03ff\u3400-\u9fff]+", "", word.casefold())


@lru_cache(maxsize=1)
def _haystacks() -> dict[str, str]:
    """What a search for words looks at, by number of the trial."""
    return {
        one.id: " ".join(
            (one.id, *one.title.values(), one.sponsor, *one.conditions, *one.cities, *one.sites)
        ).casefold()
        for one in trial_rows()
    }
