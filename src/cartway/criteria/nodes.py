"""The nodes of the criteria language: frozen, and refused when they cannot mean anything.

What needs the vocabulary (does the fact exist, does the unit fit) is in `checks`; what a node
gives for a patient is in `engines`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cartway.errors import CriterionError
from cartway.values import Duration, Quantity
from cartway.values.intervals import OPERATORS


class Node:
    """Anything that is TRUE, FALSE or UNKNOWN for a patient on a date."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class FactRef:
    """A fact of the vocabulary: ``age``, ``antigen_expression(cd19)``."""

    name: str
    argument: str | None = None


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of the event at hand; stands only inside ``where``."""

    name: str


Subject = FactRef | Attribute


def _needs_several(name: str, children: tuple[Node, ...]) -> None:
    if len(children) < 2:
        raise CriterionError(
            f"{name!r} of fewer than two parts", expected="two or more", code="C001"
        )


@dataclass(frozen=True, slots=True)
class Always(Node):
    """Met by everyone: an empty restriction, such as no limit of nationality."""


@dataclass(frozen=True, slots=True)
class Never(Node):
    """Met by no one."""


@dataclass(frozen=True, slots=True)
class All(Node):
    """Every part holds."""

    children: tuple[Node, ...]

    def __post_init__(self) -> None:
        _needs_several("and", self.children)


@dataclass(frozen=True, slots=True)
class AnyOf(Node):
    """At least one part holds."""

    children: tuple[Node, ...]

    def __post_init__(self) -> None:
        _needs_several("or", self.children)


@dataclass(frozen=True, slots=True)
class Not(Node):
    """The part does not hold."""

    child: Node


@dataclass(frozen=True, slots=True)
class AtLeast(Node):
    """At least `count` of the parts hold."""

    count: int
    children: tuple[Node, ...]

    def __post_init__(self) -> None:
        _needs_several("at least", self.children)
        if not 1 <= self.count <= len(self.children):
            raise CriterionError(
                "'at least' asks for more parts than there are, or for none",
                expected=f"1 to {len(self.children)}",
                code="C002",
            )


@dataclass(frozen=True, slots=True)
class Unless(Node):
    """The part holds, or the exception does."""

    child: Node
    exception: Node


@dataclass(frozen=True, slots=True)
class Implies(Node):
    """If the condition holds, so does the part; met where the condition does not hold."""

    condition: Node
    child: Node


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """A number stands so to a limit: ``platelet_count >= 50 '10*9/L' within 7 'd'``.

    The unit ``ULN`` compares with the laboratory's upper limit of normal.
    """

    subject: Subject
    operator: str
    limit: Quantity
    window: Duration | None = None

    def __post_init__(self) -> None:
        if self.operator not in OPERATORS:
            raise CriterionError(
                f"{self.operator!r} is not a comparison",
                expected=", ".join(OPERATORS),
                code="C004",
            )
        if self.limit.comparator is not None:
            raise CriterionError("a limit cannot itself be a bound", code="C004")


@dataclass(frozen=True, slots=True)
class Is(Node):
    """A code is the concept or below it: ``diagnosis is large_b_cell_lymphoma``."""

    subject: Subject
    concept: str
    window: Duration | None = None


@dataclass(frozen=True, slots=True)
class Has(Node):
    """A yes-or-no fact is yes: ``has(liver_involvement)``."""

    subject: Subject
    window: Duration | None = None


@dataclass(frozen=True, slots=True)
class Recorded(Node):
    """Some value of the fact is on record, whatever it is: ``recorded(diagnosis)``."""

    subject: FactRef
    window: Duration | None = None


@dataclass(frozen=True, slots=True)
class AnyEvent(Node):
    """Some event of the list satisfies `where` within the window."""

    events: str
    where: Node | None = None
    window: Duration | None = None


@dataclass(frozen=True, slots=True)
class CountEvents(Node):
    """The number of such events stands so to `number`."""

    events: str
    where: Node | None
    operator: str
    number: int
    window: Duration | None = None

    def __post_init__(self) -> None:
        if self.operator not in OPERATORS or self.number < 0:
            raise CriterionError("a count that cannot be", code="C004")


@dataclass(frozen=True, slots=True)
class Unread(Node):
    """Text that was not understood: unknown, and the line it stands in is never met."""

    text: str


@dataclass(frozen=True, slots=True)
class Judgement(Node):
    """Understood, but a clinician must judge: ``judgement "uncontrolled"``."""

    text: str


@dataclass(frozen=True, slots=True)
class Administrative(Node):
    """Consent, compliance, follow-up: for the site to settle, not the record."""

    text: str


@dataclass(frozen=True, slots=True)
class Pending(Node):
    """Knowledge that rests on memory or a draft: shown, unknown, never decides."""

    child: Node


def all_nodes(parts: Iterable[Node]) -> Node:
    """Join by *and*; one part stands alone, none is met by everyone."""
    children = tuple(parts)
    if not children:
        return Always()
    return children[0] if len(children) == 1 else All(children)


def any_nodes(parts: Iterable[Node]) -> Node:
    """Join by *or*; one part stands alone, none is met by no one."""
    children = tuple(parts)
    if not children:
        return Never()
    return children[0] if len(children) == 1 else AnyOf(children)


def children_of(node: Node) -> Sequence[Node]:
    """The nodes directly inside a node."""
    if type(node) in _LEAVES:
        return ()
    if isinstance(node, (All, AnyOf, AtLeast)):
        return node.children
    if isinstance(node, Unless):
        return (node.child, node.exception)
    if isinstance(node, Implies):
        return (node.condition, node.child)
    if isinstance(node, (Not, Pending)):
        return (node.child,)
    if isinstance(node, (AnyEvent, CountEvents)) and node.where is not None:
        return (node.where,)
    return ()


def conjuncts(node: Node) -> list[Node]:
    """The parts that must all hold, those of an *and* within an *and* among them."""
    if isinstance(node, All):
        return [one for child in node.children for one in conjuncts(child)]
    return [node]


def walk(node: Node) -> Iterator[Node]:
    """The node and all inside it, outermost first."""
    return iter(_nodes_of(node))


# Kinds that hold no others: most of the nodes that are walked.
_LEAVES = frozenset({Always, Never, Compare, Is, Has, Recorded, Unread, Judgement, Administrative})


def _nodes_of(node: Node) -> list[Node]:
    if type(node) in _LEAVES:
        return [node]
    found: list[Node] = []
    stack = [node]
    while stack:
        one = stack.pop()
        found.append(one)
        kind = type(one)
        if kind is All or kind is AnyOf:
            stack += one.children[::-1]  # type: ignore[attr-defined]  # both have them
        elif kind not in _LEAVES:
            stack += children_of(one)[::-1]
    return found


def unread_texts(node: Node) -> tuple[str, ...]:
    """The texts that were not understood, in order."""
    return tuple([one.text for one in _nodes_of(node) if type(one) is Unread])


def facts_asked(node: Node) -> tuple[str, ...]:
    """The facts and event lists a criterion asks about, each once, in order."""
    names: dict[str, None] = {}
    for one in _nodes_of(node):
        kind = type(one)
        if kind in _ASKING:
            subject = one.subject  # type: ignore[attr-defined]  # kinds of `_ASKING` have one
            if type(subject) is FactRef:
                names[subject.name] = None
        elif isinstance(one, (AnyEvent, CountEvents)):
            names[one.events] = None
    return tuple(names)


_ASKING = frozenset({Compare, Is, Has, Recorded})


ALL_NODES: tuple[type[Node], ...] = (
    Always, Never, All, AnyOf, Not, AtLeast, Unless, Implies, Compare, Is, Has, Recorded,
    AnyEvent, CountEvents, Unread, Judgement, Administrative, Pending,
)  # fmt: skip
