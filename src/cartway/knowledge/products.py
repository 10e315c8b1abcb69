"""The CAR-T products approved in mainland China, asked as of a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from cartway.criteria import All, AnyOf, Line, Node, Option, Pending, parse
from cartway.errors import InputError, nearest_name
from cartway.knowledge.load import read_folder
from cartway.knowledge.load.cache import kept
from cartway.knowledge.load.places import files_of
from cartway.knowledge.product_records import Approval, Indication, LineRecord, Product
from cartway.knowledge.stated import DatedNumber

FOLDER = "products"
State = Literal["approved", "may_have_been_approved", "not_approved"]


@dataclass(frozen=True, slots=True)
class ApprovedIndication:
    """An indication as it stood on a day."""

    product: Product
    indication: Indication
    state: State

    @property
    def option_id(self) -> str:
        """The name of the option in every answer: `axi-cel/lbcl-3l`."""
        return f"{self.product.id}/{self.indication.id}"


@lru_cache(maxsize=1)
def products() -> dict[str, Product]:
    """Every product by id."""
    return read_folder(FOLDER, Product)


def product(name: str) -> Product:
    """One product.

    Raises:
        InputError: no such product; names the nearest.
    """
    known = products()
    if name not in known:
        raise InputError(
            f"no product is called {name}",
            expected="an id from `cartway products`",
            nearest=nearest_name(name, known),
            code="K040",
        )
    return known[name]


def approval_state(indication: Indication, as_of: date) -> State:
    """Where an indication stood on a day; between the bounds of a date it may have been approved."""
    first, last = _bounds(indication.approval)
    if indication.withdrawn is not None:
        gone_first, gone_last = _bounds(indication.withdrawn)
        if as_of >= gone_last:
            return "not_approved"
        if as_of >= gone_first and as_of >= first:
            return "may_have_been_approved"
    if as_of >= last:
        return "approved"
    return "may_have_been_approved" if as_of >= first else "not_approved"


def approved(as_of: date) -> tuple[ApprovedIndication, ...]:
    """Every indication that was, or may have been, approved on a day."""
    found = []
    for one in products().values():
        for indication in one.indications:
            state = approval_state(indication, as_of)
            if state != "not_approved":
                found.append(ApprovedIndication(one, indication, state))
    return tuple(found)


def product_options(as_of: date) -> tuple[Option, ...]:
    """The approved indications of a day as options to be matched."""
    options = _options()
    return tuple(
        Option(
            kind="product",
            id=one.option_id,
            title=_title(one),
            lines=options[one.option_id],
            details=_details(one, as_of),
        )
        for one in approved(as_of)
    )


def list_price(of: Product, as_of: date) -> DatedNumber | None:
    """The list price that held on a day, or None when none was known yet."""
    held = [price for price in of.list_price_cny if price.since.earliest <= as_of]
    return held[-1] if held else None


@lru_cache(maxsize=1)
def _options() -> Mapping[str, tuple[Line, ...]]:
    return kept("product-lines", files_of(FOLDER), _read_options)


def _read_options() -> Mapping[str, tuple[Line, ...]]:
    return {
        f"{one.id}/{indication.id}": (
            *(_line(one, indication, line, "indication", True) for line in indication.indication),
            *(_line(one, indication, line, "trial", False) for line in indication.trial),
        )
        for one in products().values()
        for indication in one.indications
    }


def _line(of: Product, indication: Indication, line: LineRecord, group: str, decides: bool) -> Line:
    node = parse(line.notation)
    place = f"products/{of.id}.yaml {indication.id}"
    return Line(
        text=line.text.en,
        translation=line.text.zh,
        kind=line.kind,
        node=_pending(node, line.kind) if line.pending else node,
        source=f"{place}: {', '.join(line.sources) or line.how}",
        decides=decides,
        group=group,
    )


def _pending(node: Node, kind: str) -> Node:
    """A line that may or may not stand in the wording: it can be met, and never excludes."""
    if kind == "exclusion":
        return All((node, Pending(node)))
    return AnyOf((node, Pending(node)))


def _bounds(approval: Approval) -> tuple[date, date]:
    return (
        approval.not_before or approval.on.earliest,
        approval.not_after or approval.on.latest,
    )


def _title(one: ApprovedIndication) -> dict[str, str]:
    return {
        language: f"{one.product.name.in_language(language)}{mark}"
        f"{one.indication.title.in_language(language)}"
        for language, mark in (("en", ": "), ("zh", "："))
    }


def _details(one: ApprovedIndication, as_of: date) -> dict[str, object]:
    price = list_price(one.product, as_of)
    return {
        "state": one.state,
        "approved_on": str(one.indication.approval.on),
        "approval_type": one.indication.approval_type.value,
        "target_antigens": list(one.product.target_antigens),
        "list_price_cny": None if price is None else price.value,
        "holder": one.product.marketing_authorisation_holder.value,
        "checked": str(one.product.checked),
    }
