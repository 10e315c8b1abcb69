"""The development pipeline, a trial a row: targets, product, diseases, places, and how we know.

What a row says was read by program from the registry entry; `targets_how` and `product_type_how`
say whether the entry states it, whether it is presumed, or known only by the product's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from cartway.access.find_disease import find_disease
from cartway.access.load_trials import load_trials
from cartway.criteria import Option
from cartway.errors import InputError, nearest_name
from cartway.knowledge.hospitals import hospitals
from cartway.knowledge.load import load_vocabulary

Row = dict[str, Any]
PRODUCT_TYPES = (
    "autologous", "allogeneic", "in_vivo", "nk", "gamma_delta", "treg", "nkt", "car_macrophage",
    "tcr_t", "til", "other",
)  # fmt: skip
GROUPS = ("haematological", "solid", "autoimmune")
_NO_CITY = re.compile(r"[^a-z\u3400-\u9fff]+")


def show_trials(
    *,
    target: str | None = None,
    disease: str | None = None,
    status: str | None = None,
    city: str | None = None,
    product_type: str | None = None,
    new_since: date | None = None,
    as_of: date | None = None,
    in_china: bool = False,
) -> list[Row]:
    """The trials of the snapshot that fit every filter, those started last first.

    Args:
        target: an antigen by id or any of its names.
        disease: a group (haematological, solid, autoimmune) or a disease by any of its names.
        status: the registry's, such as ``recruiting``.
        city: English or Chinese name of a city.
        new_since: only trials started on this day or later.
        as_of: only trials that had started by this day; their status is still the snapshot's.
        in_china: only trials with a site in China, Hong Kong or Macao.

    Raises:
        InputError: a filter names nothing known; says the nearest.
    """
    found: Iterable[Row] = trial_rows()
    if target is not None:
        antigen = _antigen(target)
        found = [one for one in found if antigen in one["targets"]]
    if disease is not None:
        found = _of_disease(found, disease)
    if status is not None:
        wanted = _one_of(status.lower().replace("-", "_"), _every("status"), "--status")
        found = [one for one in found if one["status"] == wanted]
    if product_type is not None:
        wanted = _one_of(product_type.lower().replace("-", "_"), PRODUCT_TYPES, "--product-type")
        found = [one for one in found if one["product_type"] == wanted]
    if city is not None:
        plain = _city(city)
        found = [one for one in found if plain in {plain_city(name) for name in one["cities"]}]
    if new_since is not None:
        found = [one for one in found if _day(one["started_on"]) >= new_since.isoformat()]
    if as_of is not None:
        found = [one for one in found if (one["started_on"] or "") <= as_of.isoformat()]
    if in_china:
        found = [one for one in found if one["cities_in_china"] or "China" in one["countries"]]
    return sorted(found, key=lambda one: (one["started_on"] or "", one["id"]), reverse=True)


@lru_cache(maxsize=1)
def trial_rows() -> tuple[Row, ...]:
    """Every trial of the snapshot."""
    trials = load_trials(load_vocabulary())
    return tuple(_row(one, trials.snapshot) for one in trials.options)


def plain_city(name: str) -> str:
    """A city's name without what spelling varies."""
    plain = _NO_CITY.sub("", name.casefold())
    return plain.removesuffix("city").removesuffix("shi") if plain.isascii() else plain


def _row(option: Option, snapshot: str) -> Row:
    held: Row = dict(option.details)
    here: list[str] = held["cities"]
    return {
        "id": option.id,
        "title": option.title,
        "status": held["status"],
        "status_on": held["status_on"],
        "started_on": held["started_on"],
        "year": int(held["started_on"][:4]) if held["started_on"] else None,
        "phase": held["phase"] or None,
        "targets": held["targets"],
        "targets_how": held["targets_how"],
        "product_type": held["product_type"],
        "product_type_how": held["product_type_how"],
        "allogeneic": held["allogeneic"],
        "generations": held["generations"],
        "disease_groups": held["disease_groups"],
        "diseases": held["diseases"],
        "conditions": held["conditions"],
        "sponsor": held["sponsor"],
        "sponsor_type": held["sponsor_type"],
        "cities": list(dict.fromkeys([*here, *held["cities_elsewhere"]])),
        "cities_in_china": here,
        "provinces": _provinces(here, held["provinces"]),
        "countries": held["countries"],
        "sites": held["sites"],
        "url": held["url"],
        "snapshot": snapshot,
    }


def _provinces(cities: list[str], states: list[str]) -> list[str]:
    """Provinces by our hospital records, else as the registry writes them."""
    known = _province_of_city()
    found = [known[plain_city(one)] for one in cities if plain_city(one) in known]
    return list(dict.fromkeys(found or states))


@lru_cache(maxsize=1)
def _province_of_city() -> dict[str, str]:
    return {plain_city(one.city.en): one.province.en for one in hospitals().values()}


@lru_cache(maxsize=1)
def _english_of_city() -> dict[str, str]:
    return {plain_city(one.city.zh): plain_city(one.city.en) for one in hospitals().values()}


def _city(name: str) -> str:
    plain = plain_city(name)
    plain = _english_of_city().get(plain.removesuffix("市"), plain)
    known = {plain_city(city): city for one in trial_rows() for city in one["cities"]}
    if plain not in known:
        near = nearest_name(plain, known)
        raise InputError(
            f"no trial of the snapshot has a site in {name!r}",
            where="--city",
            expected="the English or Chinese name of a city",
            nearest=known[near] if near else None,
            code="I012",
        )
    return plain


def _antigen(name: str) -> str:
    vocabulary = load_vocabulary()
    names: dict[str, str] = {}
    for antigen in vocabulary.in_system("antigen"):
        concept = vocabulary.concepts[antigen]
        words = [antigen, *concept.label.values()]
        words += [word for held in concept.aliases.values() for word in held]
        for word in words:
            names.setdefault(_plain(word), antigen)
    found = names.get(_plain(name))
    if found is None:
        near = nearest_name(_plain(name), names)
        raise InputError(
            f"{name!r} is no target known here",
            where="--target",
            expected="an antigen such as cd19, bcma, claudin18_2",
            nearest=names[near] if near else None,
            code="I012",
        )
    return found


def _of_disease(rows: Iterable[Row], disease: str) -> list[Row]:
    group = disease.lower()
    if group in GROUPS:
        return [one for one in rows if group in one["disease_groups"]]
    vocabulary = load_vocabulary()
    near = find_disease(disease, vocabulary)
    exact = [one.id for one in near if one.exact]
    if not exact:
        raise InputError(
            f"{disease!r} is no disease known here",
            where="--disease",
            expected=f"{', '.join(GROUPS)}, or the name of a disease",
            nearest=vocabulary.label(near[0].id, "en") if near else nearest_name(group, GROUPS),
            code="I012",
        )
    above = vocabulary.hierarchy.ancestors
    return [
        one for one in rows if any(exact[0] in {name, *above(name)} for name in one["diseases"])
    ]


def _every(key: str) -> tuple[str, ...]:
    return tuple(sorted({str(one[key]) for one in trial_rows()}))


def _one_of(value: str, known: tuple[str, ...], flag: str) -> str:
    if value not in known:
        raise InputError(
            f"{value!r} is not known here",
            where=flag,
            expected=", ".join(known),
            nearest=nearest_name(value, known),
            code="I012",
        )
    return value


def _day(started: str | None) -> str:
    """The last day that a start, given as a month, may mean."""
    return "" if started is None else started if len(started) > 7 else f"{started}-31"


def _plain(word: str) -> str:
    return re.sub(r"[^a-z0-9\u0370-\u03ff\u3400-\u9fff]+", "", word.casefold())
