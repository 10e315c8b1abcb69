"""Performance by the scale of one's age: "Karnofsky ≥ 60 (age ≥ 16), Lansky ≥ 60 (age < 16)".

Which scale serves at which age is no age that is asked for, however it is worded: whoever reaches
the limit on a scale of their own is fit enough. Lansky's scale is one of children.
"""

from __future__ import annotations

from operator import attrgetter

from cartway.criteria.nodes import Compare, FactRef, Node, all_nodes, any_nodes
from cartway.facts.vocabulary import FactDefinition
from cartway.reading.grammar.terms import Atom
from cartway.reading.lex import Element
from cartway.reading.link.context import Context
from cartway.reading.link.quantities import comparison, fits
from cartway.values import Quantity

_LANSKY = "lansky_performance_status"
_SCALES = frozenset({_LANSKY, "karnofsky_performance_status", "ecog_performance_status"})
_OLDEST_CHILD = 16.0
_SIGNS = frozenset({"open", "close", "colon", "sign", "slash"})
_BETWEEN = frozenset({"comma", "semicolon", "anchor"})
_CUES = ("noise", "if", "patients", "then", "with", "expression", "example")
_WORDS = frozenset(
    {
        "play",
        "dependent",
        "participants",
        "assent",
        "children",
        "adults",
        "adult",
        "child",
        "pediatric",
        "paediatric",
        "adolescents",
    }
)
_FEWEST = 2


_ID = attrgetter("id")


def with_scales_by_age(context: Context, elements: list[Element]) -> list[Element]:
    """Give a line with its performance scales as one question."""
    if _LANSKY not in map(_ID, elements):
        return elements
    named = [i for i, e in enumerate(elements) if _is_scale(e)]
    names = {elements[i].id for i in named}
    if _LANSKY not in names or len(names) < _FEWEST:
        return elements
    begin, end = _reach(elements, named[0], -1), _reach(elements, named[-1], 1)
    if begin < named[0] and not _parted_by_age(elements[begin:end]):
        begin = named[0]  # "aged 1-25 years with Karnofsky ≥ 60 or …": an age that is asked for
    stretch = elements[begin:end]
    node = _read(context, stretch)
    if node is None:
        return elements
    first, last = stretch[0].start, stretch[-1].end
    atom = Atom(
        "compare", first, last, node, family="performance", fact="karnofsky_performance_status"
    )
    return [
        *elements[:begin],
        Element("atom", "compare", first, last, content=atom),
        *elements[end:],
    ]


def _parted_by_age(stretch: list[Element]) -> bool:
    """Whether one age parts those of one scale from those of the other."""
    ages = [e.measure for e in stretch if e.measure is not None and e.measure.unit == "a"]
    values = [one.value for one in ages if one.high is None]
    return len(values) == len(ages) >= _FEWEST and max(values) - min(values) <= 1


def is_age_of_scale(elements: list[Element], index: int) -> bool:
    """Whether a number is the age from which on, or up to which, a scale of performance serves."""
    measure = elements[index].measure
    if measure is None or not any(e.id == _LANSKY for e in elements):
        return False
    near = [e for e in elements[max(0, index - _NEAR) : index + _NEAR] if _is_scale(e)]
    return bool(near) and (measure.unit == "a" or (index > 0 and elements[index - 1].id == "age"))


_NEAR = 6


def _is_scale(element: Element) -> bool:
    return element.kind == "fact" and element.id in _SCALES


def _is_age(element: Element) -> bool:
    if element.kind == "fact":
        return element.id == "age"
    measure = element.measure
    return measure is not None and measure.unit == "a"


def _passes(element: Element) -> bool:
    return (
        element.kind in _SIGNS
        or element.is_cue(*_CUES)
        or _is_age(element)
        or element.is_cue("administrative")
        or (element.kind == "word" and element.id in _WORDS)
    )


def _reach(elements: list[Element], place: int, step: int) -> int:
    """How far a stretch about scales and ages reaches from its outermost scale."""
    at, kept, measured = place, place, step < 0
    while 0 <= at + step < len(elements):
        element = elements[at + step]
        aged = _is_age(element) or (
            element.measure is not None and elements[at + step - 1].id == "age"
        )
        limit = element.measure is not None and not aged
        if step < 0 and element.kind == "comma" and _is_age(elements[at + 2 * step]):
            at += step
            continue  # "for patients of 16 years and more, Karnofsky …"
        if limit and measured:
            break
        measured = measured or limit
        if not (limit or aged or _passes(element)) or (
            element.kind == "sign" and element.id == "."
        ):
            break
        at += step
        if limit or aged or element.kind == "close" or element.is_cue("patients", "if"):
            kept = at
        if element.kind == "word":
            kept = at
    return kept if step < 0 else kept + 1


def _read(context: Context, stretch: list[Element]) -> Node | None:
    waiting: list[FactDefinition] = []
    parts: list[Node] = []
    for index, element in enumerate(stretch):
        if index and element.measure is not None and stretch[index - 1].id == "age":
            continue  # "(age < 16)": an age without its unit
        if _is_scale(element):
            definition = context.vocabulary.fact(element.id)
            if definition not in waiting:
                waiting.append(definition)
        elif element.measure is not None and not _is_age(element):
            limited = element.measure
            nodes = [comparison(one, limited) for one in waiting if fits(one, limited)]
            if not waiting or len(nodes) < len(waiting) or any(one is None for one in nodes):
                return None
            parts += [
                _of_children(one.id, node) for one, node in zip(waiting, nodes, strict=True) if node
            ]
            waiting = []
        elif not (_passes(element) or element.kind in _BETWEEN or element.is_cue("or", "and")):
            return None
    return any_nodes(parts) if parts and not waiting else None


def _of_children(name: str, node: Node) -> Node:
    if name != _LANSKY:
        return node
    return all_nodes([node, Compare(FactRef("age"), "<=", Quantity(_OLDEST_CHILD, "a"))])
