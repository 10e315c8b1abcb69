"""What is being developed, in numbers: trials by target, disease group, year, product and place.

Every figure is counted by this program from the rows of `show_trials`; a new snapshot gives new
figures. A trial with two targets or two groups counts under each, so columns may add up to more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from cartway.access.show_trials import Row, show_trials

DIMENSIONS: dict[str, Callable[[Row], Iterable[str]]] = {
    "target": lambda row: row["targets"] or ("not_stated",),
    "disease_group": lambda row: row["disease_groups"] or ("other",),
    "product_type": lambda row: (row["product_type"],),
    "generation": lambda row: row["generations"] or ("none_stated",),
    "year": lambda row: (str(row["year"]) if row["year"] else "not_given",),
    "status": lambda row: (row["status"],),
    "phase": lambda row: (row["phase"] or "not_given",),
    "sponsor_type": lambda row: (row["sponsor_type"],),
    "province": lambda row: row["provinces"] or ("not_given",),
    "city": lambda row: row["cities_in_china"] or ("not_given",),
}


@dataclass(frozen=True, slots=True)
class Developments:
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


def show_developments(*dimensions: str, rows: Iterable[Row] | None = None) -> Developments:
    """Count trials by one or several dimensions.

    Args:
        dimensions: names of `DIMENSIONS`.
        rows: trials from `show_trials`; those with a site in China if none are given.
    """
    held = show_trials(in_china=True) if rows is None else list(rows)
    counted: Counter[tuple[str, ...]] = Counter()
    for row in held:
        combined: list[tuple[str, ...]] = [()]
        for name in dimensions:
            values = tuple(dict.fromkeys(DIMENSIONS[name](row)))
            combined = [(*before, value) for before in combined for value in values]
        counted.update(combined)
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return Developments(dimensions, len(held), dict(ordered))
