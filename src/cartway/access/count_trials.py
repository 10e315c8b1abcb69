"""Trials in numbers: by target, disease group, kind, year, place, alone or together.

Every figure is counted by this program from rows of the snapshot; a new snapshot gives new
figures. A trial with two targets or two groups counts under each, so columns may add up to more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from cartway.access.city_names import city_label
from cartway.access.trial_rows import GROUPS, TrialRow

NOT_SAID = frozenset({"not_stated", "none_stated", "not_given"})
NEW_KINDS = ("allogeneic", "in_vivo", "natural_killer", "other_cells")
_KIND_OF_TYPE = {
    "allogeneic": "allogeneic",
    "in_vivo": "in_vivo",
    "nk": "natural_killer",
    "nkt": "natural_killer",
    "gamma_delta": "other_cells",
    "treg": "other_cells",
    "car_macrophage": "other_cells",
    "til": "other_cells",
    "tcr_t": "other_cells",
}


def _new_kinds(row: TrialRow) -> Iterable[str]:
    kinds = ["allogeneic"] if row.allogeneic else []
    if row.product_type in _KIND_OF_TYPE:
        kinds.append(_KIND_OF_TYPE[row.product_type])
    return dict.fromkeys(kinds)


DIMENSIONS: dict[str, Callable[[TrialRow], Iterable[str]]] = {
    "target": lambda row: row.targets or ("not_stated",),
    "disease_group": lambda row: row.disease_groups or ("other",),
    "product_type": lambda row: (row.product_type,),
    "new_kind": lambda row: _new_kinds(row) or ("none_stated",),
    "generation": lambda row: row.generations or ("none_stated",),
    "year": lambda row: (str(row.year) if row.year else "not_given",),
    "status": lambda row: (row.status,),
    "phase": lambda row: row.phase.split("/") if row.phase else ("not_given",),
    "sponsor_type": lambda row: (row.sponsor_type,),
    "province": lambda row: row.provinces or ("not_given",),
    "city": lambda row: [city_label(one, "en") for one in row.cities_in_china] or ("not_given",),
    "country": lambda row: row.countries or ("not_given",),
}


@dataclass(frozen=True, slots=True)
class TrialCounts:
    """Counts of trials.

    Attributes:
        dimensions: what is counted by, as in `DIMENSIONS`.
        trials: how many trials were counted.
        counts: value of each dimension to the number of trials, most first.
    """

    dimensions: tuple[str, ...]
    trials: int
    counts: dict[tuple[str, ...], int]

    def to_json(self) -> dict[str, Any]:
        """The counts as plain values."""
        return {
            "dimensions": list(self.dimensions),
            "trials": self.trials,
            "counts": [
                {**dict(zip(self.dimensions, values, strict=True)), "trials": number}
                for values, number in self.counts.items()
            ],
        }


def count_trials(*dimensions: str, rows: Iterable[TrialRow]) -> TrialCounts:
    """Count trials by one or several dimensions.

    Args:
        dimensions: names of `DIMENSIONS`.
        rows: the trials to count.
    """
    held = list(rows)
    counted: Counter[tuple[str, ...]] = Counter()
    for row in held:
        combined: list[tuple[str, ...]] = [()]
        for name in dimensions:
            values = tuple(dict.fromkeys(DIMENSIONS[name](row)))
            combined = [(*before, value) for before in combined for value in values]
        counted.update(combined)
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return TrialCounts(dimensions, len(held), dict(ordered))


def targets_by_group(
    rows: Iterable[TrialRow], most_targets: int = 16
) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[int, ...]], ...]]:
    """The groups of disease, and the targets most studied with their trials in each group."""
    held = list(rows)
    both = count_trials("target", "disease_group", rows=held).counts
    groups = (*GROUPS, "other") if any(group == "other" for _, group in both) else GROUPS
    targets = [
        target for (target,) in count_trials("target", rows=held).counts if target not in NOT_SAID
    ][:most_targets]
    return groups, tuple(
        (target, tuple(both.get((target, group), 0) for group in groups)) for target in targets
    )


def groups_by_year(rows: Iterable[TrialRow]) -> tuple[tuple[int, dict[str, int]], ...]:
    """Trials by year of start and group; one of several groups counts once, as several.

    Those that name no start are left out.
    """
    years: dict[int, Counter[str]] = {}
    for row in rows:
        if row.year is not None:
            groups = row.disease_groups
            group = "several" if len(groups) > 1 else groups[0] if groups else "other"
            years.setdefault(row.year, Counter())[group] += 1
    return tuple((year, dict(years[year])) for year in sorted(years))


def rows_of(dimension: str, value: str, rows: Iterable[TrialRow]) -> tuple[TrialRow, ...]:
    """The trials that count under a value."""
    values_of = DIMENSIONS[dimension]
    return tuple(row for row in rows if value in values_of(row))
