"""Quantities that are said to be low, or above normal, without a number."""

from __future__ import annotations

from cartway.criteria.nodes import FactRef, Is, Node
from cartway.reading.grammar.comparisons import low_result
from cartway.reading.grammar.families import family_of
from cartway.reading.grammar.terms import Atom
from cartway.reading.lex import Element
from cartway.reading.link.context import Context
from cartway.reading.link.quantities import fits


def _atom_of_result(element: Element, fact: str, result: str) -> Element:
    node: Node = Is(FactRef(fact), result)
    atom = Atom("result", element.start, element.end, node, family=family_of(fact), fact=fact)
    return Element("atom", "result", element.start, element.end, content=atom)


def is_measured(context: Context, elements: list[Element], index: int) -> bool:
    """Whether a number follows that the same name can be measured by ("HBV DNA ≥ 2000 IU/mL")."""
    facts = context.vocabulary.facts
    named = [name for s in elements[index].facts() for name in (s.id, f"{s.id}_level")]
    levels = [facts[n] for n in dict.fromkeys(named) if n in facts and facts[n].kind == "quantity"]
    if not levels:
        return False
    for element in elements[index + 1 : index + 7]:
        measure = element.measure
        if measure is not None and not measure.is_duration:
            return any(fits(level, measure) for level in levels)
        if not (
            element.is_cue("noise", "then", "positive", "expression", "example", "definition")
            or element.kind in ("open", "close", "word", "colon", "sign")
        ):
            return False
    return False


def out_of_range(
    context: Context, elements: list[Element], index: int, used: set[int]
) -> Element | None:
    """A quantity said to be low, or above normal, without a number."""
    for at in range(index + 1, min(index + 9, len(elements))):
        element = elements[at]
        if element.is_cue("negative") and elements[index].id.endswith("_level"):
            base = elements[index].id.removesuffix("_level")
            if base in context.vocabulary.facts:
                used.add(at)
                return _atom_of_result(elements[index], base, "negative")
        if element.is_cue("low", "positive"):
            written = context.text[element.start : element.end].lower()
            high = any(word in written for word in ("above", "higher", "高于", "大于", "超过"))
            definition = context.vocabulary.facts[elements[index].id]
            base = definition.id.removesuffix("_level")
            if base != definition.id and base in context.vocabulary.facts:
                used.add(at)
                return _atom_of_result(elements[index], base, "positive")
            if element.id == "positive" and not high:
                return None
            node = low_result(definition, low=element.id == "low")
            used.add(at)
            found = elements[index]
            atom = Atom(
                "compare", found.start, element.end, node, family=definition.id, fact=definition.id
            )
            return Element("atom", "compare", found.start, element.end, content=atom)
        if not (
            element.is_cue("noise", "expression")
            or element.kind in ("open", "close")
            or _is_quantity_list(element)
        ):
            return None
    return None


def _is_quantity_list(element: Element) -> bool:
    return (
        element.kind in ("comma", "slash")
        or element.is_cue("and", "or")
        or (element.kind == "fact" and element.system == "quantity")
    )
