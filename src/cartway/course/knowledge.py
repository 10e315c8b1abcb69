"""The knowledge of the course, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from cartway.course.records import Fit, Fits, ProductCourse, ProductGroup, Study
from cartway.course.stage_records import (
    ClassLevel,
    FollowUp,
    Restrictions,
    Stages,
    ValidationTargets,
)
from cartway.errors import InputError, nearest_name
from cartway.knowledge.load import Record, files_of, knowledge_root, read_records

RecordT = TypeVar("RecordT", bound=Record)


@dataclass(frozen=True)
class CourseKnowledge:
    """Every record about the course."""

    products: dict[str, ProductCourse]
    groups: dict[str, ProductGroup]
    fits: Fits
    stages: Stages
    class_level: ClassLevel
    restrictions: Restrictions
    follow_up: FollowUp
    targets: ValidationTargets

    def product(self, name: str) -> ProductCourse:
        """The product of this id, or of its former id with underscores.

        Raises:
            InputError: when there is no such product; with the nearest name.
        """
        wanted = name.strip().lower().replace("_", "-").replace(" ", "-")
        for product in self.products.values():
            names = {
                product.id,
                product.seed_id.replace("_", "-"),
                product.label.en,
                product.label.zh,
            }
            if wanted in names or name.strip() in names:
                return product
            if name.strip() and name.strip() == product.label.zh.split("（")[0]:
                return product
        raise InputError(
            "This product is not known here.",
            where="product",
            expected="one of " + ", ".join(sorted(self.products)),
            nearest=nearest_name(wanted, self.products),
            code="P001",
        )

    def fit(self, name: str) -> Fit:
        """A ready distribution by its id."""
        return next(one for one in self.fits.fits if one.id == name)

    def study(self, reference: str) -> Study:
        """A study named ``product/study``."""
        product, study = reference.split("/")
        return next(one for one in self.products[product].studies if one.id == study)


@lru_cache(maxsize=1)
def load_course_knowledge() -> CourseKnowledge:
    """Read the files about the course."""
    return CourseKnowledge(
        products=read_records(files_of("course/products"), ProductCourse),
        groups=read_records(files_of("course/classes"), ProductGroup),
        fits=_one("fits", Fits),
        stages=_one("stages", Stages),
        class_level=_one("class_level", ClassLevel),
        restrictions=_one("restrictions", Restrictions),
        follow_up=_one("follow_up", FollowUp),
        targets=_one("validation_targets", ValidationTargets),
    )


def _one(name: str, model: type[RecordT]) -> RecordT:
    return read_records([knowledge_root() / "course" / f"{name}.yaml"], model)[name]
