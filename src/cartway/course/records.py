"""The classes of the knowledge files about the course of therapy."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cartway.knowledge.load import BothLanguages, Record

How = Literal["read", "derived", "recall", "ours"]
Figure = float | tuple[float | None, ...] | None


class Sourced(Record):
    """A value that says how we know it.

    ``recall`` is pending: it is never preferred to anything read, and always labelled.
    """

    how: How
    confidence: float | str | None = None
    source: str | None = None
    note: str = ""


class Study(Sourced):
    """What one study reports of one product.

    Attributes:
        level: 1 Chinese evidence on the product, 2 label or registry elsewhere, 3 class, 4 ours.
        scale: how toxicity was graded; figures on unlike scales are never pooled.
        ages: lowest and highest age in years when the row is of an age group.
        recalled: figures of this study that rest on memory although the rest was read.
        not_found: figures looked for in its source and not found.
    """

    id: str
    level: int
    n: float | None = None
    scale: str = ""
    ages: tuple[float, float] | None = None
    recalled: tuple[str, ...] = ()
    not_found: tuple[str, ...] = ()
    figures: dict[str, Figure]


class Population(Record):
    """One disease in which a product is used, and the studies that may speak for it."""

    id: str
    disease: str
    label: BothLanguages
    group: str
    studies: tuple[str, ...]
    survival: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class WithoutFigures(Record):
    """A disease the product is used in and for which no figures could be read."""

    disease: str
    label: BothLanguages
    reason: BothLanguages


class KineticsRow(Sourced):
    """How to draw cell levels: a kernel and, for moment matching, a published summary."""

    kernel: Literal["stein", "lag", "moment"]
    unit: str
    peak_median: float | None = None
    peak_spread: float | None = None
    peak_day_median: float | None = None
    area_median: float | None = None
    area_spread: float | None = None
    fast_decline: float | None = None


class ProductCourse(Record):
    """Everything known of the course after one product."""

    id: str
    seed_id: str
    label: BothLanguages
    costimulation: Literal["CD28", "4-1BB", "unknown"]
    marketed_in_mainland_china: bool
    not_simulated: BothLanguages | None = None
    notes: tuple[str, ...] = ()
    kinetics: KineticsRow | None = None
    populations: tuple[Population, ...] = ()
    without_figures: tuple[WithoutFigures, ...] = ()
    studies: tuple[Study, ...] = ()


class ShareValue(Sourced):
    """A published percentage with its denominator."""

    value: float
    n: float | None = None


class NeutropeniaFits(Record):
    """Fits of severe neutropenia by CAR-HEMATOTOX, or one for all."""

    high: str | None = None
    low: str | None = None
    high_share: float | None = None
    all: str | None = None


class ProductGroup(Record):
    """Products alike in costimulation and disease: what stands in when a product is silent."""

    id: str
    costimulation: str
    disease: str
    label: BothLanguages
    studies: tuple[str, ...]
    timing: dict[str, str]
    neutropenia: NeutropeniaFits
    iec_hs: ShareValue | None = None


class Fit(Sourced):
    """A log-normal that is ready to sample."""

    id: str = ""
    median: float
    spread: float
    floor: float = 0.0
    n: float | None = None


class Copula(Sourced):
    """Correlations of latent severity with that of cytokine release syndrome."""

    crs_icans: float
    crs_cytopenia: float
    crs_iec_hs: float


class Shrinkage(Sourced):
    """When and how strongly a small study is drawn to its class."""

    below_n: float
    prior_size: float


class IntensiveCarePrior(Sourced):
    """Beta prior of admission to intensive care by costimulation."""

    costimulation: str
    diseases: tuple[str, ...] = ()
    alpha: float
    beta: float


class LatestOnset(Sourced):
    """No new cytokine release syndrome was seen after this day."""

    day: float
    diseases: tuple[str, ...]
    n: float


class Fits(Record):
    """Ready distributions and the rules that tie them together."""

    id: str
    copula: Copula
    shrinkage: Shrinkage
    icu: tuple[IntensiveCarePrior, ...]
    new_crs_after_day: LatestOnset
    fits: tuple[Fit, ...]
