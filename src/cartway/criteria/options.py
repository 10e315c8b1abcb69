"""An option (a product's indication, a trial, a pathway) as lines to be met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from cartway.criteria.nodes import Node, Not, unread_texts
from cartway.facts import Fact

LineKind = Literal["inclusion", "exclusion"]
OptionKind = Literal["product", "trial", "pathway"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a label or protocol.

    Attributes:
        text: the words of the source, or ours where the source may not be copied.
        kind: an exclusion line is met by a patient to whom `node` does not apply.
        node: what the line says, as written.
        source: id of the source and the place in it.
        decides: False for what is shown only, such as what a pivotal trial asked.
        start, end: offsets into the criteria text, when there is one.
        group: which part of the option it belongs to (``indication``, ``trial``, ``registry``,
            ``criteria``).
        about: ``option`` for a line that the option's own facts settle, such as its status.
        translation: the text in the other language, where we have it.
        read: whether all of it was understood.
    """

    text: str
    kind: LineKind
    node: Node
    source: str
    decides: bool = True
    start: int | None = None
    end: int | None = None
    group: str = "criteria"
    about: Literal["patient", "option"] = "patient"
    translation: str | None = None
    read: bool = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        # Asked for every patient, and the same for all of them.
        object.__setattr__(self, "read", not unread_texts(self.node))

    @property
    def eligibility(self) -> Node:
        """What must hold for the line to be met."""
        return Not(self.node) if self.kind == "exclusion" else self.node


@dataclass(frozen=True, slots=True)
class Option:
    """Something that may be open to a patient.

    Attributes:
        id: ``axi-cel/lbcl-3l``, ``NCT01234567``, ``commercial_approved_product``.
        title: in English and Chinese.
        facts: what is known of the option itself, for lines about it.
        details: what is shown beside it: status, cities, approval date.
    """

    kind: OptionKind
    id: str
    title: Mapping[str, str]
    lines: tuple[Line, ...]
    facts: tuple[Fact, ...] = ()
    details: Mapping[str, object] = field(default_factory=dict)
