"""A healthy adult as a check: what would close a trial to one by itself was misread."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache

from cartway.criteria.nodes import (
    All,
    AnyOf,
    Compare,
    Has,
    Implies,
    Is,
    Node,
    Not,
    Unless,
    Unread,
    all_nodes,
    any_nodes,
)
from cartway.engines.reference import Evaluator
from cartway.facts import Fact, Record, Vocabulary
from cartway.reading.data import reading_data
from cartway.truth import FALSE, TRUE
from cartway.values import PartialDate, Quantity

_DAY = date(2000, 1, 1)  # any: the facts are of the day that is asked about


def open_to_the_healthy(node: Node, text: str, vocabulary: Vocabulary, *, excludes: bool) -> Node:
    """A reading in which every part that a healthy adult would fail by itself is left unread.

    Args:
        node: what a sentence says.
        text: the sentence, for the parts that are left unread.
        excludes: whether whoever it applies to is excluded.
    """
    kind = type(node)
    if kind in _ASKING:
        return Unread(text) if _fails(node, vocabulary, excludes) else node
    if isinstance(node, Not):
        held = open_to_the_healthy(node.child, text, vocabulary, excludes=not excludes)
        return node if held is node.child else Not(held)
    if isinstance(node, AnyOf if excludes else All):
        children = [
            open_to_the_healthy(one, text, vocabulary, excludes=excludes) for one in node.children
        ]
        if all(one is other for one, other in zip(children, node.children, strict=True)):
            return node
        kept = list(dict.fromkeys(children))
        return any_nodes(kept) if excludes else all_nodes(kept)
    if isinstance(node, (Implies, Unless)) and not excludes:
        child = open_to_the_healthy(node.child, text, vocabulary, excludes=False)
        return node if child is node.child else replace(node, child=child)
    return node


_ASKING = frozenset({Compare, Is, Has})


@lru_cache(maxsize=8192)
def _fails(node: Node, vocabulary: Vocabulary, excludes: bool) -> bool:
    wrong = TRUE if excludes else FALSE
    return any(
        Evaluator(one, _DAY, vocabulary).evaluate(node).truth is wrong
        for one in _healthy(vocabulary)
    )


@lru_cache(maxsize=2)
def _healthy(vocabulary: Vocabulary) -> tuple[Record, ...]:
    held = reading_data("healthy_adult")
    share = float(held["lower_limit"])
    day = PartialDate(_DAY.year, _DAY.month, _DAY.day)
    facts = [
        Fact(
            name,
            Quantity(float(value), vocabulary.fact(name).unit),
            day,
            lower_limit=share * float(value),
        )
        for name, value in held["quantities"].items()
    ]
    facts += [Fact(name, "negative", day) for name in held["negative"]]
    facts += [Fact(name, False, day) for name in held["absent"]]
    facts += [Fact(name, True, day) for name in held["present"]]
    return tuple(
        Record((*facts, *(Fact(name, kind, day) for name in held["either"])))
        for kind in (True, False)
    )
