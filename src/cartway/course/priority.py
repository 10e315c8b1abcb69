"""Which published figure speaks for a product: the stated order of evidence, and shrinkage.

Chinese evidence on the product comes first, then its label or registry elsewhere, then its class.
Within a level the larger study speaks. What rests on memory speaks only when nothing else does,
and is marked pending. Figures graded on unlike scales are chosen between, never pooled.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from cartway.course.knowledge import CourseKnowledge
from cartway.course.records import Population, ProductCourse, Study

CLASS_LEVEL, PENDING_LEVEL = 3, 4


@dataclass(frozen=True)
class Chosen:
    """A figure with everything that tells how far to trust it.

    Attributes:
        value: what the model uses, after shrinkage.
        published: what the study says.
        study: ``product/study``.
        level: 1 to 4, the order of evidence.
        pending: rests on memory.
        prior: the class figure that a small study was drawn to, if it was.
    """

    quantity: str
    value: float
    published: float
    n: float | None
    study: str
    level: int
    scale: str
    source: str
    pending: bool = False
    prior: float | None = None


def choose(
    knowledge: CourseKnowledge,
    product: ProductCourse,
    population: Population,
    quantity: str,
    *names: str,
    age: float | None = None,
    shrink: bool = True,
) -> Chosen | None:
    """The figure for one quantity, or None when nobody reports it.

    Args:
        knowledge: The records.
        product: Whose course.
        population: Which disease.
        quantity: The name under which the answer is shown.
        names: Names of the figure in the studies; the quantity's own name if none is given.
        age: Age in years; rows of an age group are used only when it fits.
        shrink: Draw small studies to their class; right for shares, not for times.
    """
    wanted = names or (quantity,)
    own = [(product.id, study) for study in product.studies if study.id in population.studies]
    group = knowledge.groups[population.group]
    shared = [
        (reference.split("/")[0], knowledge.study(reference))
        for reference in group.studies
        if reference not in {f"{product.id}/{study.id}" for _, study in own}
    ]
    class_rows = _rows(quantity, wanted, shared, age, pending=False)
    best = _first(_rows(quantity, wanted, own, age, pending=False))
    class_best = _first([(special, replace(row, level=CLASS_LEVEL)) for special, row in class_rows])
    if best is None:
        best = class_best
    if best is None:
        pending = _first(_rows(quantity, wanted, own, age, pending=True))
        return replace(pending, level=PENDING_LEVEL) if pending else None
    rule = knowledge.fits.shrinkage
    if shrink and class_best and best.n and best.n < rule.below_n and best.level < CLASS_LEVEL:
        weight = rule.prior_size
        value = (best.value * best.n + class_best.value * weight) / (best.n + weight)
        best = replace(best, value=value, prior=class_best.value)
    return best


def _rows(
    quantity: str,
    names: Iterable[str],
    studies: Iterable[tuple[str, Study]],
    age: float | None,
    *,
    pending: bool,
) -> list[tuple[bool, Chosen]]:
    rows = []
    for owner, study in studies:
        if not _age_fits(study, age):
            continue
        name = next((one for one in names if one in study.figures), None)
        recalled = study.how == "recall" or name in study.recalled
        if name is None or recalled != pending:
            continue
        figure = study.figures[name]
        if not isinstance(figure, float):
            continue
        special = study.ages is not None and age is not None
        rows.append(
            (
                special,
                Chosen(
                    quantity,
                    figure,
                    figure,
                    study.n,
                    f"{owner}/{study.id}",
                    study.level,
                    study.scale,
                    study.source or "",
                    pending,
                ),
            )
        )
    return rows


def _first(rows: Iterable[tuple[bool, Chosen]]) -> Chosen | None:
    ranked = sorted(
        rows, key=lambda pair: (pair[1].level, not pair[0], -(pair[1].n or 0), pair[1].study)
    )
    return ranked[0][1] if ranked else None


def _age_fits(study: Study, age: float | None) -> bool:
    if study.ages is None:
        return True
    low, high = study.ages
    return low <= 18 if age is None else low <= age <= high
