"""The hospitals, and which hospital a registry means by the name of a site."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz, process

from cartway.errors import InputError, nearest_name
from cartway.knowledge.load import BothLanguages, Record, read_folder
from cartway.knowledge.stated import Confidence, Day, How, Stated, StatedWords

_NEAR_ENOUGH = 94.0
_OWN_NAME = 85.0
_SHORTEST_FOR_LIKENESS = 12
_ORDINALS = {
    word: str(at)
    for at, words in enumerate(
        (
            ("first", "1st", "no1"), ("second", "2nd"), ("third", "3rd"), ("fourth", "4th"),
            ("fifth", "5th"), ("sixth", "6th"), ("seventh", "7th"), ("eighth", "8th"),
            ("ninth", "9th"), ("tenth", "10th"),
        ),
        start=1,
    )
    for word in words
} | {str(number): str(number) for number in range(1, 1000)}  # fmt: skip


class HospitalType(Stated):
    """Who runs it, and at which grade."""

    value: Literal[
        "public_iiia",
        "public",
        "private",
        "private_nonprofit",
        "public_private_joint",
        "military",
        "hong_kong_hospital_authority",
    ]


class InternationalDepartment(Stated):
    """Whether it has a department for patients from abroad."""

    value: Literal["yes", "no", "unknown"]


class CommercialUse(StatedWords):
    """What is known of its commercial use of a product; never a list of certified centres."""

    products: tuple[str, ...] = ()


class Accreditation(StatedWords):
    """An accreditation that it holds, held or claims."""

    name: str


class Volume(StatedWords):
    """A published number of patients."""

    on_or_about: str | None = None


class Hospital(Stated):
    """An institution that gives or studies CAR-T.

    Attributes:
        latitude, longitude: of the city.
    """

    id: str
    name: BothLanguages
    city: BothLanguages
    province: BothLanguages
    latitude: float | None = None
    longitude: float | None = None
    type: HospitalType
    international_department: InternationalDepartment
    languages: BothLanguages
    commercial_use: tuple[CommercialUse, ...] = ()
    accreditation: tuple[Accreditation, ...] = ()
    published_volume: tuple[Volume, ...] = ()
    flags: tuple[BothLanguages, ...] = ()
    products_seen_in_trials: tuple[str, ...] = ()
    facilitator_claims_it_accepts_foreigners: StatedWords | None = None


class WrittenName(Record):
    """A site as a registry writes it; inferred when only a person or a department is named."""

    name: str
    city: str = ""
    inferred: bool = False


class SiteNames(Record):
    """The ways one hospital is written."""

    hospital: str
    name: BothLanguages
    written: tuple[WrittenName, ...]


class NoHospital(Record):
    """Site names that name no hospital of the list: companies, persons, masked sites."""

    kind: str
    written: tuple[WrittenName, ...]


class SiteTable(Record):
    """The table of site names, with the maker of it."""

    id: str
    checked: Day
    maker: str
    how: How
    confidence: Confidence
    sources: tuple[str, ...]
    hospitals: tuple[SiteNames, ...]
    not_hospitals: tuple[NoHospital, ...]


@lru_cache(maxsize=1)
def hospitals() -> dict[str, Hospital]:
    """Every hospital by id."""
    return read_folder("hospitals", Hospital)


def hospital(name: str) -> Hospital:
    """One hospital.

    Raises:
        InputError: no such hospital; names the nearest.
    """
    known = hospitals()
    if name not in known:
        raise InputError(
            f"no hospital is called {name}",
            expected="an id from `cartway hospitals`",
            nearest=nearest_name(name, known),
            code="K040",
        )
    return known[name]


@lru_cache(maxsize=1)
def site_table() -> SiteTable:
    """The table of site names."""
    return read_folder("site_names", SiteTable)["registry"]


@lru_cache(maxsize=8192)
def resolve_site(name: str, cities: tuple[str, ...] = ()) -> str | None:
    """The id of the hospital that a site name means, or None when that is not certain.

    A name known for one hospital resolves to it; one known for several needs a city. A name not
    known before resolves to the one hospital of the same city that is written almost the same,
    with the same numbers in it. Hospitals with few trials have an id here and no record.
    """
    key = _plain(name)
    towns = frozenset(_plain(city) for city in cities)
    candidates = _exact().get(key, {})
    if len(candidates) == 1:
        return next(iter(candidates))
    if not candidates:
        candidates = {
            one: places for one, places in _inferred().get(key, {}).items() if places & towns
        }
        if len(candidates) == 1:
            return next(iter(candidates))
    if candidates:
        here = [one for one, places in candidates.items() if places & towns]
        return here[0] if len(here) == 1 else None
    return _nearest(key, towns)


def _nearest(key: str, towns: frozenset[str]) -> str | None:
    if len(key) < _SHORTEST_FOR_LIKENESS or not towns:
        return None
    near = process.extract(
        key, list(_exact()), scorer=fuzz.token_sort_ratio, score_cutoff=_NEAR_ENOUGH, limit=8
    )
    found = {
        owner
        for written, _, _ in near
        if _numbers(written) == _numbers(key)
        for owner, places in _exact()[written].items()
        if places & towns
    }
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=1)
def _exact() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Plain site name to the hospitals it may mean, each with the cities it was seen in."""
    table: dict[str, dict[str, set[str]]] = {}
    for one in site_table().hospitals:
        cities = {_plain(written.city) for written in one.written}
        for name in (one.name.en, one.name.zh):
            table.setdefault(_plain(name), {}).setdefault(one.hospital, set()).update(cities)
        for written in one.written:
            if not written.inferred:
                places = table.setdefault(_plain(written.name), {}).setdefault(one.hospital, set())
                places.add(_plain(written.city))
    for record in hospitals().values():
        for name in (record.name.en, record.name.zh):
            places = table.setdefault(_plain(name), {}).setdefault(record.id, set())
            places.add(_plain(record.city.en))
    return {
        name: {owner: frozenset(places) for owner, places in owners.items()}
        for name, owners in table.items()
    }


@lru_cache(maxsize=1)
def _inferred() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Names of departments that stand for one hospital in their city only."""
    table: dict[str, dict[str, set[str]]] = {}
    for one in site_table().hospitals:
        for written in one.written:
            if written.inferred:
                places = table.setdefault(_plain(written.name), {}).setdefault(one.hospital, set())
                places.add(_plain(written.city))
    return {
        name: {owner: frozenset(places) for owner, places in owners.items()}
        for name, owners in table.items()
    }


def is_own_name(hospital_id: str, registrant: str) -> bool:
    """Whether a registrant is the hospital itself, or the university that it belongs to."""
    names = [name for name, owners in _exact().items() if hospital_id in owners]
    plain = _plain(registrant)
    return any(fuzz.token_set_ratio(plain, name) >= _OWN_NAME for name in names)


def _plain(text: str) -> str:
    """A name without case, accents of punctuation, site numbers and postcodes."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = re.sub(r"\(?\s*site\s*(no\.?\s*|#)?\d+\s*\)?|\b\d{5,6}\b", " ", folded)
    return " ".join(re.sub(r"[^\w\s]|_", " ", folded).split())


def _numbers(name: str) -> tuple[str, ...]:
    """The words that tell one hospital of a university from the next."""
    words = re.findall(r"\d+(?:st|nd|rd|th)?|\w+", name)
    return tuple(sorted(_ORDINALS.get(word, word) for word in words if word in _ORDINALS))
