"""Atoms and terms: the smallest readable things of a line, and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass, field

from cartway.criteria.nodes import Node
from cartway.values import Duration


@dataclass(slots=True)
class Atom:
    """One thing a line asks.

    Attributes:
        dim: what it is about: compare, result, disease, therapy, presence, status, antigen, …;
            atoms of unlike dimension in one term must all hold.
        node: the finished node, or None where window and modifiers are still to come.
        codes: concepts of a disease or a treatment.
        family: atoms of one family belong together ("HBsAg positive and HBV DNA ≥ 1000").
        excepted: concepts that an exception leaves out.
        fact: the fact it asks, if it asks one.
        judged: judging words that the name itself held ("clinically relevant CNS pathology").
    """

    dim: str
    start: int
    end: int
    node: Node | None = None
    codes: tuple[str, ...] = ()
    family: str = ""
    excepted: tuple[str, ...] = ()
    fact: str = ""
    judged: tuple[str, ...] = ()


@dataclass(slots=True)
class Term:
    """The part of a line between two connectors."""

    start: int
    end: int
    connector: str = ""  # how it is joined to the one before: and, or, comma, slash, with
    atoms: list[Atom] = field(default_factory=list)
    judgements: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    current: bool = False
    needed: bool = False
    said_first: list[str] = field(default_factory=list)  # judgements before its denial
    not_received: list[str] = field(default_factory=list)
    negated: bool = False
    active: bool = False
    history: bool = False
    received: bool = False
    soft: bool = False
    window: Duration | None = None
    elapsed: Duration | None = None
    perhaps_window: Duration | None = None  # a window behind a thing of another kind
    window_first: bool = False
    graded: bool = False
    bare: bool = False
    apart: bool = False  # a comma stands before its connector
    anew: bool = False  # "…, or any …": what was said of the one before ends here
    strict: bool = False  # its connector is one that only ever means "and": 且
    of_all: bool = False  # it is asked beside all the alternatives before it
    shares: bool = False  # what stands before it holds for the alternatives behind it, too
    history_behind: bool = False  # the word for a history stands behind what was had
    grade: tuple[str, float] | None = None
    count: tuple[str, int] | None = None
    dose: tuple[str, float] | None = None
    dose_by_weight: tuple[str, float] | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing in it asks anything."""
        return not self.atoms and not self.unknown
