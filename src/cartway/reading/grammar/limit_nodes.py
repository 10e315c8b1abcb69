"""A fact and its limits as one node."""

from __future__ import annotations

from cartway.criteria.nodes import Compare, FactRef, Is, Judgement, Node, all_nodes, any_nodes
from cartway.facts.vocabulary import FactDefinition
from cartway.reading.grammar.families import family_of
from cartway.reading.grammar.terms import Atom
from cartway.reading.lex import Element
from cartway.reading.link.context import Context
from cartway.reading.link.quantities import comparison
from cartway.reading.numbers import Measure
from cartway.values import Quantity

# Facts that measure one thing in several ways: a list of them asks for any one.
_ALTERNATIVES = (
    frozenset(
        {"ecog_performance_status", "karnofsky_performance_status", "lansky_performance_status"}
    ),
    frozenset(
        {
            "creatinine_clearance",
            "creatinine_clearance_cockcroft_gault",
            "estimated_glomerular_filtration_rate",
        }
    ),
    frozenset({"left_ventricular_ejection_fraction", "left_ventricular_shortening_fraction"}),
)


_COUNTED = ("cytomegalovirus", "epstein_barr")


def copies(context: Context, given: list[Element], element: Element) -> Element | None:
    """A load in copies where records count international units: certain only if nothing is found."""
    measure = element.measure
    assert measure is not None
    for at in range(len(given) - 1, max(len(given) - 8, -1), -1):
        named = given[at]
        if named.kind == "fact" or (
            named.kind == "atom"
            and named.content.family.startswith(("hepatitis", "hiv", "cyto", "epstein"))
        ):
            name = (named.content.fact if named.kind == "atom" else named.id).removesuffix("_level")
            if (
                name not in context.vocabulary.facts
                or context.vocabulary.facts[name].kind != "result"
            ):
                return None
            level = f"{name}_level"
            node: Node
            if name.startswith(_COUNTED) and level in context.vocabulary.facts and measure.op:
                # Their laboratories report copies, and records keep the number as reported.
                limit = Quantity(measure.value, context.vocabulary.facts[level].unit)
                node = Compare(FactRef(level), measure.op, limit)
                atom = Atom(
                    "compare", named.start, element.end, node, family=family_of(name), fact=level
                )
                del given[at:]
                return Element("atom", "compare", named.start, element.end, content=atom)
            text = Judgement(context.text[element.start : element.end].strip())
            if (measure.op or ">").startswith(">"):
                node = all_nodes([Is(FactRef(name), "positive"), text])
            else:
                node = any_nodes([Is(FactRef(name), "negative"), text])
            atom = Atom(
                "compare", named.start, element.end, node, family=family_of(name), fact=name
            )
            del given[at:]
            return Element("atom", "compare", named.start, element.end, content=atom)
        if named.kind not in ("open", "close", "word") and not named.is_cue(
            "noise", "expression", "positive", "then"
        ):
            return None
    return None


def limit_node(context: Context, subjects: list[FactDefinition], measure: Measure) -> Node | None:
    """Give what facts with one limit ask."""
    parts = []
    for definition in subjects:
        node = comparison(definition, measure)
        if node is None:
            return None
        parts.append(_with_clotting(definition, measure, node))
    names = {one.id for one in subjects}
    alternative = any(names <= group for group in _ALTERNATIVES)
    if context.exclusion or alternative:
        return any_nodes(parts)
    return all_nodes(parts)


# The lowest upper limit of the prothrombin time in common use, in seconds.
_CLOTS_BY = 12.5


def _with_clotting(definition: FactDefinition, measure: Measure, node: Node) -> Node:
    """How much longer blood takes to clot than normal: where only the time itself is recorded."""
    if definition.id != "prothrombin_time_prolongation" or not isinstance(node, Compare):
        return node
    itself = Compare(
        FactRef("prothrombin_time"), node.operator, Quantity(_CLOTS_BY + measure.value, "s")
    )
    join = any_nodes if node.operator in ("<=", "<") else all_nodes
    return join([node, itself])
