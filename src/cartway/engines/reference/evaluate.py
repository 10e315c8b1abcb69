"""Evaluate any node for one record on one day. This module is the meaning of the language.

Records are taken as normalised (`facts.normalise`): regimens spelt out, acute conditions closed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from cartway.criteria import nodes
from cartway.criteria.nodes import Attribute, FactRef, Node
from cartway.engines.reference import choose, events
from cartway.engines.reference.compare import compare_attribute, compare_fact
from cartway.engines.reference.outcome import (
    FALSE,
    TRUE,
    UNKNOWN,
    Outcome,
    Proof,
    Reason,
    Why,
    combine,
    inverted,
    known,
    unknown,
)
from cartway.errors import InternalError
from cartway.facts import Certainty, Event, Fact, FactDefinition, Record, Vocabulary
from cartway.facts.ages import completed_age
from cartway.truth import Truth, all_of, any_of, at_least, truth_of
from cartway.values import Duration, Interval, subtract_duration


class Evaluator:
    """Evaluates criteria for one record on one day; equal nodes held as one object cost once.

    Args:
        record: what is known of the patient.
        as_of: the day; later facts are not seen.
        vocabulary: definitions and hierarchy.
    """

    def __init__(self, record: Record, as_of: date, vocabulary: Vocabulary) -> None:
        self.record = record
        self.as_of = as_of
        self.vocabulary = vocabulary
        # Keyed by identity, and the node is kept so that its identity cannot be reused.
        self._known: dict[int, tuple[Node, Outcome]] = {}

    def evaluate(self, node: Node) -> Outcome:
        """Give the truth of a node with reasons and proof."""
        held = self._known.get(id(node))
        if held is not None:
            return held[1]
        evaluator = _EVALUATORS.get(type(node))
        if evaluator is None:
            raise InternalError(f"the reference engine does not know {type(node).__name__}")
        outcome = evaluator(self, node)
        self._known[id(node)] = (node, outcome)
        return outcome

    def _all(self, node: nodes.All) -> Outcome:
        parts = [self.evaluate(child) for child in node.children]
        return combine(all_of(one.truth for one in parts), parts, FALSE)

    def _any_of(self, node: nodes.AnyOf) -> Outcome:
        parts = [self.evaluate(child) for child in node.children]
        return combine(any_of(one.truth for one in parts), parts, TRUE)

    def _not(self, node: nodes.Not) -> Outcome:
        return inverted(self.evaluate(node.child))

    def _at_least(self, node: nodes.AtLeast) -> Outcome:
        parts = [self.evaluate(child) for child in node.children]
        truth = at_least(node.count, (one.truth for one in parts))
        return combine(truth, parts, UNKNOWN)

    def _unless(self, node: nodes.Unless) -> Outcome:
        parts = [self.evaluate(node.child), self.evaluate(node.exception)]
        return combine(any_of(one.truth for one in parts), parts, TRUE)

    def _implies(self, node: nodes.Implies) -> Outcome:
        parts = [inverted(self.evaluate(node.condition)), self.evaluate(node.child)]
        return combine(any_of(one.truth for one in parts), parts, TRUE)

    def _always(self, _: nodes.Always) -> Outcome:
        return known(TRUE)

    def _never(self, _: nodes.Never) -> Outcome:
        return known(FALSE)

    def _unread(self, _: nodes.Unread) -> Outcome:
        return unknown(Reason.LINE_NOT_READ)

    def _judgement(self, _: nodes.Judgement) -> Outcome:
        return unknown(Reason.NEEDS_JUDGEMENT)

    def _administrative(self, _: nodes.Administrative) -> Outcome:
        return unknown(Reason.ADMINISTRATIVE)

    def _pending(self, _: nodes.Pending) -> Outcome:
        return unknown(Reason.KNOWLEDGE_PENDING)

    # Facts

    def _compare(self, node: nodes.Compare) -> Outcome:
        subject = _fact_ref(node.subject)
        definition = self.vocabulary.fact(subject.name)
        if subject.name == "age":
            return self._compare_age(node)
        return self._from_latest(
            subject, definition, node.window, lambda fact: compare_fact(node, fact, definition)
        )

    def _compare_age(self, node: nodes.Compare) -> Outcome:
        age = completed_age(self.record, self.as_of, node.limit.unit)
        if age is None:
            return unknown(Reason.NOT_RECORDED, "age")
        interval, fact = age
        truth = interval.compare(node.operator, node.limit.value)
        if truth is UNKNOWN:
            return Outcome(UNKNOWN, (Why(Reason.BORDERLINE, "age"),), (fact,))
        return known(truth, (fact,))

    def _is(self, node: nodes.Is) -> Outcome:
        subject = _fact_ref(node.subject)
        definition = self.vocabulary.fact(subject.name)
        if definition.many:
            return self._is_among(node, subject, definition)
        return self._from_latest(
            subject, definition, node.window, lambda fact: self._is_concept(fact, node.concept)
        )

    def _is_concept(self, fact: Fact, concept: str) -> Outcome:
        truth = self.vocabulary.hierarchy.is_a(str(fact.value), concept)
        if truth is UNKNOWN:
            return Outcome(UNKNOWN, (Why(Reason.TOO_GENERAL, fact.fact, fact.argument),), (fact,))
        return known(truth, (fact,))

    def _is_among(self, node: nodes.Is, subject: FactRef, definition: FactDefinition) -> Outcome:
        """Several values may hold at once; an open list does not rule out what it leaves out."""
        recorded = choose.visible(self.record.facts_of(subject.name, subject.argument), self.as_of)
        recorded = choose.inside(recorded, definition, self.as_of, node.window)
        if not recorded:
            return unknown(Reason.NOT_RECORDED, subject.name, subject.argument)
        parts = []
        for fact in recorded:
            outcome = self._is_concept(fact, node.concept)
            reason = choose.usable(fact)
            if reason is not None and outcome.truth is not FALSE:
                outcome = Outcome(UNKNOWN, (Why(reason, subject.name, subject.argument),), (fact,))
            parts.append(outcome)
        truth = any_of(one.truth for one in parts)
        if truth is FALSE and not definition.closed:
            against = [
                fact
                for fact in recorded
                if choose.usable(fact) is None and self._excludes(str(fact.value), node.concept)
            ]
            if not against:
                return Outcome(
                    UNKNOWN,
                    (Why(Reason.NOT_RECORDED, subject.name, subject.argument),),
                    tuple(recorded),
                )
            return known(FALSE, against)
        return combine(truth, parts, TRUE)

    def _excludes(self, value: str, concept: str) -> bool:
        above = self.vocabulary.hierarchy.ancestors(concept)
        return any(
            set(held.excludes) & above
            for name in self.vocabulary.hierarchy.ancestors(value)
            if (held := self.vocabulary.concepts.get(name)) is not None
        )

    def _has(self, node: nodes.Has) -> Outcome:
        subject = _fact_ref(node.subject)
        definition = self.vocabulary.fact(subject.name)
        return self._from_latest(
            subject,
            definition,
            node.window,
            lambda fact: known(truth_of(fact.value is True), (fact,)),
        )

    def _recorded(self, node: nodes.Recorded) -> Outcome:
        definition = self.vocabulary.fact(node.subject.name)
        return self._from_latest(
            node.subject, definition, node.window, lambda fact: known(TRUE, (fact,))
        )

    def _from_latest(
        self,
        subject: FactRef,
        definition: FactDefinition,
        window: Duration | None,
        ask: Callable[[Fact], Outcome],
    ) -> Outcome:
        """Ask the latest value in the window; values of one day that disagree settle nothing."""
        recorded = choose.visible(self.record.facts_of(subject.name, subject.argument), self.as_of)
        if not recorded:
            return unknown(Reason.NOT_RECORDED, subject.name, subject.argument)
        within = choose.inside(recorded, definition, self.as_of, window)
        if not within:
            why = Why(Reason.OUT_OF_WINDOW, subject.name, subject.argument)
            return Outcome(UNKNOWN, (why,), tuple(choose.latest(recorded)))
        parts = []
        for fact in choose.latest(within):
            reason = choose.usable(fact)
            if reason is not None:
                why = Why(reason, subject.name, subject.argument)
                parts.append(Outcome(UNKNOWN, (why,), (fact,)))
            else:
                parts.append(ask(fact))
        truths = {one.truth for one in parts}
        if len(truths) == 1:
            return combine(truths.pop(), parts, UNKNOWN)
        why = Why(Reason.SOURCES_DISAGREE, subject.name, subject.argument)
        return Outcome(UNKNOWN, (why,), tuple(item for one in parts for item in one.proof))

    # Events

    def _any_event(self, node: nodes.AnyEvent) -> Outcome:
        satisfying, open_, proof = self._look(node)
        if satisfying:
            return known(TRUE, satisfying)
        if proof is not None:
            return known(FALSE, proof)
        if open_:
            return combine(UNKNOWN, open_, UNKNOWN)
        return unknown(Reason.LIST_NOT_COMPLETE, node.events)

    def _count_events(self, node: nodes.CountEvents) -> Outcome:
        satisfying, open_, proof = self._look(node)
        low = len(satisfying)
        high = float(low + len(open_)) if self._bounded(node, proof) else float("inf")
        if proof is not None and not satisfying:
            high = 0.0
        truth = Interval(low, high).compare(node.operator, node.number)
        if truth is UNKNOWN:
            if open_:
                return combine(UNKNOWN, open_, UNKNOWN)
            return unknown(Reason.LIST_NOT_COMPLETE, node.events)
        return known(truth, satisfying or proof or ())

    def _bounded(self, node: nodes.CountEvents, proof: tuple[Proof, ...] | None) -> bool:
        return proof is not None or node.events in self.record.complete

    def _look(
        self, node: nodes.AnyEvent | nodes.CountEvents
    ) -> tuple[list[Event], list[Outcome], tuple[Proof, ...] | None]:
        """Sort a list's events.

        Returns:
            The events that satisfy, the outcomes of those that may, and what proves that there
            are no others: the absence recorded, or the complete list (None if nothing does).
        """
        definition = self.vocabulary.event_list(node.events)
        cutoff = None if node.window is None else subtract_duration(self.as_of, node.window)
        listed = events.visible(self.record.events_of(node.events), self.as_of)
        satisfying: list[Event] = []
        open_: list[Outcome] = []
        for event in listed:
            outcome = self._event(event, node.where, cutoff)
            if outcome.truth is TRUE:
                satisfying.append(event)
            elif outcome.truth is UNKNOWN:
                open_.append(outcome)
        if satisfying and isinstance(node, nodes.AnyEvent):
            return satisfying, open_, None
        absence = events.ruled_out(
            node.where,
            self.record.absences_of(node.events),
            cutoff,
            definition.main,
            self.vocabulary,
        )
        if absence is not None:
            return satisfying, open_, (absence,)
        if node.events in self.record.complete and not open_:
            return satisfying, open_, tuple(listed)
        return satisfying, open_, None

    def _event(self, event: Event, where: Node | None, cutoff: date | None) -> Outcome:
        """Whether one event satisfies the condition within the window."""
        parts = [
            Outcome(events.in_window(event, cutoff), (Why(Reason.OUT_OF_WINDOW, event.events),))
        ]
        if where is not None:
            parts.append(self._where(event, where))
        if event.certainty is not Certainty.STATED and event.certainty is not Certainty.DERIVED:
            parts.append(unknown(Reason.UNCERTAIN, event.events))
        outcome = combine(all_of(one.truth for one in parts), parts, FALSE)
        return Outcome(outcome.truth, outcome.whys if outcome.truth is UNKNOWN else (), (event,))

    def _where(self, event: Event, node: Node) -> Outcome:
        match node:
            case nodes.All(children):
                parts = [self._where(event, one) for one in children]
                return combine(all_of(one.truth for one in parts), parts, FALSE)
            case nodes.AnyOf(children):
                parts = [self._where(event, one) for one in children]
                return combine(any_of(one.truth for one in parts), parts, TRUE)
            case nodes.AtLeast(count, children):
                parts = [self._where(event, one) for one in children]
                return combine(at_least(count, (one.truth for one in parts)), parts, UNKNOWN)
            case nodes.Not(child):
                return inverted(self._where(event, child))
            case nodes.Unless(child, exception):
                return self._where(event, nodes.AnyOf((child, exception)))
            case nodes.Implies(condition, child):
                return self._where(event, nodes.AnyOf((nodes.Not(condition), child)))
            case nodes.Compare(Attribute(), _, _, _):
                return self._attribute_compare(event, node)
            case nodes.Is(Attribute(name), concept, _):
                return self._attribute_is(event, name, concept)
            case nodes.Has(Attribute(name), _):
                values = event.attributes.get(name, ())
                if not values:
                    return unknown(Reason.NOT_RECORDED, event.events)
                return known(truth_of(any(value is True for value in values)))
        return self.evaluate(node)

    def _attribute_compare(self, event: Event, node: nodes.Compare) -> Outcome:
        assert isinstance(node.subject, Attribute)
        definition = self.vocabulary.event_list(event.events).attributes[node.subject.name]
        values = event.attributes.get(node.subject.name, ())
        if not values:
            return unknown(Reason.NOT_RECORDED, event.events)
        parts = [compare_attribute(node, value, definition) for value in values]
        return combine(any_of(one.truth for one in parts), parts, TRUE)

    def _attribute_is(self, event: Event, name: str, concept: str) -> Outcome:
        values = event.attributes.get(name, ())
        if not values:
            return unknown(Reason.NOT_RECORDED, event.events)
        truth: Truth = any_of(
            self.vocabulary.hierarchy.is_a(str(value), concept) for value in values
        )
        return unknown(Reason.TOO_GENERAL, event.events) if truth is UNKNOWN else known(truth)


def _fact_ref(subject: nodes.Subject) -> FactRef:
    if isinstance(subject, Attribute):
        raise InternalError(f"the attribute {subject.name} outside any list of events")
    return subject


# Each method takes the node it is filed under, which the type of a table cannot say.
_EVALUATORS: dict[type[Node], Callable[[Evaluator, Any], Outcome]] = {
    nodes.All: Evaluator._all,
    nodes.AnyOf: Evaluator._any_of,
    nodes.Not: Evaluator._not,
    nodes.AtLeast: Evaluator._at_least,
    nodes.Unless: Evaluator._unless,
    nodes.Implies: Evaluator._implies,
    nodes.Always: Evaluator._always,
    nodes.Never: Evaluator._never,
    nodes.Unread: Evaluator._unread,
    nodes.Judgement: Evaluator._judgement,
    nodes.Administrative: Evaluator._administrative,
    nodes.Pending: Evaluator._pending,
    nodes.Compare: Evaluator._compare,
    nodes.Is: Evaluator._is,
    nodes.Has: Evaluator._has,
    nodes.Recorded: Evaluator._recorded,
    nodes.AnyEvent: Evaluator._any_event,
    nodes.CountEvents: Evaluator._count_events,
}
