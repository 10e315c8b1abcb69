"""Nodes that ask a list of events: any, count."""

from __future__ import annotations

from datetime import date

from cartway.criteria import nodes
from cartway.criteria.nodes import Attribute, Node
from cartway.engines.reference import events
from cartway.engines.reference.compare import compare_attribute
from cartway.engines.reference.constants import no_record_settles
from cartway.engines.reference.context import Context
from cartway.engines.reference.outcome import (
    FALSE,
    NO,
    TRUE,
    UNKNOWN,
    YES,
    Outcome,
    Proof,
    Reason,
    all_hold,
    any_holds,
    combine,
    inverted,
    known,
    unknown,
    why_of,
)
from cartway.facts import Certainty, Event
from cartway.truth import any_of, at_least, truth_of
from cartway.values import Interval, subtract_duration


def any_event(context: Context, node: nodes.AnyEvent) -> Outcome:
    """TRUE if one event satisfies it; FALSE if none can; otherwise unknown."""
    satisfying, open_, proof = _look(context, node)
    if satisfying:
        return known(TRUE, satisfying)
    if proof is not None:
        return known(FALSE, proof)
    if open_:
        return combine(UNKNOWN, open_)
    return unknown(Reason.LIST_NOT_COMPLETE, node.events)


def count_events(context: Context, node: nodes.CountEvents) -> Outcome:
    """Compare the fewest and the most events that may satisfy it with a number."""
    satisfying, open_, proof = _look(context, node)
    low = len(satisfying)
    high = float(low + len(open_)) if _bounded(context, node, proof) else float("inf")
    if proof is not None and not satisfying:
        high = 0.0
    truth = Interval(low, high).compare(node.operator, node.number)
    if truth is UNKNOWN:
        if open_:
            return combine(UNKNOWN, open_)
        return unknown(Reason.LIST_NOT_COMPLETE, node.events)
    return known(truth, satisfying or proof or ())


def _bounded(context: Context, node: nodes.CountEvents, proof: tuple[Proof, ...] | None) -> bool:
    return proof is not None or node.events in context.record.complete


def _look(
    context: Context, node: nodes.AnyEvent | nodes.CountEvents
) -> tuple[list[Event], list[Outcome], tuple[Proof, ...] | None]:
    """Sort a list's events.

    Returns:
        The events that satisfy, the outcomes of those that may, and what proves that there
        are no others: the absence recorded, or the complete list (None if nothing does).
    """
    definition = context.vocabulary.event_list(node.events)
    cutoff = None if node.window is None else subtract_duration(context.as_of, node.window)
    listed = context.events(node.events)
    satisfying: list[Event] = []
    open_: list[Outcome] = []
    for event in listed:
        outcome = _event(context, event, node.where, cutoff)
        if outcome.truth is TRUE:
            satisfying.append(event)
        elif outcome.truth is UNKNOWN:
            open_.append(outcome)
    if satisfying and isinstance(node, nodes.AnyEvent):
        return satisfying, open_, None
    absence = events.ruled_out(
        node.where,
        context.record.absences_of(node.events),
        cutoff,
        definition.main,
        context.vocabulary,
    )
    if absence is not None:
        return satisfying, open_, (absence,)
    if node.events in context.record.complete and not open_:
        return satisfying, open_, tuple(listed)
    return satisfying, open_, None


def _event(context: Context, event: Event, where: Node | None, cutoff: date | None) -> Outcome:
    """Whether one event satisfies the condition within the window."""
    inside = events.in_window(event, cutoff)
    if inside is FALSE:
        return NO
    outcome = YES if where is None else _where(context, event, where)
    if outcome.truth is FALSE:
        return NO
    whys = outcome.whys
    if inside is UNKNOWN:
        whys = (why_of(Reason.OUT_OF_WINDOW, event.events), *whys)
    if event.certainty is not Certainty.STATED and event.certainty is not Certainty.DERIVED:
        whys = (*whys, why_of(Reason.UNCERTAIN, event.events))
    return Outcome(UNKNOWN, whys, (event,)) if whys else YES


def _where(context: Context, event: Event, node: Node) -> Outcome:
    match node:
        case nodes.Is(Attribute(name), concept, _):
            return _attribute_is(context, event, name, concept)
        case nodes.All(children):
            return all_hold([_where(context, event, one) for one in children])
        case nodes.AnyOf(children):
            return any_holds([_where(context, event, one) for one in children])
        case nodes.AtLeast(count, children):
            parts = [_where(context, event, one) for one in children]
            return combine(at_least(count, (one.truth for one in parts)), parts)
        case nodes.Not(child):
            return inverted(_where(context, event, child))
        case nodes.Unless(child, exception):
            return _where(context, event, nodes.AnyOf((child, exception)))
        case nodes.Implies(condition, child):
            return _where(context, event, nodes.AnyOf((nodes.Not(condition), child)))
        case nodes.Compare(Attribute(), _, _, _):
            return _attribute_compare(context, event, node)
        case nodes.Has(Attribute(name), _):
            values = event.attributes.get(name, ())
            if not values:
                return unknown(Reason.NOT_RECORDED, event.events)
            return known(truth_of(any(value is True for value in values)))
    return no_record_settles(node)


def _attribute_compare(context: Context, event: Event, node: nodes.Compare) -> Outcome:
    assert isinstance(node.subject, Attribute)
    values = event.attributes.get(node.subject.name, ())
    if not values:
        return unknown(Reason.NOT_RECORDED, event.events)
    return any_holds([compare_attribute(node, value, event.events) for value in values])


def _attribute_is(context: Context, event: Event, name: str, concept: str) -> Outcome:
    values = event.attributes.get(name, ())
    if not values:
        return unknown(Reason.NOT_RECORDED, event.events)
    is_a = context.vocabulary.hierarchy.is_a
    truth = any_of([is_a(str(value), concept) for value in values])
    if truth is UNKNOWN:
        return unknown(Reason.TOO_GENERAL, event.events)
    return YES if truth is TRUE else NO
