"""Finds what each test of a line is to show: positive, negative, expressed."""

from __future__ import annotations

from cartway.criteria.nodes import FactRef, Is, Node, Not, all_nodes, any_nodes
from cartway.reading.grammar.antigens import antigen_node
from cartway.reading.grammar.families import family_of
from cartway.reading.grammar.out_of_range import is_measured, out_of_range
from cartway.reading.grammar.terms import Atom
from cartway.reading.grammar.verdicts import VERDICTS, find_verdicts, is_antigen, is_test
from cartway.reading.lex import Element
from cartway.reading.link.context import Context


def _may_have_result(element: Element) -> bool:
    """Whether it is a fact or an antigen: in a clause without them there is no result."""
    return element.kind == "fact" or (element.kind == "concept" and element.system == "antigen")


def reduce_results(context: Context, elements: list[Element]) -> list[Element]:
    """Replace each test or antigen with its verdict by one atom."""
    if not any(map(_may_have_result, elements)):
        return list(elements)
    verdicts = find_verdicts(context, elements)
    used: set[int] = set()
    given: list[Element] = []
    index = 0
    while index < len(elements):
        element = elements[index]
        if index in used:
            index += 1
            continue
        if is_antigen(element):
            made = antigen_node(context, elements, index, verdicts, used)
            if made is not None:
                given.append(made)
                index += 1
                continue
        elif is_test(element):
            verdict = None if is_measured(context, elements, index) else verdicts.get(index)
            if verdict is not None:
                found, place = verdict
                used.add(place)
                given.append(_tested(context, element, found, elements[place]))
                index += 1
                continue
        elif element.kind == "fact" and element.system == "quantity":
            made = out_of_range(context, elements, index, used)
            if made is not None:
                given.append(made)
                index += 1
                continue
        given.append(element)
        index += 1
    # A verdict that was used by a test before it has nothing more to say.
    places = {place for _, place in verdicts.values()} & used
    spans = {(elements[p].start, elements[p].end) for p in places}
    return [
        e for e in given if not (e.kind == "cue" and e.id in VERDICTS and (e.start, e.end) in spans)
    ]


def _tested(context: Context, element: Element, verdict: str, cue: Element) -> Element:
    senses = [s for s in element.facts() if s.system == "result"]
    fact = senses[0].id
    result = "negative" if verdict == "negative" else "positive"
    node: Node = Is(FactRef(fact), result)
    atom = Atom("result", element.start, element.end, node, family=family_of(fact), fact=fact)
    return Element("atom", "result", element.start, element.end, content=atom)


def negated(node: Node) -> Node:
    """The opposite of a node, without doubling."""
    return node.child if isinstance(node, Not) else Not(node)


def joined(parts: list[Node], *, every: bool) -> Node:
    """Join nodes by *and* or by *or*."""
    return all_nodes(parts) if every else any_nodes(parts)
