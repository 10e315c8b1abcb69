"""Compare one recorded number with a limit."""

from __future__ import annotations

from cartway.criteria import Compare
from cartway.engines.reference.outcome import UNKNOWN, Outcome, Reason, known, unknown
from cartway.facts import Fact, FactDefinition
from cartway.values import Interval, Quantity


def compare_fact(node: Compare, fact: Fact, definition: FactDefinition) -> Outcome:
    """Say whether a recorded quantity stands so to the limit.

    A value outside the plausible range is taken for a unit error and proves nothing.
    """
    quantity = fact.value
    if not isinstance(quantity, Quantity):
        return unknown(Reason.UNIT_UNCLEAR, fact.fact, fact.argument)
    own = quantity.interval_in(definition.unit, definition.molar_mass)
    if own is None or not _plausible(own, definition):
        return _doubt(Reason.UNIT_UNCLEAR, fact)
    if node.limit.unit in ("ULN", "LLN"):
        return _compare_with_reference(node, fact, quantity, own, definition)
    interval = quantity.interval_in(node.limit.unit, definition.molar_mass)
    if interval is None:
        return _doubt(Reason.UNIT_UNCLEAR, fact)
    return _settle(interval, node.operator, node.limit.value, fact)


def compare_attribute(node: Compare, value: object, events: str) -> Outcome:
    """The same for an attribute of an event; what is unknown is unknown of the list `events`."""
    if not isinstance(value, Quantity):
        return unknown(Reason.NOT_RECORDED, events)
    interval = value.interval_in(node.limit.unit)
    if interval is None:
        return unknown(Reason.UNIT_UNCLEAR, events)
    truth = interval.compare(node.operator, node.limit.value)
    return unknown(Reason.BORDERLINE, events) if truth is UNKNOWN else known(truth)


def _plausible(own: Interval, definition: FactDefinition) -> bool:
    if definition.plausible is None:
        return True
    low, high = definition.plausible
    return own.high >= low and own.low <= high


def _compare_with_reference(
    node: Compare, fact: Fact, quantity: Quantity, own: Interval, definition: FactDefinition
) -> Outcome:
    recorded = fact.upper_limit if node.limit.unit == "ULN" else fact.lower_limit
    if recorded is not None:
        interval = quantity.interval_in(quantity.unit)
        assert interval is not None
        limit = float(f"{node.limit.value * recorded:.12g}")
        return _settle(interval, node.operator, limit, fact)
    if node.limit.unit == "LLN" or definition.usual_upper_limit is None:
        return _doubt(Reason.LIMIT_NOT_RECORDED, fact)
    # No limit on record: decided only where every limit in common use gives the same answer.
    low, high = (limit * node.limit.value for limit in definition.usual_upper_limit)
    truths = {own.compare(node.operator, low), own.compare(node.operator, high)}
    if len(truths) > 1 or UNKNOWN in truths:
        return _doubt(Reason.LIMIT_NOT_RECORDED, fact)
    return known(truths.pop(), (fact,))


def _settle(interval: Interval, operator: str, limit: float, fact: Fact) -> Outcome:
    truth = interval.compare(operator, limit)
    return _doubt(Reason.BORDERLINE, fact) if truth is UNKNOWN else known(truth, (fact,))


def _doubt(reason: Reason, fact: Fact) -> Outcome:
    outcome = unknown(reason, fact.fact, fact.argument)
    return Outcome(outcome.truth, outcome.whys, (fact,))
