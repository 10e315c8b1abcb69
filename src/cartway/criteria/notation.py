"""The text notation, both ways: ``parse(show(node)) == node`` for every node.

Chosen for a clinician's eye: ``absolute_neutrophil_count >= 1.0 '10*9/L' within 7 'd'``.
"""

from __future__ import annotations

import json
from functools import lru_cache

from cartway.criteria import nodes
from cartway.criteria.checks import check
from cartway.criteria.nodes import Attribute, FactRef, Node, Subject
from cartway.errors import CriterionError
from cartway.facts import Vocabulary
from cartway.values import Duration


def parse(text: str, vocabulary: Vocabulary | None = None) -> Node:
    """Read a criterion.

    Args:
        vocabulary: when given, names, kinds and units are checked against it.

    Raises:
        CriterionError: the text is not a criterion (says where), or is ill-typed.
    """
    node = _read(text)
    return node if vocabulary is None else check(node, vocabulary)


@lru_cache(maxsize=100_000)
def _read(text: str) -> Node:
    from cartway.criteria.notation_tree import read_tree  # here: see that module

    return _scoped(read_tree(text), inside=False)


def _scoped(node: Node, inside: bool) -> Node:
    """Turn names inside ``where`` into attributes of the event."""
    if isinstance(node, (nodes.AnyEvent, nodes.CountEvents)):
        if node.where is None:
            return node
        where = _scoped(node.where, inside=True)
        if isinstance(node, nodes.AnyEvent):
            return nodes.AnyEvent(node.events, where, node.window)
        return nodes.CountEvents(node.events, where, node.operator, node.number, node.window)
    if isinstance(node, (nodes.All, nodes.AnyOf)):
        return type(node)(tuple(_scoped(one, inside) for one in node.children))
    if isinstance(node, nodes.AtLeast):
        return nodes.AtLeast(node.count, tuple(_scoped(one, inside) for one in node.children))
    if isinstance(node, (nodes.Not, nodes.Pending)):
        return type(node)(_scoped(node.child, inside))
    if isinstance(node, nodes.Unless):
        return nodes.Unless(_scoped(node.child, inside), _scoped(node.exception, inside))
    if isinstance(node, nodes.Implies):
        return nodes.Implies(_scoped(node.condition, inside), _scoped(node.child, inside))
    if inside and isinstance(node, nodes.Compare) and isinstance(node.subject, FactRef):
        return nodes.Compare(Attribute(node.subject.name), node.operator, node.limit, node.window)
    if inside and isinstance(node, (nodes.Is)) and isinstance(node.subject, FactRef):
        return nodes.Is(Attribute(node.subject.name), node.concept, node.window)
    if inside and isinstance(node, nodes.Has) and isinstance(node.subject, FactRef):
        return nodes.Has(Attribute(node.subject.name), node.window)
    return node


# How tightly a form binds: a part that binds less tightly than its place asks for gets brackets.
_LOOSE, _OR, _AND, _ATOM = range(4)


def show(node: Node) -> str:
    """Write a criterion in notation."""
    return _show(node, _LOOSE)


def _show(node: Node, place: int) -> str:
    text, binds = _form(node)
    return f"({text})" if binds < place else text


def _form(node: Node) -> tuple[str, int]:
    match node:
        case nodes.Always():
            return "always", _ATOM
        case nodes.Never():
            return "never", _ATOM
        case nodes.All(children):
            return " and ".join(_show(one, _ATOM) for one in children), _AND
        case nodes.AnyOf(children):
            return " or ".join(_show(one, _AND) for one in children), _OR
        case nodes.Not(child):
            return f"not {_show(child, _ATOM)}", _ATOM
        case nodes.AtLeast(count, children):
            return f"at least {count} of ({'; '.join(map(show, children))})", _ATOM
        case nodes.Unless(child, exception):
            return f"{_show(child, _OR)} unless {_show(exception, _OR)}", _LOOSE
        case nodes.Implies(condition, child):
            return f"if {_show(condition, _OR)} then {_show(child, _OR)}", _LOOSE
        case nodes.Compare(subject, operator, limit, window):
            unit = "" if limit.unit == "1" else f" '{limit.unit}'"
            number = _number(limit.value)
            return f"{_subject(subject)} {operator} {number}{unit}{_window(window)}", _ATOM
        case nodes.Is(subject, concept, window):
            return f"{_subject(subject)} is {concept}{_window(window)}", _ATOM
        case nodes.Has(subject, window):
            return f"has({_subject(subject)}){_window(window)}", _ATOM
        case nodes.Recorded(subject, window):
            return f"recorded({_subject(subject)}){_window(window)}", _ATOM
        case nodes.AnyEvent(events, where, window):
            return f"any({events}{_where(where)}){_window(window)}", _ATOM
        case nodes.CountEvents(events, where, operator, number, window):
            return f"count({events}{_where(where)}) {operator} {number}{_window(window)}", _ATOM
        case nodes.Pending(child):
            return f"pending({show(child)})", _ATOM
        case nodes.Unread(text):
            return f"unread {_quoted(text)}", _ATOM
        case nodes.Judgement(text):
            return f"judgement {_quoted(text)}", _ATOM
        case nodes.Administrative(text):
            return f"administrative {_quoted(text)}", _ATOM
    raise CriterionError(f"no notation for {type(node).__name__}", code="C021")


def _subject(subject: Subject) -> str:
    if isinstance(subject, FactRef) and subject.argument:
        return f"{subject.name}({subject.argument})"
    return subject.name


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _window(window: Duration | None) -> str:
    return "" if window is None else f" within {_number(window.value)} '{window.unit}'"


def _where(where: Node | None) -> str:
    return "" if where is None else f" where {show(where)}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
