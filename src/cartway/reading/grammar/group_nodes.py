"""The node of terms that are alternatives: what stands before or behind them is shared."""

from __future__ import annotations

import re
from dataclasses import replace

from cartway.criteria.nodes import (
    Judgement,
    Node,
    Unread,
    all_nodes,
    any_nodes,
)
from cartway.reading.grammar.clauses_behind import PAIR
from cartway.reading.grammar.open_lists import GOES_ON
from cartway.reading.grammar.shared_ends import (
    OWN_VERDICT,
    shared_disease,
    shared_size,
    shared_tail,
)
from cartway.reading.grammar.terms import Term
from cartway.reading.link.context import Context
from cartway.reading.link.term_nodes import node_of
from cartway.reading.link.time_of_the_next import within_perhaps

_NOT_BORNE = re.compile(r"contraindicat|refus|declin", re.IGNORECASE)


_EITHER = re.compile(r"\beither\W*$", re.IGNORECASE)


def group_node(context: Context, group: list[Term]) -> Node | None:
    """Give what terms that one *or* binds ask; None where they ask nothing."""
    first = group[0]
    if len(group) == 1:
        return _term_node(context, first)
    described = _described(context, group)
    if described is not None:
        return described
    own = OWN_VERDICT.search(context.text, first.start, group[1].start) is not None
    more = (None if own else shared_tail(group)) or shared_disease(group) or shared_size(group)
    if more is not None:
        tail, several = more
        before = _alternatives(context, several)
        after = _term_node(context, tail)
        return all_nodes([n for n in (before, after) if n is not None])
    # What stands before the first of a list of alternatives holds for all of them:
    # "relapsed or refractory CD19-positive B-ALL or lymphoma".
    lead = first.atoms[:-1]
    if _EITHER.search(context.text[max(0, first.start - 8) : first.start]):
        lead = []  # "either newly diagnosed with X or relapsed"
    parts = len(group) == PAIR and group[1].apart and all(a.dim != "disease" for a in lead)
    if parts or any(a.dim == "compare" for a in lead):
        lead = []  # "NYHA class III heart failure, infarction or …", "A after B, or C"
    if lead and all(len(t.atoms) == 1 for t in group[1:]):
        head = Term(
            first.start,
            first.end,
            atoms=lead,
            count=first.count,
            dose=first.dose,
            grade=first.grade,
        )
        rest = replace(first, atoms=first.atoms[-1:])
        alternatives = _alternatives(context, [rest, *group[1:]])
        before = _term_node(context, head)
        return all_nodes([n for n in (before, alternatives) if n is not None])
    return _alternatives(context, group)


def _cut_tail(group: list[Term]) -> tuple[list[Term], Term | None]:
    """What stands behind the disease that ends a list: "… solid tumours without standard treatment"."""
    last = group[-1]
    place = max((i for i, a in enumerate(last.atoms) if a.dim == "disease"), default=-1)
    rest = last.atoms[place + 1 :]
    if place < 0 or not rest or any(a.dim not in ("presence", "compare", "status") for a in rest):
        return group, None
    cut = replace(last, atoms=last.atoms[: place + 1], unknown=[], judgements=[])
    return [*group[:-1], cut], replace(last, atoms=rest)


_DESCRIBING = frozenset({"status", "antigen", "disease"})


def _described(context: Context, group: list[Term]) -> Node | None:
    """ "refractory or relapsed mesothelin-positive mesothelioma, ovarian or pancreatic cancer"."""
    group, more = _cut_tail(group)
    if any(
        t.negated or not t.atoms or any(a.dim not in _DESCRIBING for a in t.atoms) for t in group
    ):
        return None
    first = next((i for i, t in enumerate(group) if t.atoms[-1].dim == "disease"), None)
    if first is None or (first == 0 and len(group[0].atoms) == 1):
        return None
    if any(a.dim == "disease" for t in group[:first] for a in t.atoms):
        return None
    if any(len(t.atoms) != 1 or t.atoms[0].dim != "disease" for t in group[first + 1 :]):
        return None
    lead = group[first].atoms[:-1]
    if any(a.dim == "disease" for a in lead):
        return None
    earlier = [a for t in group[:first] for a in t.atoms]
    states = [a for a in (*earlier, *lead) if a.dim == "status"]
    if group[:first]:
        held = any_nodes([a.node for a in states if a.node is not None])
    else:
        held = all_nodes([a.node for a in states if a.node is not None])
    parts: list[Node] = [held] if states else []
    antigens = [a.node for a in (*earlier, *lead) if a.dim == "antigen" and a.node is not None]
    # "GD2, CD44v6 or HER2 expressing tumours": named apart they are alternatives.
    apart = len(antigens) > 1 and any(a.dim == "antigen" for a in earlier)
    parts += [any_nodes(antigens)] if apart else antigens
    rest = replace(group[first], atoms=group[first].atoms[-1:])
    diseases = _alternatives(context, [rest, *group[first + 1 :]])
    unknown = [Unread(u) for t in group[:first] for u in t.unknown]
    tail = _term_node(context, more) if more is not None else None
    found = [one for one in (diseases, tail) if one is not None]
    return all_nodes([*parts, *found, *unknown])


def _alternatives(context: Context, group: list[Term]) -> Node | None:
    nodes = [n for t in group if (n := _term_node(context, t)) is not None]
    if not nodes:
        return None
    last = group[-1]
    if (
        not context.exclusion
        and len(nodes) > 1
        and all(a.dim == "disease" for t in group for a in t.atoms)
        and not last.negated
        and GOES_ON.match(context.text, last.atoms[-1].end)
    ):
        nodes.append(Judgement("others of the kind"))
    negative = all(t.negated or t.elapsed is not None for t in group)
    return all_nodes(nodes) if negative else any_nodes(nodes)


def _term_node(context: Context, term: Term) -> Node | None:
    if not term.atoms:
        if term.unknown or (context.exclusion and term.soft):
            text = context.text[term.start : term.end].strip()
            return Unread(text) if text else None
        if term.judgements and term.negated and not context.exclusion:
            # "心电图无临床意义的异常": understood, and for a person to judge.
            return Judgement(context.text[term.start : term.end].strip())
        return None
    if term.not_received and not context.exclusion and not term.negated:
        left = any(_NOT_BORNE.match(text) for text in term.unknown)
        if left and any(a.dim == "therapy" for a in term.atoms):
            # "a contraindication to TKIs": who has one need not have been given any.
            return Judgement(context.text[term.start : term.end].strip())
    node = node_of(context, term)
    if node is not None and term.said_first:
        node = all_nodes([node, *(Judgement(text) for text in term.said_first)])
    if node is not None and term.perhaps_window is not None and term.window is None:
        return within_perhaps(node, term.perhaps_window)
    return node
