"""What was measured with a product: every figure with its interval, source and doubt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cartway.knowledge.evidence import WHY_COMPARISON_MISLEADS, EvidenceRow, evidence
from cartway.knowledge.load import BothLanguages
from cartway.knowledge.products import approved, product, products

FOREST_MEASURES = (
    "overall_response",
    "complete_response",
    "mrd_negative",
    "crs_grade_3_or_higher",
    "icans_grade_3_or_higher",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one study.

    Attributes:
        low, high: the 95% Wilson interval in percent; None without a count of patients.
        pending: recalled or weakly supported: shown as such, and never in a finding.
    """

    product: str
    product_name: BothLanguages
    indication: str
    study: BothLanguages
    setting: str
    registry_id: str | None
    measure: str
    value: float
    at_months: float | None
    arm: BothLanguages | None
    low: float | None
    high: float | None
    count: int | None
    of: int | None
    how: str
    confidence: str
    pending: bool
    sources: tuple[str, ...]
    note: BothLanguages | None


def show_evidence(
    name: str | None = None, measure: str | None = None, as_of: date | None = None
) -> tuple[Figure, ...]:
    """The figures of one product, or of one measure over all products.

    Args:
        as_of: when given, only of indications that were, or may have been, approved on that day.

    Raises:
        InputError: no such product; names the nearest.
    """
    if name is not None:
        product(name)
    found = evidence(name, measure=measure)
    if as_of is not None:
        held = {(one.product.id, one.indication.id) for one in approved(as_of)}
        found = tuple(one for one in found if (one.product, one.indication) in held)
    return tuple(_figure(one) for one in found)


def why_comparison_misleads(language: str) -> str:
    """What must be said wherever two studies stand side by side."""
    return WHY_COMPARISON_MISLEADS.in_language(language)


def _figure(one: EvidenceRow) -> Figure:
    share, result = one.share, one.result
    assert result.value is not None  # `evidence` gives only figures that were found
    return Figure(
        product=one.product,
        product_name=products()[one.product].name,
        indication=one.indication,
        study=one.study.name,
        setting=one.study.setting,
        registry_id=one.study.registry_id,
        measure=result.measure,
        value=result.value,
        at_months=result.at_months,
        arm=result.arm,
        low=None if share is None else share.low,
        high=None if share is None else share.high,
        count=None if share is None else share.count,
        of=None if share is None else share.of,
        how=result.how,
        confidence=result.confidence,
        pending=result.pending,
        sources=result.sources,
        note=result.note,
    )
