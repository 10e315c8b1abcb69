"""Predicted beside published: what the estimate gives where somebody has counted.

A row is *held out* when nothing of the study is inside the prediction (a component that the study
informs is drawn without it); *informed* when the study is the only evidence there is, so that
agreement shows nothing; *same priors* when it re-draws a worked scenario; *other country* when
prices differ by country and only the size may be compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from cartway.costs.words import Text

Kind = Literal["held_out", "informed", "same_priors", "other_country", "advertised"]

KINDS: dict[str, Text] = {
    "held_out": {"en": "held out", "zh": "留出检验"},
    "informed": {"en": "informed by it, no test", "zh": "已用于先验，不构成检验"},
    "same_priors": {"en": "same priors, re-drawn", "zh": "相同先验重抽"},
    "other_country": {"en": "other country, size only", "zh": "他国，仅比较量级"},
    "advertised": {"en": "advertised, size only", "zh": "广告价，仅比较量级"},
}


@dataclass(frozen=True)
class Comparison:
    """One published figure and what the model gives for it.

    Attributes:
        left_out: sources that were taken out of the prediction.
        low: tenth percentile, where a distribution is predicted.
    """

    id: str
    what: Text
    unit: str
    published: float
    predicted: float
    kind: Kind
    source: str
    low: float | None = None
    high: float | None = None
    left_out: tuple[str, ...] = ()
    note: Text | None = None

    @property
    def ratio(self) -> float:
        """Predicted over published."""
        return self.predicted / self.published

    @property
    def inside(self) -> bool | None:
        """Whether the published figure lies between the tenth and ninetieth percentile."""
        if self.low is None or self.high is None:
            return None
        return self.low <= self.published <= self.high

    def as_dict(self) -> dict[str, Any]:
        """The row as plain data, for JSON."""
        return {
            "id": self.id,
            "what": self.what,
            "unit": self.unit,
            "published": self.published,
            "predicted": round(self.predicted, 2),
            "p10": None if self.low is None else round(self.low, 2),
            "p90": None if self.high is None else round(self.high, 2),
            "ratio": round(self.ratio, 3),
            "inside_p10_p90": self.inside,
            "kind": self.kind,
            "left_out": list(self.left_out),
            "source": self.source,
            "note": self.note,
        }
