"""Which hospitals give or study CAR-T, by city, disease or product, with counted trials."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from cartway.access.load_trials import load_trials
from cartway.access.plain_data import as_plain
from cartway.criteria import Option
from cartway.knowledge.hospital_counts import (
    HospitalCount,
    RegisteredTrial,
    TrialCounts,
    count_trials,
)
from cartway.knowledge.hospitals import Hospital, hospitals
from cartway.knowledge.load import load_vocabulary
from cartway.knowledge.neighbours import gaps
from cartway.knowledge.product_names import products_named


@dataclass(frozen=True, slots=True)
class FoundHospital:
    """A hospital with its trials in the snapshot."""

    hospital: Hospital
    count: HospitalCount

    def to_json(self) -> dict[str, Any]:
        """The hospital as plain values."""
        count = self.count
        return {
            **as_plain(self.hospital),
            "registered_trials": {
                "total": len(count.trials),
                "recruiting": len(count.recruiting),
                "by_status": dict(count.by_status),
                "by_target": dict(count.by_target.most_common(8)),
                "by_disease_group": dict(count.by_disease_group),
                "mostly_registered_by": count.concentrated_on,
                "trials": count.trials,
            },
        }


@lru_cache(maxsize=8)
def trial_counts(started_by: date | None = None) -> TrialCounts:
    """The trials of the snapshot, counted per hospital.

    Args:
        started_by: leave out what started later; a trial without a start is counted.
    """
    day = "9999" if started_by is None else started_by.isoformat()
    options = load_trials(load_vocabulary()).options
    begun = [one for one in options if str(one.details.get("started_on") or "") <= day]
    return count_trials(_registered(one) for one in begun)


def find_hospitals(
    *,
    city: str | None = None,
    disease: str | None = None,
    product: str | None = None,
    started_by: date | None = None,
) -> tuple[FoundHospital, ...]:
    """The hospitals that fit, those with most recruiting trials first.

    Args:
        city: English or Chinese name of the city or province.
        disease: a disease concept or a group (haematological, solid, autoimmune).
        product: a product's id or any of its names.
        started_by: count only trials that had started by this day.
    """
    counts = trial_counts(started_by).hospitals
    wanted = None if product is None else {one.id for one in products_named(product)} | {product}
    of_disease = None if disease is None else _trials_of(disease)
    found = []
    for one in hospitals().values():
        count = counts.get(one.id) or HospitalCount(one.id)
        places = {text.casefold() for place in (one.city, one.province) for text in _both(place)}
        if city is not None and not any(city.casefold() in place for place in places):
            continue
        used = {name for use in one.commercial_use for name in use.products}
        if wanted is not None and not wanted & {*one.products_seen_in_trials, *used}:
            continue
        if of_disease is not None and not of_disease & set(count.trials):
            continue
        found.append(FoundHospital(one, count))
    return tuple(
        sorted(
            found,
            key=lambda one: (-len(one.count.recruiting), -len(one.count.trials), one.hospital.id),
        )
    )


def hospital_cautions(language: str) -> tuple[str, ...]:
    """What the counts do not tell, to be shown wherever they are."""
    return tuple(one.text.in_language(language) for one in gaps()["hospitals"].gaps)


def _trials_of(disease: str) -> frozenset[str]:
    """The trials whose group or conditions name a disease."""
    words = disease.casefold().replace("_", " ")
    return frozenset(
        one.id
        for one in load_trials(load_vocabulary()).options
        if disease in _texts(one, "disease_groups")
        or any(words in condition.casefold() for condition in _texts(one, "conditions"))
    )


def _registered(option: Option) -> RegisteredTrial:
    return RegisteredTrial(
        id=option.id,
        status=str(option.details.get("status")),
        sponsor=str(option.details.get("sponsor") or ""),
        sites=_texts(option, "sites"),
        cities=_texts(option, "cities"),
        targets=_texts(option, "targets"),
        disease_groups=_texts(option, "disease_groups"),
    )


def _texts(option: Option, key: str) -> tuple[str, ...]:
    held = option.details.get(key)
    return tuple(str(one) for one in held) if isinstance(held, (list, tuple)) else ()


def _both(words: Any) -> tuple[str, str]:
    return (words.en, words.zh)
