"""Say a criterion in plain words, English or Chinese."""

from __future__ import annotations

from cartway.criteria import nodes
from cartway.criteria.nodes import FactRef, Node, Subject
from cartway.errors import InternalError
from cartway.facts import Vocabulary
from cartway.knowledge.words import say
from cartway.values import Duration, Quantity

_SIGNS = {">=": "≥", "<=": "≤", "!=": "≠"}


def phrase(node: Node, vocabulary: Vocabulary, language: str) -> str:
    """Say what a criterion asks.

    Args:
        language: ``en`` or ``zh``.
    """
    return Phrases(vocabulary, language).phrase(node)


class Phrases:
    """Says many criteria in one language; a node that is held twice is said once."""

    def __init__(self, vocabulary: Vocabulary, language: str) -> None:
        self._vocabulary = vocabulary
        self._language = language
        # Keyed by identity, and the node is kept so that its identity cannot be reused.
        self._said: dict[int, tuple[Node, str]] = {}

    def phrase(self, node: Node) -> str:
        """Say what a criterion asks."""
        said = self._said.get(id(node))
        if said is None:
            said = self._said[id(node)] = (node, self._phrase(node))
        return said[1]

    def _phrase(self, node: Node) -> str:
        match node:
            case nodes.Always():
                return self._say("always")
            case nodes.Never():
                return self._say("never")
            case nodes.All(children):
                return self._say("all").join(self._inner(one) for one in children)
            case nodes.AnyOf(children):
                return self._say("any_of").join(self._inner(one) for one in children)
            case nodes.Not(child):
                return self._say("not", child=self.phrase(child))
            case nodes.AtLeast(count, children):
                listed = "; ".join(map(self.phrase, children))
                return self._say("at_least", count=count, children=listed)
            case nodes.Unless(child, exception):
                return self._say(
                    "unless", child=self._inner(child), exception=self._inner(exception)
                )
            case nodes.Implies(condition, child):
                return self._say(
                    "implies", condition=self._inner(condition), child=self._inner(child)
                )
            case nodes.Compare() | nodes.Is() | nodes.Has() | nodes.Recorded():
                return self._atom(node)
            case nodes.AnyEvent() | nodes.CountEvents():
                return self._events(node)
            case nodes.Unread(text):
                return self._say("unread", text=text)
            case nodes.Judgement(text):
                return self._say("judgement", text=text)
            case nodes.Administrative(text):
                return self._say("administrative", text=text)
            case nodes.Pending(child):
                return self._say("pending", child=self.phrase(child))
        raise InternalError(f"no phrase for {type(node).__name__}")

    def _inner(self, node: Node) -> str:
        text = self.phrase(node)
        joined = isinstance(node, (nodes.All, nodes.AnyOf, nodes.Unless, nodes.Implies))
        return f"({text})" if joined else text

    def _atom(self, node: nodes.Compare | nodes.Is | nodes.Has | nodes.Recorded) -> str:
        subject, window = self._subject(node.subject), self._window(node.window)
        if isinstance(node, nodes.Compare):
            sign = _SIGNS.get(node.operator, node.operator)
            limit = self._quantity(node.limit)
            return self._say("compare", subject=subject, operator=sign, limit=limit, window=window)
        if isinstance(node, nodes.Is):
            concept = self._vocabulary.label(node.concept, self._language)
            return self._say("is", subject=subject, concept=concept, window=window)
        key = "has" if isinstance(node, nodes.Has) else "recorded"
        return self._say(key, subject=subject, window=window)

    def _events(self, node: nodes.AnyEvent | nodes.CountEvents) -> str:
        events = self._vocabulary.label(node.events, self._language)
        window = self._window(node.window)
        where = self._say("any_where") if node.where is None else self._where(node.where)
        if isinstance(node, nodes.AnyEvent):
            if node.where is None:
                return self._say("any_event_bare", events=events, window=window)
            return self._say("any_event", events=events, where=where, window=window)
        return self._say(
            "count_events",
            events=events,
            where=where,
            operator=_SIGNS.get(node.operator, node.operator),
            number=node.number,
            window=window,
        )

    def _where(self, node: Node) -> str:
        """The main attribute needs no name: *prior therapy: CAR-T*."""
        if isinstance(node, nodes.Is):
            return self._vocabulary.label(node.concept, self._language)
        if isinstance(node, (nodes.All, nodes.AnyOf)):
            key = "all" if isinstance(node, nodes.All) else "any_of"
            joined = [
                f"({self._where(one)})"
                if isinstance(one, (nodes.All, nodes.AnyOf))
                else self._where(one)
                for one in node.children
            ]
            return self._say(key).join(joined)
        if isinstance(node, nodes.Not):
            return self._say("not", child=self._where(node.child))
        return self.phrase(node)

    def _subject(self, subject: Subject) -> str:
        if isinstance(subject, FactRef):
            label = self._vocabulary.label(subject.name, self._language)
            if subject.argument is None:
                return label
            argument = self._vocabulary.label(subject.argument, self._language)
            return f"{label} ({argument})"
        for events in self._vocabulary.events.values():
            if subject.name in events.attributes:
                words = events.attributes[subject.name].label
                return words.get(self._language) or subject.name
        return subject.name

    def _window(self, window: Duration | None) -> str:
        if window is None:
            return ""
        unit = self._say(f"unit_{window.unit}")
        return self._say("window", value=f"{window.value:g}", unit=unit)

    def _quantity(self, quantity: Quantity) -> str:
        number = f"{quantity.value:g}"
        if quantity.unit == "1":
            return number
        if quantity.unit in ("ULN", "LLN", "a", "mo", "wk", "d", "h"):
            return f"{number} {self._say(f'unit_{quantity.unit}')}"
        return f"{number} {quantity.unit}"

    def _say(self, key: str, **fields: object) -> str:
        return say("phrases", key, self._language, **fields)
