"""A term with its modifiers into a node."""

from __future__ import annotations

import re

from cartway.criteria.nodes import (
    Always,
    AnyEvent,
    Attribute,
    FactRef,
    Is,
    Judgement,
    Node,
    Not,
    Unread,
    all_nodes,
    any_nodes,
)
from cartway.reading.grammar.terms import Atom, Term
from cartway.reading.link.conditions import condition_node
from cartway.reading.link.context import Context
from cartway.reading.link.echoes import without_echo
from cartway.reading.link.effusions import weighed
from cartway.reading.link.half_lives import with_half_lives
from cartway.reading.link.infections import infection_node
from cartway.reading.link.judging_words import is_settled, with_judgement
from cartway.reading.link.spells import fever_limit, spell_node
from cartway.reading.link.term_windows import within_window
from cartway.reading.link.therapies import therapy_node
from cartway.reading.link.unknown_words import nodes_of_unknown

_AHEAD = re.compile(
    r"(?:be |is |are )?(?:planned|planning(?: to)?|plans?(?: to)?|anticipated|anticipating|expected|expecting|expects?|scheduled|intended|ready|about to|likely to need|foreseen|awaiting|waiting for|listed for)"
    r"|预计|计划|拟|预期|准备|等待",
    re.IGNORECASE,
)


def _is_ahead(term: Term) -> bool:
    """ "planned treatment with steroids": what lies ahead stands in no record."""
    return bool(term.atoms) and any(_AHEAD.fullmatch(one.strip()) for one in term.unknown)


def node_of(context: Context, term: Term) -> Node | None:
    """Give what a term asks, its modifiers and its window worked in."""
    if context.exclusion and _is_ahead(term):
        return Judgement(context.text[term.start : term.end].strip())
    parts: list[Node] = []
    judged = False
    atoms = without_echo(context, term.atoms)
    for atom in atoms:
        if atom.dim == "disease":
            parts.append(condition_node(context, term, atom))
            judged = True
        elif atom.fact == "general" and not (
            context.exclusion or term.window or term.elapsed or term.negated
        ):
            # A heading such as "Prior therapy" asks for none.
            parts.append(Unread(context.text[atom.start : atom.end]))
        elif atom.dim == "therapy":
            parts.append(therapy_node(context, term, atom))
            judged = True
        elif atom.dim == "bare" and not (term.negated or term.history):
            parts.append(Unread(context.text[atom.start : atom.end]))
        elif atom.node is not None:
            if atom.fact.endswith("_adequate") and context.exclusion and not term.negated:
                # "inadequate lung function" among the exclusions is the lack of it.
                parts.append(Not(atom.node))
                continue
            held = (
                _once(context, term, atom)
                or spell_node(context, term, atom)
                or fever_limit(context, term, atom)
                or within_window(context, atom.node, term)
            )
            if atom.fact == "active_infection" and context.exclusion:
                held = infection_node(context, held, context.excepted)
            parts += weighed(held, list(atom.judged))
    if term.grade is not None and not any(atom.dim == "disease" for atom in atoms):
        parts.append(Unread(f"grade {term.grade[0]} {term.grade[1]:g}"))
    kept = [one for one in dict.fromkeys(parts) if not isinstance(one, Always)]
    node = with_half_lives(context, kept or parts)
    lasting = any(text.startswith("cannot be") for text in term.judgements)
    if term.judgements and not judged and (term.bare or lasting or not is_settled(atoms)):
        node = with_judgement(context, node, term)
    if term.negated and atoms and _of_something_else(context, term, atoms[-1]):
        return Unread(context.text[term.start : term.end].strip())
    if term.unknown:
        node = all_nodes([node, *nodes_of_unknown(context, term)])
    if term.elapsed is not None and not any(a.dim in ("therapy", "disease") for a in atoms):
        node = all_nodes([node, Unread("elapsed time")])
    elif term.elapsed is not None and not context.exclusion and not term.negated:
        if atoms and all(a.dim == "disease" for a in atoms):
            # "diagnosed at least 6 months ago": the diagnosis is asked for, and its age.
            return all_nodes([node, Judgement("diagnosed as long ago as the line asks")])
        return Not(node)
    elif term.elapsed is not None and context.exclusion:
        node = all_nodes([node, Unread("elapsed time")])
    if term.negated:
        return node.child if isinstance(node, Not) else Not(node)
    return node


_HAN = re.compile("[\u4e00-\u9fff]")


def _of_something_else(context: Context, term: Term, last: Atom) -> bool:
    """ "无移植意愿": in Chinese what is denied stands last, and it was not understood."""
    return any(
        _HAN.search(word) is not None
        and context.text.find(word, last.end, term.end + len(word)) >= 0
        for word in term.unknown
    )


# What "history of active …" asks beside the present state.
_EVER = {
    "tuberculosis_active": "tuberculosis",
    "hepatitis_b_infection_active": "hepatitis_b",
    "hepatitis_c_infection_active": "hepatitis_c",
}


# The tests that show an infection that lasts, or one that was.
_MARKERS = {
    "hepatitis_b_infection_active": ("hepatitis_b_surface_antigen", "hepatitis_b_core_antibody"),
    "hepatitis_c_infection_active": ("hepatitis_c_antibody",),
}


def _once(context: Context, term: Term, atom: Atom) -> Node | None:
    """A state named with "history of": now or ever."""
    disease = _EVER.get(atom.fact)
    if (
        disease is None
        or not term.history
        or atom.node is None
        or "condition" not in context.vocabulary.events
    ):
        return None
    found = context.first(disease)
    markers = [one for one in _MARKERS.get(atom.fact, ()) if one in context.vocabulary.facts]
    shown: list[Node] = [Is(FactRef(one), "positive") for one in markers]
    if found is None:
        return any_nodes(shown) if shown else None
    told: Node = AnyEvent("condition", Is(Attribute("code"), found), term.window)
    if not markers:
        return any_nodes([atom.node, told])
    # Markers that are negative outweigh that nothing is told of the past.
    denied: list[Node] = [Is(FactRef(one), "negative") for one in markers]
    return any_nodes([*shown, all_nodes([told, Not(all_nodes(denied))])])
