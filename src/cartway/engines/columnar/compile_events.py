"""Conditions on events: what is asked of each event, and which absence rules it out."""

from __future__ import annotations

from cartway.criteria import nodes
from cartway.criteria.nodes import Attribute, Node
from cartway.engines.columnar.atoms.absences import RuledOut, RuledOutBy, RuledOutJoined
from cartway.engines.columnar.atoms.codes import Subsumption
from cartway.engines.columnar.atoms.where import (
    Always,
    CompareAttribute,
    HasAttribute,
    IsAttribute,
    Joined,
    Where,
)
from cartway.errors import InternalError
from cartway.facts import Vocabulary

_SAME_FOR_ALL: dict[type[Node], Always] = {
    nodes.Always: Always(2),
    nodes.Never: Always(0),
    nodes.Unread: Always(1, "line_not_read"),
    nodes.Judgement: Always(1, "needs_judgement"),
    nodes.Administrative: Always(1, "administrative"),
    nodes.Pending: Always(1, "knowledge_pending"),
}


def concepts_asked(node: Node, vocabulary: Vocabulary) -> tuple[tuple[str, str | None], ...]:
    """Each list that a criterion asks about, with the concept if it asks for exactly one."""
    found: dict[str, set[str]] = {}
    for one in nodes.walk(node):
        if isinstance(one, (nodes.AnyEvent, nodes.CountEvents)):
            main = Attribute(vocabulary.event_list(one.events).main)
            inside = nodes.walk(one.where) if one.where is not None else ()
            asked = (part for part in inside if isinstance(part, nodes.Is))
            found.setdefault(one.events, set()).update(
                part.concept for part in asked if part.subject == main
            )
    return tuple(
        (events, next(iter(asked)) if len(asked) == 1 else None) for events, asked in found.items()
    )


class EventsCompiler:
    """Compiles what stands inside ``where``."""

    def __init__(self, vocabulary: Vocabulary, subsumption: Subsumption) -> None:
        self.vocabulary = vocabulary
        self._subsumption = subsumption

    def condition(
        self, events: str, where: Node | None, cutoff: int | None
    ) -> tuple[Where | None, RuledOut | None]:
        """The condition on each event, and what rules such events out."""
        main = self.vocabulary.event_list(events).main
        if where is None:
            return None, None
        return self._where(where), self._ruled_out(events, where, cutoff, main)

    def _where(self, node: Node) -> Where:
        match node:
            case nodes.All(children):
                return Joined("and", tuple(map(self._where, children)))
            case nodes.AnyOf(children):
                return Joined("or", tuple(map(self._where, children)))
            case nodes.AtLeast(count, children):
                return Joined("at_least", tuple(map(self._where, children)), count)
            case nodes.Not(child):
                return Joined("not", (self._where(child),))
            case nodes.Unless(child, exception):
                return Joined("or", (self._where(child), self._where(exception)))
            case nodes.Implies(condition, child):
                return Joined("or", (Joined("not", (self._where(condition),)), self._where(child)))
            case nodes.Compare(Attribute(name), operator, limit, _):
                return CompareAttribute(name, operator, limit.value, limit.unit)
            case nodes.Is(Attribute(name), concept, _):
                return IsAttribute(name, self._subsumption.under(concept))
            case nodes.Has(Attribute(name), _):
                return HasAttribute(name)
        if type(node) in _SAME_FOR_ALL:
            return _SAME_FOR_ALL[type(node)]
        raise InternalError(f"{type(node).__name__} cannot stand inside 'where'")

    def _ruled_out(
        self,
        events: str,
        where: Node,
        cutoff: int | None,
        main: str,
        statuses: frozenset[str] = frozenset(),
    ) -> RuledOut | None:
        """Follow an *or* (each part needs its absence) and an *and* (one absence is enough)."""
        above = self.vocabulary.hierarchy.ancestors
        if isinstance(where, nodes.AnyOf):
            each = [self._ruled_out(events, one, cutoff, main, statuses) for one in where.children]
            known = tuple(one for one in each if one is not None)
            return RuledOutJoined(True, known) if len(known) == len(each) else None
        if isinstance(where, nodes.All):
            asked = statuses.union(
                *(
                    above(one.concept)
                    for one in where.children
                    if isinstance(one, nodes.Is) and one.subject == Attribute("status")
                )
            )
            each = [self._ruled_out(events, one, cutoff, main, asked) for one in where.children]
            found = tuple(one for one in each if one is not None)
            return RuledOutJoined(False, found) if found else None
        if isinstance(where, nodes.Is) and where.subject == Attribute(main):
            return RuledOutBy(events, above(where.concept), statuses, cutoff)
        return None
