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
from cartway.knowledge.products import products as registered_products

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
        """The product of this id, or of any name it goes by in English or Chinese.

        Raises:
            InputError: when there is no such product; with the nearest name.
        """
        wanted = _plain(name)
        for product in self.products.values():
            if wanted and wanted in _names(product):
                return product
        for record in registered_products().values():
            names = [record.brand.en, record.brand.zh, record.name.en, record.name.zh]
            names += [record.generic_name_zh, *record.former_names_zh, *record.other_names]
            names += [record.inn.value or "", *record.developer_codes]
            if wanted and wanted in {_plain(one) for one in names} and record.id in self.products:
                return self.products[record.id]
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


def _plain(name: str) -> str:
    return name.strip().casefold().replace("_", "-").replace(" ", "-")


def _names(product: ProductCourse) -> set[str]:
    """Id, former id, and the parts of the label: the name and what stands in brackets."""
    names = {product.id, product.seed_id, product.label.en, product.label.zh}
    for label in (product.label.en, product.label.zh.replace("（", "(").replace("）", ")")):
        first, _, bracketed = label.partition("(")
        names |= {first, bracketed.rstrip(")")}
    return {_plain(one) for one in names if one.strip()}


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
