"""Refuse an ill-typed criterion when it is built: unknown names, unlike units, wrong kinds."""

from __future__ import annotations

from cartway.criteria.nodes import (
    All,
    AnyEvent,
    AnyOf,
    Attribute,
    Compare,
    CountEvents,
    FactRef,
    Has,
    Is,
    Node,
    Recorded,
    Subject,
    children_of,
)
from cartway.errors import CriterionError
from cartway.facts import AttributeDefinition, EventsDefinition, FactDefinition, Vocabulary
from cartway.values import convert_factor, parse_unit

Definition = FactDefinition | AttributeDefinition


def check(node: Node, vocabulary: Vocabulary) -> Node:
    """Return the node if every name, kind and unit in it fits the vocabulary.

    Raises:
        InputError: an unknown name (the nearest is named).
        CriterionError: a kind or a unit that does not fit.
    """
    _check(node, vocabulary, None)
    return node


def _check(node: Node, vocabulary: Vocabulary, scope: EventsDefinition | None) -> None:
    if isinstance(node, (All, AnyOf)):
        for child in node.children:
            _check(child, vocabulary, scope)
        return
    if isinstance(node, (AnyEvent, CountEvents)):
        if scope is not None:
            raise CriterionError("events inside the events of another list", code="C005")
        inner = vocabulary.event_list(node.events)
        if node.where is not None:
            _check(node.where, vocabulary, inner)
        return
    if isinstance(node, (Compare, Is, Has, Recorded)):
        definition = _resolve(node.subject, vocabulary, scope)
        if isinstance(node, Compare):
            _check_limit(node, definition)
        elif isinstance(node, Is):
            _check_concept(node, definition, vocabulary)
        elif isinstance(node, Has) and definition.kind != "presence":
            raise CriterionError(
                f"has() asks a yes-or-no fact; {definition.id} is a {definition.kind}", code="C006"
            )
        return
    for child in children_of(node):
        _check(child, vocabulary, scope)


def _resolve(
    subject: Subject, vocabulary: Vocabulary, scope: EventsDefinition | None
) -> Definition:
    if isinstance(subject, Attribute):
        if scope is None:
            raise CriterionError(
                f"the attribute {subject.name} stands outside any list of events", code="C007"
            )
        definition = scope.attributes.get(subject.name)
        if definition is None:
            raise CriterionError(
                f"{scope.id} has no attribute {subject.name}",
                expected=", ".join(scope.attributes),
                code="C008",
            )
        return definition
    if scope is not None:
        raise CriterionError(f"the fact {subject.name} stands inside 'where'", code="C007")
    fact = vocabulary.fact(subject.name)
    _check_argument(subject, fact, vocabulary)
    return fact


def _check_argument(subject: FactRef, fact: FactDefinition, vocabulary: Vocabulary) -> None:
    if fact.argument is None and subject.argument is not None:
        raise CriterionError(f"{fact.id} takes no argument", code="C009")
    if fact.argument is not None:
        if subject.argument is None:
            raise CriterionError(f"{fact.id} needs its {fact.argument} in brackets", code="C009")
        vocabulary.concept(subject.argument, fact.argument)


def _check_limit(node: Compare, definition: Definition) -> None:
    if definition.kind not in ("quantity", "score"):
        raise CriterionError(
            f"{definition.id} is a {definition.kind} and cannot be compared with a number",
            code="C006",
        )
    if node.limit.unit in ("ULN", "LLN"):
        return
    parse_unit(node.limit.unit)
    molar_mass = getattr(definition, "molar_mass", None)
    if convert_factor(node.limit.unit, definition.unit, molar_mass) is None:
        raise CriterionError(
            f"{node.limit.unit!r} does not measure {definition.id}",
            expected=f"a unit like {definition.unit}",
            code="C013",
        )


def _check_concept(node: Is, definition: Definition, vocabulary: Vocabulary) -> None:
    if definition.kind == "result":
        vocabulary.concept(node.concept, "result")
    elif definition.kind == "code":
        vocabulary.concept(node.concept, definition.system)
    else:
        raise CriterionError(
            f"{definition.id} is a {definition.kind}; 'is' asks a code or a result", code="C006"
        )
