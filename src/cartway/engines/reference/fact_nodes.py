"""Nodes that ask a fact: compare, is, has, recorded."""

from __future__ import annotations

from collections.abc import Callable

from cartway.criteria import nodes
from cartway.criteria.nodes import Attribute, FactRef
from cartway.engines.reference import choose
from cartway.engines.reference.compare import compare_fact
from cartway.engines.reference.context import Context
from cartway.engines.reference.outcome import (
    FALSE,
    TRUE,
    UNKNOWN,
    Outcome,
    Reason,
    any_holds,
    combine,
    known,
    unknown,
    why_of,
)
from cartway.errors import InternalError
from cartway.facts import Fact, FactDefinition
from cartway.facts.ages import completed_age
from cartway.truth import any_of, truth_of
from cartway.values import Duration


def compare(context: Context, node: nodes.Compare) -> Outcome:
    """Compare the latest value in the window with a number."""
    subject = _fact_ref(node.subject)
    definition = context.vocabulary.fact(subject.name)
    if subject.name == "age":
        return _compare_age(context, node)
    return _from_latest(
        context, subject, definition, node.window, lambda fact: compare_fact(node, fact, definition)
    )


def _compare_age(context: Context, node: nodes.Compare) -> Outcome:
    age = completed_age(context.record, context.as_of, node.limit.unit)
    if age is None:
        return unknown(Reason.NOT_RECORDED, "age")
    interval, fact = age
    truth = interval.compare(node.operator, node.limit.value)
    if truth is UNKNOWN:
        return Outcome(UNKNOWN, (why_of(Reason.BORDERLINE, "age"),), (fact,))
    return known(truth, (fact,))


def is_a(context: Context, node: nodes.Is) -> Outcome:
    """Ask whether the latest value is a concept or lies below it."""
    subject = _fact_ref(node.subject)
    definition = context.vocabulary.fact(subject.name)
    if definition.many:
        return _is_among(context, node, subject, definition)
    return _from_latest(
        context,
        subject,
        definition,
        node.window,
        lambda fact: _is_concept(context, fact, node.concept),
    )


def _is_concept(context: Context, fact: Fact, concept: str) -> Outcome:
    truth = context.vocabulary.hierarchy.is_a(str(fact.value), concept)
    key = (id(fact), truth)
    outcome = context.of_concepts.get(key)
    if outcome is None:
        general = (why_of(Reason.TOO_GENERAL, fact.fact, fact.argument),)
        outcome = Outcome(truth, general if truth is UNKNOWN else (), (fact,))
        context.of_concepts[key] = outcome
    return outcome


def _is_among(
    context: Context, node: nodes.Is, subject: FactRef, definition: FactDefinition
) -> Outcome:
    """Several values may hold at once; an open list does not rule out what it leaves out."""
    recorded = context.facts(subject.name, subject.argument)
    recorded = choose.inside(recorded, definition, context.as_of, node.window)
    if not recorded:
        return unknown(Reason.NOT_RECORDED, subject.name, subject.argument)
    parts = []
    for fact in recorded:
        outcome = _is_concept(context, fact, node.concept)
        reason = choose.usable(fact)
        if reason is not None and outcome.truth is not FALSE:
            outcome = Outcome(UNKNOWN, (why_of(reason, subject.name, subject.argument),), (fact,))
        parts.append(outcome)
    truth = any_of([one.truth for one in parts])
    if truth is FALSE and not definition.closed:
        against = [
            fact
            for fact in recorded
            if choose.usable(fact) is None and _excludes(context, str(fact.value), node.concept)
        ]
        if not against:
            return Outcome(
                UNKNOWN,
                (why_of(Reason.NOT_RECORDED, subject.name, subject.argument),),
                tuple(recorded),
            )
        return known(FALSE, against)
    return any_holds(parts)


def _excludes(context: Context, value: str, concept: str) -> bool:
    above = context.vocabulary.hierarchy.ancestors(concept)
    return any(
        set(held.excludes) & above
        for name in context.vocabulary.hierarchy.ancestors(value)
        if (held := context.vocabulary.concepts.get(name)) is not None
    )


def has(context: Context, node: nodes.Has) -> Outcome:
    """Ask a yes-or-no fact."""
    subject = _fact_ref(node.subject)
    definition = context.vocabulary.fact(subject.name)
    return _from_latest(
        context,
        subject,
        definition,
        node.window,
        lambda fact: known(truth_of(fact.value is True), (fact,)),
    )


def recorded(context: Context, node: nodes.Recorded) -> Outcome:
    """Ask whether anything was recorded in the window."""
    definition = context.vocabulary.fact(node.subject.name)
    return _from_latest(
        context, node.subject, definition, node.window, lambda fact: known(TRUE, (fact,))
    )


def _from_latest(
    context: Context,
    subject: FactRef,
    definition: FactDefinition,
    window: Duration | None,
    ask: Callable[[Fact], Outcome],
) -> Outcome:
    """Ask the latest value in the window; values of one day that disagree settle nothing."""
    recorded, latest = context.latest(subject.name, subject.argument, definition, window)
    if not recorded:
        return unknown(Reason.NOT_RECORDED, subject.name, subject.argument)
    if not latest:
        why = why_of(Reason.OUT_OF_WINDOW, subject.name, subject.argument)
        return Outcome(UNKNOWN, (why,), tuple(choose.latest(recorded)))
    parts = []
    for fact in latest:
        reason = choose.usable(fact)
        if reason is not None:
            why = why_of(reason, subject.name, subject.argument)
            parts.append(Outcome(UNKNOWN, (why,), (fact,)))
        else:
            parts.append(ask(fact))
    truths = {one.truth for one in parts}
    if len(truths) == 1:
        return combine(truths.pop(), parts)
    why = why_of(Reason.SOURCES_DISAGREE, subject.name, subject.argument)
    return Outcome(UNKNOWN, (why,), tuple(item for one in parts for item in one.proof))


def _fact_ref(subject: nodes.Subject) -> FactRef:
    if isinstance(subject, Attribute):
        raise InternalError(f"the attribute {subject.name} outside any list of events")
    return subject
