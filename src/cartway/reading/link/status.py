"""Words for the state of the disease into nodes."""

from __future__ import annotations

from cartway.criteria.nodes import FactRef, Has, Is, Node, Not, all_nodes, any_nodes
from cartway.reading.link.context import Context

_CONCEPTS = {
    "relapsed": ("relapsed",),
    "refractory": ("refractory",),
    "relapsed_or_refractory": ("relapsed_or_refractory",),
    # What came back or did not respond has progressed.
    "progressive": ("progressive", "relapsed_or_refractory"),
    "untreated": ("newly_diagnosed", "untreated"),
}
_FACTS = {
    "metastatic": "metastatic_disease",
    "locally_advanced": "locally_advanced_disease",
    "unresectable": "unresectable_disease",
}


def status_node(context: Context, cue: str) -> Node | None:
    """Give what a status word asks; None where the vocabulary has no name for it."""
    fact = _FACTS.get(cue)
    if fact is not None:
        return Has(FactRef(fact)) if fact in context.vocabulary.facts else None
    if cue == "advanced":
        facts = [
            f
            for f in ("locally_advanced_disease", "metastatic_disease")
            if f in context.vocabulary.facts
        ]
        found = context.first("advanced", "advanced_disease")
        if found is not None and found in context.vocabulary.in_system("disease_status"):
            return Is(FactRef("disease_status"), found)
        return any_nodes([Has(FactRef(f)) for f in facts]) if facts else None
    known = set(context.vocabulary.in_system("disease_status"))
    found_all = [c for c in _CONCEPTS.get(cue, ()) if c in known]
    if not found_all:
        return None
    if cue == "untreated":
        found_all = found_all[:1]
    return any_nodes([Is(FactRef("disease_status"), c) for c in found_all])


def primary_refractory() -> Node:
    """Refractory from the first treatment on: whoever was in remission after it is not."""
    return all_nodes(
        [
            Is(FactRef("disease_status"), "primary_refractory"),
            Not(Is(FactRef("disease_status"), "remission_after_first_line")),
        ]
    )
