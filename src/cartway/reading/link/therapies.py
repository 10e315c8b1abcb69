"""A treatment with its window: something received before, or a drug being taken."""

from __future__ import annotations

from cartway.criteria.nodes import (
    AnyEvent,
    Attribute,
    Compare,
    Is,
    Judgement,
    Node,
    Not,
    all_nodes,
    any_nodes,
)
from cartway.reading.grammar.terms import Atom, Term
from cartway.reading.link.context import Context
from cartway.values import Quantity

# Groups of treatments that stand in the list of drugs, not among the lines of therapy.
_DRUGS = (
    "anticoagulant", "anticoagulation", "vaccine", "transfusion", "blood_product", "growth_factor",
    "colony_stimulating_factor", "antimicrobial", "antibiotic", "antiviral", "supportive_care",
    "supportive_therapy", "immunoglobulin_replacement", "anticonvulsant", "antihypertensive",
    "hormone_replacement", "blood_transfusion", "haematopoietic_growth_factor", "antithrombotic",
)  # fmt: skip
# Groups that may stand in either list.
_EITHER = (
    "corticosteroid", "glucocorticoid", "immunosuppressant", "immunosuppressive_agent",
    "immunomodulatory_agent", "systemic_corticosteroid", "immunosuppressive_therapy", "biologic",
    "plasma_exchange", "dialysis", "intravenous_immunoglobulin", "immunosuppressive_drug",
)  # fmt: skip
_PROCEDURES = ("surgery", "procedure", "surgical_procedure")


def lists_of(context: Context, code: str) -> tuple[str, ...]:
    """The lists of events in which a treatment may stand."""
    if context.is_a(code, *_DRUGS):
        return ("medication",)
    if context.is_a(code, *_EITHER):
        return ("medication", "prior_therapy")
    if context.is_a(code, *_PROCEDURES) and "procedure" in context.vocabulary.events:
        return ("procedure",)
    return ("prior_therapy",)


def therapy_node(
    context: Context, term: Term, atom: Atom, dose: Quantity | None = None, op: str = ">"
) -> Node:
    """Give what a treatment in a line asks."""
    code = atom.codes[0]
    where: list[Node] = []
    window = term.window if term.elapsed is None else term.elapsed
    found: list[Node] = []
    for events in lists_of(context, code):
        definition = context.vocabulary.events.get(events)
        if definition is None:
            continue
        main = definition.main
        system = definition.attributes[main].system
        if system is not None and context.vocabulary.concepts[code].system != system:
            continue
        where = [Is(Attribute(main), code)]
        where += [Not(Is(Attribute(main), other)) for other in atom.excepted]
        if dose is not None and "dose" in definition.attributes:
            where.append(Compare(Attribute("dose"), op, dose))
        where += [Judgement(text) for text in dict.fromkeys(term.judgements)]
        found.append(AnyEvent(events, all_nodes(where), window))
    return any_nodes(found)
