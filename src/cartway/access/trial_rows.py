"""The development pipeline, a trial a row: targets, product, diseases, places, and how we know.

What a row says was read by program from the registry entry; `targets_how` and `product_type_how`
say whether the entry states it, whether it is presumed, or known only by the product's name.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from cartway.access.city_names import city_place
from cartway.access.load_trials import load_trials
from cartway.criteria import Option
from cartway.knowledge.load import load_vocabulary

PRODUCT_TYPES = (
    "autologous", "allogeneic", "in_vivo", "nk", "gamma_delta", "treg", "nkt", "car_macrophage",
    "tcr_t", "til", "other",
)  # fmt: skip
GROUPS = ("haematological", "solid", "autoimmune")
_CHINA = frozenset(("China", "Hong Kong", "Macau", "Macao"))


@dataclass(frozen=True, slots=True)
class TrialRow:
    """A trial of the snapshot.

    Attributes:
        started_on: a day or a month; empty when the registry gives none.
        phase: as the registry writes it, ``PHASE1/PHASE2``; empty when it gives none.
        cities: of every site; `cities_in_china` are among them.
        provinces: by our hospital records, else as the registry writes them.
    """

    id: str
    title: dict[str, str]
    status: str
    status_on: str
    started_on: str
    year: int | None
    phase: str
    targets: tuple[str, ...]
    targets_how: str
    product_type: str
    product_type_how: str
    allogeneic: bool
    generations: tuple[str, ...]
    disease_groups: tuple[str, ...]
    diseases: tuple[str, ...]
    conditions: tuple[str, ...]
    sponsor: str
    sponsor_type: str
    cities: tuple[str, ...]
    cities_in_china: tuple[str, ...]
    provinces: tuple[str, ...]
    countries: tuple[str, ...]
    sites: tuple[str, ...]
    url: str
    snapshot: str

    @property
    def in_china(self) -> bool:
        """Whether a site is in China, Hong Kong or Macao."""
        return bool(self.cities_in_china) or bool(_CHINA & set(self.countries))

    def to_json(self) -> dict[str, Any]:
        """The row as plain values; what the registry does not give is null."""
        plain = asdict(self)
        return plain | {key: plain[key] or None for key in ("started_on", "phase")}


@lru_cache(maxsize=1)
def trial_rows() -> tuple[TrialRow, ...]:
    """Every trial of the snapshot, those started last first."""
    trials = load_trials(load_vocabulary())
    rows = [_row(one, trials.snapshot) for one in trials.options]
    return tuple(sorted(rows, key=lambda one: (one.started_on, one.id), reverse=True))


def trial_row(name: str) -> TrialRow | None:
    """One trial of the snapshot by its number, or None."""
    return _by_id().get(name.upper())


@lru_cache(maxsize=1)
def _by_id() -> dict[str, TrialRow]:
    return {one.id.upper(): one for one in trial_rows()}


def _row(option: Option, snapshot: str) -> TrialRow:
    held = option.details
    here = _texts(held, "cities")
    started = _text(held, "started_on")
    return TrialRow(
        id=option.id,
        title=dict(option.title),
        status=_text(held, "status"),
        status_on=_text(held, "status_on"),
        started_on=started,
        year=int(started[:4]) if started else None,
        phase=_text(held, "phase"),
        targets=_texts(held, "targets"),
        targets_how=_text(held, "targets_how"),
        product_type=_text(held, "product_type"),
        product_type_how=_text(held, "product_type_how"),
        allogeneic=bool(held.get("allogeneic")),
        generations=_texts(held, "generations"),
        disease_groups=_texts(held, "disease_groups"),
        diseases=_texts(held, "diseases"),
        conditions=_texts(held, "conditions"),
        sponsor=_text(held, "sponsor"),
        sponsor_type=_text(held, "sponsor_type"),
        cities=tuple(dict.fromkeys((*here, *_texts(held, "cities_elsewhere")))),
        cities_in_china=here,
        provinces=_provinces(here, _texts(held, "provinces")),
        countries=_texts(held, "countries"),
        sites=_texts(held, "sites"),
        url=_text(held, "url"),
        snapshot=snapshot,
    )


def _provinces(cities: tuple[str, ...], states: tuple[str, ...]) -> tuple[str, ...]:
    found = [place.province for one in cities if (place := city_place(one)) is not None]
    return tuple(dict.fromkeys(found or states))


def _text(held: Any, key: str) -> str:
    return str(held.get(key) or "")


def _texts(held: Any, key: str) -> tuple[str, ...]:
    found = held.get(key)
    return tuple(str(one) for one in found) if isinstance(found, (list, tuple)) else ()
