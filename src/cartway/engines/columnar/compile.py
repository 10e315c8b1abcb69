"""From options to a plan: equal parts become one step, names become words and numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from cartway.criteria import Line, Option, nodes
from cartway.criteria.nodes import Attribute, FactRef, Node
from cartway.engines.columnar.atoms.age import AgeLeaf
from cartway.engines.columnar.atoms.codes import IsAmongLeaf, IsLeaf, Subsumption
from cartway.engines.columnar.atoms.compare import CompareLeaf
from cartway.engines.columnar.atoms.events import AnyEventLeaf, CountEventsLeaf
from cartway.engines.columnar.atoms.leaf import Asked, Constant, Leaf
from cartway.engines.columnar.atoms.measured import Measure
from cartway.engines.columnar.atoms.presence import HasLeaf, RecordedLeaf
from cartway.engines.columnar.compile_about import Asked as AskedAbout
from cartway.engines.columnar.compile_about import asked_about, settle
from cartway.engines.columnar.compile_events import EventsCompiler, concepts_asked
from cartway.engines.columnar.days import day_number, first_day
from cartway.engines.columnar.plan import Join, Operator, Plan, PlannedLine, PlannedOption
from cartway.errors import InternalError
from cartway.facts import FactDefinition, Vocabulary
from cartway.values import Duration

# What is the same for everyone: its truth (0 false, 1 unknown, 2 true) and why it is unknown.
CONSTANTS: dict[type[Node], Constant] = {
    nodes.Always: Constant(2),
    nodes.Never: Constant(0),
    nodes.Unread: Constant(1, ("line_not_read",)),
    nodes.Judgement: Constant(1, ("needs_judgement",)),
    nodes.Administrative: Constant(1, ("administrative",)),
    nodes.Pending: Constant(1, ("knowledge_pending",)),
}


def compile_options(options: Iterable[Option], vocabulary: Vocabulary, as_of: date) -> Plan:
    """Make a plan for all options on a day.

    Raises:
        InputError: a fact, list or concept that the vocabulary does not have.
    """
    held = list(options)
    compiler = Compiler(vocabulary, as_of)
    compiler.settle_about(held)
    planned = [
        PlannedOption(one.id, one.kind, tuple(compiler.line(line, one) for line in one.lines))
        for one in held
    ]
    return compiler.plan(planned)


def compile_nodes(criteria: Iterable[Node], vocabulary: Vocabulary, as_of: date) -> Plan:
    """Make a plan in which every criterion is an option of its own, numbered in order.

    What a criterion gives is kept as it is: only a line has the rule that unread text is never met.
    """
    compiler = Compiler(vocabulary, as_of)
    planned = [
        PlannedOption(str(at), "criterion", (PlannedLine(compiler.number(node), ""),))
        for at, node in enumerate(criteria)
    ]
    return compiler.plan(planned)


class Compiler:
    """Collects the steps; equal steps get one number."""

    def __init__(
        self, vocabulary: Vocabulary, as_of: date, subsumption: Subsumption | None = None
    ) -> None:
        self.vocabulary = vocabulary
        self.as_of = as_of
        self.day = day_number(as_of)
        self.steps: list[Leaf | Join] = []
        self._numbers: dict[Leaf | Join, int] = {}
        self._nodes: dict[Node, int] = {}
        self._subsumption = subsumption or Subsumption(vocabulary)
        self._events = EventsCompiler(vocabulary, self._subsumption)
        self.settled: dict[AskedAbout, Constant] = {}

    def line(self, line: Line, option: Option) -> PlannedLine:
        """Plan a line of an option."""
        about_option = line.about == "option"
        step = self._about(line, option) if about_option else self.number(line.eligibility)
        if not line.read:
            step = self._add(Join("unread", (step,)))
        concepts = () if about_option else concepts_asked(line.node, self.vocabulary)
        return PlannedLine(step, line.text, line.decides, line.read and not about_option, concepts)

    def settle_about(self, options: list[Option]) -> None:
        """Judge the lines about the options themselves."""
        asked = asked_about(options)
        compiler = Compiler(self.vocabulary, self.as_of, self._subsumption)
        numbers = {node: compiler.number(node) for node, _ in asked}
        self.settled = settle(asked, compiler.plan(()), numbers, self.vocabulary)

    def plan(self, options: Iterable[PlannedOption]) -> Plan:
        """The steps so far, with what a plan must know of the vocabulary."""
        facts = self.vocabulary.facts.values()
        return Plan(
            tuple(self.steps),
            tuple(options),
            self.as_of.isoformat(),
            frozenset(self.vocabulary.concepts),
            frozenset(one.id for one in facts if not one.ask),
        )

    def _about(self, line: Line, option: Option) -> int:
        """What the option's own facts settle is the same for every patient."""
        return self._add(self.settled[line.eligibility, option.facts])

    def number(self, node: Node) -> int:
        """The number of the step that gives a node."""
        if node not in self._nodes:
            compile_one = COMPILATIONS.get(type(node))
            if compile_one is None:
                raise InternalError(f"the columnar engine does not know {type(node).__name__}")
            self._nodes[node] = self._add(compile_one(self, node))
        return self._nodes[node]

    def _add(self, step: Leaf | Join) -> int:
        if step not in self._numbers:
            self._numbers[step] = len(self.steps)
            self.steps.append(step)
        return self._numbers[step]

    def _join(self, operator: Operator, parts: Iterable[Node], count: int = 0) -> Join:
        numbers = tuple(self.number(part) for part in parts)
        return Join(operator, numbers, count)

    def _negated(self, node: Node) -> int:
        return self._add(self._join("not", (node,)))

    def _constant(self, node: Node) -> Constant:
        return CONSTANTS[type(node)]

    def _all(self, node: nodes.All) -> Join:
        return self._join("and", node.children)

    def _any_of(self, node: nodes.AnyOf) -> Join:
        return self._join("or", node.children)

    def _not(self, node: nodes.Not) -> Join:
        return self._join("not", (node.child,))

    def _at_least(self, node: nodes.AtLeast) -> Join:
        return self._join("at_least", node.children, node.count)

    def _unless(self, node: nodes.Unless) -> Join:
        return self._join("or", (node.child, node.exception))

    def _implies(self, node: nodes.Implies) -> Join:
        return Join("or", (self._negated(node.condition), self.number(node.child)))

    def _asked(
        self, subject: nodes.Subject, window: Duration | None
    ) -> tuple[Asked, FactDefinition]:
        if isinstance(subject, Attribute):
            raise InternalError(f"the attribute {subject.name} outside any list of events")
        definition = self.vocabulary.fact(subject.name)
        lapses = window is not None and definition.changes == "test"
        cutoff = first_day(self.as_of, window) if lapses else None
        return Asked(subject.name, subject.argument, self.day, cutoff), definition

    def _compare(self, node: nodes.Compare) -> Leaf:
        limit = node.limit
        if isinstance(node.subject, FactRef) and node.subject.name == "age":
            return AgeLeaf(self.day, node.operator, limit.value, limit.unit)
        asked, definition = self._asked(node.subject, node.window)
        measure = Measure(
            definition.unit,
            definition.molar_mass,
            definition.plausible,
            definition.usual_upper_limit,
        )
        return CompareLeaf(asked, measure, node.operator, limit.value, limit.unit)

    def _is(self, node: nodes.Is) -> Leaf:
        asked, definition = self._asked(node.subject, node.window)
        subsumed = self._subsumption.under(node.concept)
        if not definition.many:
            return IsLeaf(asked, subsumed)
        against = self._subsumption.excluding(node.concept)
        return IsAmongLeaf(asked, subsumed, against, definition.closed)

    def _has(self, node: nodes.Has) -> Leaf:
        return HasLeaf(self._asked(node.subject, node.window)[0])

    def _recorded(self, node: nodes.Recorded) -> Leaf:
        return RecordedLeaf(self._asked(node.subject, node.window)[0])

    def _any_event(self, node: nodes.AnyEvent) -> Leaf:
        cutoff = first_day(self.as_of, node.window)
        where, absent = self._events.condition(node.events, node.where, cutoff)
        return AnyEventLeaf(node.events, where, self.day, cutoff, absent)

    def _count_events(self, node: nodes.CountEvents) -> Leaf:
        cutoff = first_day(self.as_of, node.window)
        where, absent = self._events.condition(node.events, node.where, cutoff)
        return CountEventsLeaf(
            node.events, where, self.day, cutoff, absent, node.operator, node.number
        )


# Each method takes the node it is filed under.
COMPILATIONS: dict[type[Node], Callable[[Compiler, Any], Leaf | Join]] = {
    **dict.fromkeys(CONSTANTS, Compiler._constant),
    nodes.All: Compiler._all,
    nodes.AnyOf: Compiler._any_of,
    nodes.Not: Compiler._not,
    nodes.AtLeast: Compiler._at_least,
    nodes.Unless: Compiler._unless,
    nodes.Implies: Compiler._implies,
    nodes.Compare: Compiler._compare,
    nodes.Is: Compiler._is,
    nodes.Has: Compiler._has,
    nodes.Recorded: Compiler._recorded,
    nodes.AnyEvent: Compiler._any_event,
    nodes.CountEvents: Compiler._count_events,
}
