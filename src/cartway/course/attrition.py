"""Ways out before infusion: manufacturing fails, or the illness does not wait."""

from __future__ import annotations

from dataclasses import dataclass

from cartway.course.stage_records import Attrition, Stages


@dataclass(frozen=True)
class Exits:
    """Shares of patients who entered leukapheresis.

    Attributes:
        manufacturing_event: product failed or was out of specification at the first attempt;
            None when nobody reports it for this disease.
        never_infused: of those, never infused.
        remade: of those, infused in specification after a second attempt.
        out_of_specification: of those, infused with the product that was out of specification.
        not_infused: not infused for any reason; None when nobody reports it.
        waiting: progression or death while waiting: the rest of ``not_infused``.
    """

    manufacturing_event: float | None
    never_infused: float
    remade: float
    out_of_specification: float
    not_infused: float | None
    waiting: float
    event_basis: str
    event_level: int
    not_infused_basis: str
    not_infused_level: int


def exits_of(stages: Stages, product: str, disease: str) -> Exits:
    """Choose the exits of a product by the order of evidence."""
    event = _best(stages.attrition, product, disease, "manufacturing_failure", largest=True)
    lost = _best(stages.attrition, product, disease, "not_infused", largest=False)
    outcome = stages.manufacturing_event_outcome
    total = (
        outcome.never_infused
        + outcome.remade_in_specification
        + outcome.infused_out_of_specification
    )
    never = outcome.never_infused / total
    event_share = None if event is None else (event.manufacturing_failure or 0.0) / 100.0
    lost_share = None if lost is None else (lost.not_infused or 0.0) / 100.0
    failed = (event_share or 0.0) * never
    # Patients lost to manufacturing leave first; the rest of the published loss happens in waiting.
    waiting = max((lost_share or 0.0) - failed, 0.0) / (1.0 - failed)
    return Exits(
        manufacturing_event=event_share,
        never_infused=never,
        remade=outcome.remade_in_specification / total,
        out_of_specification=outcome.infused_out_of_specification / total,
        not_infused=lost_share,
        waiting=waiting,
        event_basis=event.id if event else "",
        event_level=event.level if event else 0,
        not_infused_basis=lost.id if lost else "",
        not_infused_level=lost.level if lost else 0,
    )


def _best(
    rows: tuple[Attrition, ...], product: str, disease: str, figure: str, *, largest: bool
) -> Attrition | None:
    fitting = []
    for row in rows:
        if row.disease != disease or getattr(row, figure) is None:
            continue
        level = row.level if row.product == product else max(row.level, 3)
        fitting.append((level, row))
    if largest:
        # Failure of manufacturing is rare: the national register of the disease outweighs a trial.
        return max(fitting, key=lambda pair: pair[1].n)[1] if fitting else None
    return min(fitting, key=lambda pair: (pair[0], -pair[1].n))[1] if fitting else None
