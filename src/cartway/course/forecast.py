"""The answer: stages with ranges of days and dates, ways out, and what it all rests on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cartway.course.distributions import Floats
from cartway.course.expansion import ExpansionCurve
from cartway.course.kinetics.stein import below_quantification
from cartway.course.words import Text


@dataclass(frozen=True)
class Range:
    """Tenth, fiftieth and ninetieth percentile, in days."""

    low: float
    middle: float
    high: float

    @classmethod
    def of(cls, values: Floats) -> Range | None:
        """The percentiles of values that are not NaN; None when there is none."""
        known = values[~np.isnan(values)]
        if not len(known):
            return None
        return cls(*(float(one) for one in np.quantile(known, [0.1, 0.5, 0.9])))

    def on(self, start: dt.date) -> dict[str, str]:
        """The range as dates, for a day 0."""
        return {
            name: (start + dt.timedelta(days=int(np.floor(value)))).isoformat()
            for name, value in self.days().items()
        }

    def days(self) -> dict[str, float]:
        """The range by the names of its percentiles."""
        return {
            "p10": round(self.low, 1),
            "p50": round(self.middle, 1),
            "p90": round(self.high, 1),
        }


@dataclass(frozen=True)
class Phase:
    """One stage or window.

    Attributes:
        share: of the courses that reach it; 1 for a stage that everyone passes.
        severe_share: grade 3 or more, for toxicities.
        start: days from leukapheresis.
        end: days from leukapheresis; None for a moment.
        start_after: days from infusion.
        end_after: days from infusion.
    """

    id: str
    label: Text
    share: float
    start: Range
    end: Range | None
    start_after: Range
    end_after: Range | None
    severe_share: float | None = None


@dataclass(frozen=True)
class Visit:
    """One planned visit after infusion.

    Attributes:
        alive: published share alive on that day; None beyond the last published point.
    """

    id: str
    label: Text
    after_days: int
    when: Range
    alive: float | None = None


@dataclass(frozen=True)
class Forecast:
    """What lies ahead for one product, or why it is not simulated."""

    product: str
    label: Text
    disease: Text | None
    simulated: bool
    reason: Text | None = None
    count: int = 0
    seed: int = 0
    start: dt.date | None = None
    phases: tuple[Phase, ...] = ()
    exits: dict[str, float | None] = field(default_factory=dict)
    intensive_care: float | None = None
    visits: tuple[Visit, ...] = ()
    survival: tuple[dict[str, Any], ...] = ()
    assumptions: tuple[dict[str, Any], ...] = ()
    notes: tuple[Text, ...] = ()
    expansion: ExpansionCurve | None = None

    def phase(self, name: str) -> Phase | None:
        """The stage of this id, or None when the product has none."""
        return next((one for one in self.phases if one.id == name), None)

    def as_dict(self) -> dict[str, Any]:
        """The forecast as plain data, for JSON."""
        found: dict[str, Any] = {
            "product": self.product,
            "label": self.label,
            "disease": self.disease,
            "simulated": self.simulated,
        }
        if not self.simulated:
            return found | {"reason": self.reason, "notes": list(self.notes)}
        return found | {
            "samples": self.count,
            "seed": self.seed,
            "start_on": self.start.isoformat() if self.start else None,
            "phases": [self._phase(one) for one in self.phases],
            "exits": {k: None if v is None else round(v, 4) for k, v in self.exits.items()},
            "intensive_care": None
            if self.intensive_care is None
            else round(self.intensive_care, 4),
            "follow_up": [
                {
                    "id": one.id,
                    "label": one.label,
                    "days_after_infusion": one.after_days,
                    "alive": None if one.alive is None else round(one.alive, 3),
                    "dates": one.when.on(self.start) if self.start else None,
                }
                for one in self.visits
            ],
            "survival": list(self.survival),
            "expansion": self._expansion(),
            "assumptions": list(self.assumptions),
            "notes": list(self.notes),
        }

    def _phase(self, one: Phase) -> dict[str, Any]:
        return {
            "id": one.id,
            "label": one.label,
            "share": round(one.share, 4),
            "severe_share": None if one.severe_share is None else round(one.severe_share, 4),
            "days_from_leukapheresis": {
                "start": one.start.days(),
                "end": one.end.days() if one.end else None,
            },
            "days_from_infusion": {
                "start": one.start_after.days(),
                "end": one.end_after.days() if one.end_after else None,
            },
            "dates": {
                "start": one.start.on(self.start),
                "end": one.end.on(self.start) if one.end else None,
            }
            if self.start
            else None,
        }

    def _expansion(self) -> dict[str, Any] | None:
        curve = self.expansion
        if curve is None:
            return None
        every = slice(None, None, 7)
        return {
            "unit": curve.unit,
            "days": curve.days[every].tolist(),
            # An assay reports low copies as below quantification, never as zero.
            "middle_below_quantification": below_quantification(curve.middle[every]).tolist()
            if curve.unit == "copies/ug"
            else None,
            "p10": [float(f"{x:.4g}") for x in curve.low[every]],
            "p50": [float(f"{x:.4g}") for x in curve.middle[every]],
            "p90": [float(f"{x:.4g}") for x in curve.high[every]],
        }
