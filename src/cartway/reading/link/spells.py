"""Fever, infection, bleeding and drips within a window: they pass, so that today does not settle it."""

from __future__ import annotations

import re

from cartway.criteria.nodes import (
    AnyEvent,
    Attribute,
    Compare,
    FactRef,
    Has,
    Is,
    Judgement,
    Node,
    all_nodes,
    any_nodes,
)
from cartway.reading.grammar.terms import Atom, Term
from cartway.reading.link.context import Context
from cartway.values import Duration

# Within so few days what is so at present stands for the whole window.
_AT_PRESENT = {"h": 72, "d": 3, "wk": 0, "mo": 0, "a": 0}
_SPELLS = frozenset(
    {"fever_present", "active_infection", "intravenous_antimicrobials_needed", "active_bleeding"}
)
_BY_VEIN = re.compile(r"intraven|\bi\.?v\b|parenteral|静脉", re.IGNORECASE)
_ANTIBIOTIC = re.compile(r"antibiotic|antibacterial|抗生素|抗菌", re.IGNORECASE)
_GUT = re.compile(r"gastro|\bgi\b|digestive|消化道|胃肠", re.IGNORECASE)


def spell_node(context: Context, term: Term, atom: Atom) -> Node | None:
    """Give what a passing state asks within a window; None where the state at present tells."""
    window = term.window
    if atom.fact not in _SPELLS or not _reaches_back(context, window) or window is None:
        return None
    written = context.text[atom.start : atom.end]
    if atom.fact == "fever_present":
        return _of_list(context, "condition", "code", "fever_episode", window)
    if atom.fact == "active_bleeding":
        kind = "gastrointestinal_bleeding" if _GUT.search(written) else "bleeding"
        return _of_list(context, "condition", "code", kind, window)
    if atom.fact == "active_infection":
        return infection_lately(context, window)
    wide = "antibiotic" if _ANTIBIOTIC.search(written) else "anti_infective_drug"
    kind = "intravenous_antimicrobial" if _BY_VEIN.search(written) else wide
    given = _of_list(context, "medication", "agent", kind, window)
    return _either(Has(FactRef(atom.fact)), given)


def infection_lately(context: Context, window: Duration | None) -> Node:
    """An infection now, or one that passed within the window."""
    now = Has(FactRef("active_infection"), window)
    if window is None or not _reaches_back(context, window):
        return now
    return _either(
        Has(FactRef("active_infection")),
        _of_list(context, "condition", "code", "infection", window),
    )


def _reaches_back(context: Context, window: Duration | None) -> bool:
    return (
        window is not None and context.exclusion and window.value > _AT_PRESENT.get(window.unit, 0)
    )


def _either(now: Node, lately: Node | None) -> Node:
    return now if lately is None else any_nodes([now, lately])


def _of_list(
    context: Context, events: str, attribute: str, name: str, window: Duration
) -> Node | None:
    code = context.first(name)
    if code is None or events not in context.vocabulary.events:
        return None
    return AnyEvent(events, Is(Attribute(attribute), code), window)


def fever_limit(context: Context, term: Term, atom: Atom) -> Node | None:
    """ "fever > 38.5 °C within 14 days": the latest value may be a lower one."""
    node, window = atom.node, term.window
    if (
        not isinstance(node, Compare)
        or node.subject != FactRef("body_temperature")
        or not node.operator.startswith(">")
        or window is None
        or not _reaches_back(context, window)
    ):
        return None
    limited = Compare(node.subject, node.operator, node.limit, window)
    higher = Judgement(context.text[atom.start : atom.end].strip())
    fever = _of_list(context, "condition", "code", "fever_episode", window)
    if fever is None or any(one.fact == "fever_present" for one in term.atoms):
        return any_nodes([limited, higher])
    return any_nodes([limited, all_nodes([fever, higher])])
