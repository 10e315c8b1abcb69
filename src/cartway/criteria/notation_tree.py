"""From the text of a criterion to nodes, by Lark. Loaded only when a text is read.

A command that finds its criteria compiled never needs the grammar, nor the library that reads it.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedInput
from lark.exceptions import VisitError

from cartway.criteria import nodes
from cartway.criteria.nodes import FactRef, Node
from cartway.errors import CartwayError, CriterionError
from cartway.values import Duration, Quantity


def read_tree(text: str) -> Node:
    """Read a criterion, names inside ``where`` still as facts.

    Raises:
        CriterionError: the text is not a criterion; says where.
    """
    try:
        node: Node = _build.transform(_grammar().parse(text))
    except UnexpectedInput as error:
        column = getattr(error, "column", 1)
        raise CriterionError(
            f"not a criterion at column {column}: {text[max(0, column - 20) : column + 20]!r}",
            expected="notation such as age >= 18 'a' and diagnosis is lymphoma",
            code="C020",
        ) from None
    except VisitError as error:
        if isinstance(error.orig_exc, CartwayError):
            raise error.orig_exc from None
        raise
    return node


@cache
def _grammar() -> Lark:
    grammar = Path(__file__).with_name("notation.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", maybe_placeholders=True)


class _Build(Transformer[Token, Any]):
    """From Lark's tree to nodes."""

    def NAME(self, token: Token) -> str:
        return str(token)

    def OPERATOR(self, token: Token) -> str:
        return str(token)

    def NUMBER(self, token: Token) -> float:
        return float(token)

    def UNIT(self, token: Token) -> str:
        return str(token)[1:-1]

    def STRING(self, token: Token) -> str:
        return str(json.loads(str(token)))

    def subject(self, parts: list[Any]) -> FactRef:
        return FactRef(*parts)

    def window(self, parts: list[Any]) -> Duration:
        return Duration(*parts)

    def unless(self, parts: list[Any]) -> Node:
        return nodes.Unless(*parts)

    def implies(self, parts: list[Any]) -> Node:
        return nodes.Implies(*parts)

    def any_of(self, parts: list[Any]) -> Node:
        return nodes.AnyOf(tuple(parts))

    def all_of(self, parts: list[Any]) -> Node:
        return nodes.All(tuple(parts))

    def negated(self, parts: list[Any]) -> Node:
        return nodes.Not(*parts)

    def always(self, _: list[Any]) -> Node:
        return nodes.Always()

    def never(self, _: list[Any]) -> Node:
        return nodes.Never()

    def has(self, parts: list[Any]) -> Node:
        return nodes.Has(*parts)

    def recorded(self, parts: list[Any]) -> Node:
        return nodes.Recorded(*parts)

    def any_event(self, parts: list[Any]) -> Node:
        return nodes.AnyEvent(*parts)

    def count_events(self, parts: list[Any]) -> Node:
        name, where, operator, number, window = parts
        return nodes.CountEvents(name, where, operator, int(number), window)

    def at_least(self, parts: list[Any]) -> Node:
        return nodes.AtLeast(int(parts[0]), tuple(parts[1:]))

    def pending(self, parts: list[Any]) -> Node:
        return nodes.Pending(*parts)

    def unread(self, parts: list[Any]) -> Node:
        return nodes.Unread(*parts)

    def judgement(self, parts: list[Any]) -> Node:
        return nodes.Judgement(*parts)

    def administrative(self, parts: list[Any]) -> Node:
        return nodes.Administrative(*parts)

    def compare(self, parts: list[Any]) -> Node:
        subject, operator, number, unit, window = parts
        return nodes.Compare(subject, operator, Quantity(number, unit or "1"), window)

    def is_a(self, parts: list[Any]) -> Node:
        return nodes.Is(*parts)


_build = _Build()
