"""How the terms of a clause are joined: alternatives, requirements, shared parts."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from cartway.criteria.nodes import (
    Administrative,
    Is,
    Judgement,
    Node,
    Unread,
    all_nodes,
    any_nodes,
    unread_texts,
)
from cartway.reading.grammar.attributes import part_attributes
from cartway.reading.grammar.by_sex import limits_by_sex
from cartway.reading.grammar.chinese_joining import (
    clauses_apart,
    is_chinese,
    joined_clauses,
    joined_strictly,
    limits_of_some,
    one_of,
    or_binds_less,
)
from cartway.reading.grammar.families import INFECTIONS
from cartway.reading.grammar.held_by_all import OWN_CLAUSE, diseases_understood, lead_of_clauses
from cartway.reading.grammar.leniency import alternatives as any_clause
from cartway.reading.grammar.open_lists import GOES_ON
from cartway.reading.grammar.shared_ends import (
    OWN_VERDICT,
    shared_disease,
    shared_size,
    shared_tail,
)
from cartway.reading.grammar.terms import Atom, Term
from cartway.reading.link.atoms import node_of
from cartway.reading.link.context import Context
from cartway.reading.link.time_of_the_next import within_perhaps


def join_terms(context: Context, terms: list[Term]) -> Node | None:
    """Give the node of a clause from its terms; None where they ask nothing."""
    _drop_general(context, terms)
    _part_clauses(context, terms)
    part_attributes(context, terms)
    limits_by_sex(context, terms)
    groups = _groups(context, terms)
    parts: list[tuple[str, Node, Term, Term]] = []
    for connector, group in groups:
        node = _group_node(context, group)
        if node is not None:
            parts.append((connector, node, group[0], group[-1]))
    if not parts:
        return None
    return _precedence(context, parts)


_WHO = re.compile(r"\b(?:who|that|which|whose)\b", re.IGNORECASE)


def _part_clauses(context: Context, terms: list[Term]) -> None:
    """ "A, B or C who have failed D": what is said of the last is said of all, so it stands apart."""
    for index in range(len(terms) - 1, -1, -1):
        term = terms[index]
        if context.exclusion or len(term.atoms) < _PAIR or term.negated or index == 0:
            continue
        if any(
            a.dim != "disease"
            for a in (
                term.atoms[0],
                (terms[index - 1].atoms[-1:] and terms[index - 1].atoms[-1]) or term.atoms[0],
            )
        ):
            continue
        if any(a.dim in ("disease", "antigen") for a in term.atoms[1:]):
            continue
        said = _WHO.search(context.text, term.atoms[0].end, term.atoms[1].start)
        if said is None:
            continue
        clause = replace(term, start=said.start(), connector="with", atoms=term.atoms[1:])
        terms[index] = Term(term.start, said.start(), term.connector, atoms=term.atoms[:1])
        terms.insert(index + 1, clause)


_NOT_BORNE = re.compile(r"contraindicat|refus|declin", re.IGNORECASE)
_OPENS_TWO = re.compile(r"\beither\b", re.IGNORECASE)
_EITHER = re.compile(r"\beither\W*$", re.IGNORECASE)
_PAIR = 2
_GENERAL = ("_function_adequate",)


def _drop_general(context: Context, terms: list[Term]) -> None:
    """ "adequate lung function as indicated by SpO2 ≥ 92 %": the number says what is adequate."""
    if not any(a.dim == "compare" for t in terms for a in t.atoms):
        return
    for term in terms:
        kept = [a for a in term.atoms if not (a.dim == "presence" and a.fact.endswith(_GENERAL))]
        if len(kept) != len(term.atoms):
            term.atoms = kept
            if not kept:
                term.judgements, term.negated, term.soft = [], False, False
    terms[:] = [t for t in terms if t.atoms or t.unknown or t.judgements or t.soft]


def _groups(context: Context, terms: list[Term]) -> list[tuple[str, list[Term]]]:
    """Terms that one *or* binds tightest: alternatives of one kind."""
    groups: list[tuple[str, list[Term]]] = []
    for index, term in enumerate(terms):
        connector = _resolved(context, terms, index)
        if groups and _two_tumours(context, groups[-1][1][-1], term) and not context.exclusion:
            connector = "or"
        tight = connector in ("or", "slash") and not or_binds_less(context, terms, index)
        own = not context.exclusion and OWN_CLAUSE.match(context.text, term.start)
        if groups and tight and not own and _alike(groups[-1][1][-1], term):
            groups[-1][1].append(term)
        else:
            groups.append((connector, [term]))
    return groups


def _resolved(context: Context, terms: list[Term], index: int) -> str:
    """What a comma stands for: the connector that ends its list."""
    connector = terms[index].connector
    if connector != "comma":
        return connector
    term = terms[index]
    if term.apart and index and not _alike(terms[index - 1], term) and is_chinese(context, term):
        return connector  # "Child-Pugh≤7分，BCLC B期或C期": 、 parts a list, a comma clauses
    if index and "、" in context.text[terms[index - 1].end : term.start]:
        ending = "or" if one_of(context, terms, index) else _ending(terms, index)
        if ending:
            return ending  # 、 parts the items of one list, whatever they are
    if context.asking and _ending(terms, index) == "or":
        return "or"  # "if they had A, have B, or are on C"
    for later in terms[index + 1 :]:
        if later.connector in ("or", "and"):
            alike = _alike(terms[index], later)
            if index and later.connector == "or" and _unlike_state(terms[index - 1], terms[index]):
                return "comma"
            return later.connector if alike else "comma"
        if later.connector not in ("comma", "slash"):
            break
    return "comma"


def _ending(terms: list[Term], index: int) -> str:
    """The connector that ends a list, if one does."""
    for later in terms[index + 1 :]:
        if later.connector in ("or", "and"):
            return later.connector
        if later.connector not in ("comma", "slash"):
            break
    return ""


def _unlike_state(before: Term, term: Term) -> bool:
    """ "tumours that express X, without treatment left or failed by it": a comma before another list."""
    if not before.atoms or not term.atoms:
        return False
    held, following = before.atoms[-1].dim, term.atoms[0].dim
    if following == "antigen":
        return held == "disease"
    if following == "therapy":
        return held in ("presence", "status")  # "worse after treatment with hormones, A or B"
    if following == "status":
        return held in ("therapy", "disease", "antigen", "presence")
    return following == "presence" and held in ("therapy", "disease", "antigen", "status")


def _alike(before: Term, term: Term) -> bool:
    if not before.atoms or not term.atoms:
        return False
    a, b = before.atoms[-1], term.atoms[-1]
    if before.negated != term.negated:
        return False
    if a.dim == b.dim == "compare":
        return a.family == b.family
    if {a.dim, b.dim} == {"status", "presence"} and "inline" in (a.family, b.family):
        return True  # "progressive or intolerant of standard treatment": both say how it went
    return a.dim == b.dim or a.dim == term.atoms[0].dim != "compare"


def _group_node(context: Context, group: list[Term]) -> Node | None:
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
    parts = len(group) == _PAIR and group[1].apart and all(a.dim != "disease" for a in lead)
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


def _precedence(context: Context, parts: list[tuple[str, Node, Term, Term]]) -> Node:
    """Join the parts of a clause: *and* before *or*, the kind of line deciding the rest."""
    if _gene_list(context, parts):
        return any_nodes([node for _, node, _, _ in parts])
    clauses_of = clauses_apart(context, parts)
    if clauses_of is not None:
        nodes = [_precedence(context, clause) for clause in clauses_of]
        both = [
            _joins(context, clause[0][0], before[-1][3], clause[0][2])
            for before, clause in itertools.pairwise(clauses_of)
        ]
        return joined_clauses(*limits_of_some(context, clauses_of, nodes, both))
    alternatives: list[list[Node]] = [[parts[0][1]]]
    clauses = True
    either = 0  # where, in the last alternative, "either" opened others
    for_all = False  # whether what stands before it holds for every alternative behind it
    said = 0  # where, in the last alternative, a clause begins that is said of what stands before
    for index in range(1, len(parts)):
        connector, node, term, _ = parts[index]
        before = parts[index - 1][3]
        strictly = joined_strictly(context, alternatives, parts, index)
        if strictly is not None:
            alternatives = strictly
            continue
        if _describes(context, connector, before, term):
            # "neuroblastoma with persistent or relapsed disease": the states are alternatives.
            word = Judgement(context.text[before.start : before.end].strip())
            alternatives[-1].append(any_nodes([node, word]))
            continue
        if connector == "with" and (term.shares or _WHO.match(context.text, term.start)):
            said, for_all = len(alternatives[-1]), term.shares
        elif connector == "and" and _after_either(context, term):
            said = either = len(alternatives[-1])
            for_all = False
        elif either and connector == "or":
            # "A and either B or C": the alternatives are B and C.
            clause = all_nodes(alternatives[-1][either:])
            alternatives[-1][either:] = [any_nodes([clause, node])]
            continue
        elif said and connector in _OR and (for_all or _AGAIN.match(context.text, term.start)):
            # "… who failed D, or who relapsed after E": either is said of them.
            clause = all_nodes(alternatives[-1][said:])
            alternatives[-1][said:] = [any_nodes([clause, node])]
            continue
        if context.exclusion and _further_clause(context, before, term):
            # "disease that led to X or that needs Y": each clause is said of the disease.
            alternatives[-1][-1] = _qualified(context, alternatives[-1][-1], node, before)
        elif context.exclusion and not before.negated and _LACKS.match(context.text, term.start):
            alternatives[-1].append(node)  # "extramedullary disease, without marrow involvement"
        elif (
            context.exclusion and connector == "and" and _QUALIFIES.match(context.text, term.start)
        ):
            alternatives[-1].append(node)
        elif context.exclusion and _may_belong(context, before, term):
            alternatives.append([node, Judgement("may belong to what stands before")])
        elif _joins(context, connector, before, term):
            if _said_of_all(context, parts, index) and len(alternatives) > 1:
                # "INR > 1.5 or aPTT > 1.5 × ULN in patients not on anticoagulants": said of both.
                alternatives = [[any_nodes([all_nodes(group) for group in alternatives])]]
            if _closes_alternatives(context, alternatives, parts, index):
                # "A or B, C, and D": the comma ends the alternatives.
                alternatives = [[any_nodes([all_nodes(group) for group in alternatives])]]
            alternatives[-1].append(node)
        else:
            clauses = (
                clauses and _APART.search(context.text, before.end - 1, term.start) is not None
            )
            alternatives.append([node])
    lead = lead_of_clauses(context, parts, alternatives) if not context.exclusion else 0
    held, alternatives[0] = alternatives[0][:lead], alternatives[0][lead:]
    joined = [all_nodes(group) for group in alternatives]
    if held:
        return all_nodes([*held, any_clause(joined)])
    shared = [] if context.exclusion or context.asking else diseases_understood(joined)
    if shared and not any(one in shared for one in joined):
        # "advanced solid tumours that relapsed, or for which nothing is left": whose state it is.
        return all_nodes([any_nodes(shared), any_clause(joined)])
    # Where a number was not read, which of the alternatives it limits is not known.
    limited = any(c.isdigit() for node in joined for text in unread_texts(node) for c in text)
    single = not limited and all(len(group) == 1 for group in alternatives)
    if (clauses or single) and not context.exclusion:
        return any_clause(joined)
    return any_nodes(joined)


def _said_of_all(context: Context, parts: list[tuple[str, Node, Term, Term]], index: int) -> bool:
    """Whether what patients do not have stands behind alternative limits without a comma between."""
    connector, _, term, _ = parts[index]
    if not context.exclusion or connector != "with" or not term.negated:
        return False
    earlier = parts[:index]
    return all(
        begin.atoms and begin.atoms[-1].dim == "compare" for _, _, begin, _ in earlier
    ) and not any(begin.apart for _, _, begin, _ in earlier)


def _after_either(context: Context, term: Term) -> bool:
    return not context.exclusion and (
        _OPENS_TWO.search(context.text[max(0, term.start - 8) : term.end]) is not None
    )


_COMMA = re.compile(r"\W{0,2}[,，]\s*(?:and\s)?\W*$", re.IGNORECASE)


def _closes_alternatives(
    context: Context,
    alternatives: list[list[Node]],
    parts: list[tuple[str, Node, Term, Term]],
    index: int,
) -> bool:
    """Whether a limit after a comma stands beside "A or B", two limits without a comma between them."""
    if context.exclusion or len(alternatives) < _PAIR:
        return False
    last = next((at for at in range(index - 1, 0, -1) if parts[at][0] in ("or", "slash")), None)
    if last is None or last != index - 1:
        return False
    limits = [a.dim == "compare" for part in parts[last - 1 : index + 1] for a in part[2].atoms[:1]]
    if len(limits) < _PAIR or not all(limits):
        return False
    before, term = parts[index - 1][3], parts[index][2]
    tight = _APART.search(context.text, parts[last - 1][3].end - 1, parts[last][2].start) is None
    return tight and _COMMA.search(context.text[before.end - 1 : term.start]) is not None


_LACKS = re.compile(
    r"(?:but )?without\b|(?:but )?(?:(?:who|that|which|and) )?(?:have|has|had|did|do|does) (?:not|never)\b",
    re.IGNORECASE,
)
_OR = ("or", "slash")
_AGAIN = re.compile(r"(?:who|that|which|whose|have|has|had|are|is|were)\b", re.IGNORECASE)
# A comma before "or" parts clauses, not words.
_APART = re.compile(r"[,，;；]\s*(?:or|或)", re.IGNORECASE)
_DENIES = re.compile(r"\W*(?:no|not|without|absence|never)\b|\W*(?:无|未|没有|不)", re.IGNORECASE)
_GENE = re.compile(
    r"\W*(?:[A-Z][A-Z0-9]{1,}[\w/]*(?:[-:][\w/]+)*|t\s?\(\d|del\s?\(|inv\s?\(|p53|hypodiploid|near[- ]haploid|Ph\b|Ph\+|complex karyotype|低二倍体|复杂核型)"
)
_FEWEST_GENES = 3


_OF_GENES = frozenset({"gene_alteration", "deletion_17p", "immunoglobulin_heavy_chain_mutated"})


def _gene_list(context: Context, parts: list[tuple[str, Node, Term, Term]]) -> bool:
    """ "BCR-ABL1, TCF3-HLF, MLL-r, hypodiploid ALL": nobody is asked to have all alterations."""
    if context.exclusion or len(parts) < _FEWEST_GENES:
        return False
    if any(connector not in ("", "comma", "slash", "or") for connector, _, _, _ in parts[1:]):
        return False
    named = 0
    for _, _, first, last in parts:
        atoms = [*first.atoms, *last.atoms]
        if any(
            a.dim in ("compare", "antigen", "therapy")
            or (a.dim == "presence" and a.fact not in _OF_GENES)
            for a in atoms
        ):
            return False
        if any(a.family in INFECTIONS for a in atoms) or any(
            isinstance(a.node, Is) and a.node.concept == "negative" for a in atoms
        ):
            return False  # "HIV阴性，HBsAg阴性，HCV抗体阴性": all of them
        named += bool(_GENE.match(context.text, first.start)) and not first.negated
    return named >= max(_FEWEST_GENES, len(parts) - 1)


_RELATIVE = re.compile(r"\b(?:that|which)\b", re.IGNORECASE)
_QUALIFIES = re.compile(
    r"(?:unable|cannot|can not|could not|uncontrolled|requir(?:es|ing)|needs|needing|is not|are not)\b"
    r"|(?:无法|不能|难以|需要?)",
    re.IGNORECASE,
)


def _named_thing(term: Term) -> Atom | None:
    return next((a for a in term.atoms if a.dim in ("disease", "presence", "therapy")), None)


def _further_clause(context: Context, before: Term, term: Term) -> bool:
    """Whether a term goes on with clauses said of the thing named before it."""
    thing = _named_thing(before)
    return (
        thing is not None
        and _RELATIVE.match(context.text, term.start) is not None
        and _RELATIVE.search(context.text, thing.end, term.start) is not None
    )


def _qualified(context: Context, held: Node, node: Node, before: Term) -> Node:
    """The thing itself, and one of what is said of it."""
    if not before.unknown:
        return all_nodes([held, any_nodes([node, Judgement("what else is said of it")])])
    thing = node_of(context, replace(before, unknown=[]))
    said = any_nodes([all_nodes([Unread(u) for u in before.unknown]), node])
    return said if thing is None else all_nodes([thing, said])


def _may_belong(context: Context, before: Term, term: Term) -> bool:
    """Whether a treatment may be part of an unread clause about the thing before it."""
    thing = _named_thing(before)
    return (
        thing is not None
        and bool(before.unknown)
        and bool(term.atoms)
        and all(a.dim == "therapy" for a in term.atoms)
        and _RELATIVE.search(context.text, thing.end, before.end) is not None
    )


def _describes(context: Context, connector: str, before: Term, term: Term) -> bool:
    """Whether an alternative only describes the disease named before it."""
    return (
        not context.exclusion
        and connector in ("or", "slash")
        and bool(before.atoms)
        and before.atoms[-1].dim == "disease"
        and bool(before.judgements or before.unknown)
        and bool(term.atoms)
        and all(a.dim == "status" for a in term.atoms)
    )


def _joins(context: Context, connector: str, before: Term, term: Term) -> bool:
    """Whether two neighbours must both hold."""
    if connector == "with":
        return True
    if _is_administrative(term) or _is_administrative(before):
        return not context.exclusion
    if connector == "slash" and not context.exclusion and _unlike(before, term):
        return True
    if (
        connector in ("or", "slash")
        and not context.exclusion
        and before.negated
        and term.negated
        and _DENIES.match(context.text, term.start) is None
    ):
        return True  # "no evidence of A or B": neither
    if connector in ("or", "slash"):
        opposite = _bounds_of_one(before, term)
        return opposite and not context.exclusion
    if not context.exclusion:
        return not _two_tumours(context, before, term)
    if before.negated and term.negated:
        return connector == "and"
    a = before.atoms[-1] if before.atoms else None
    b = term.atoms[0] if term.atoms else None
    if a is None or b is None:
        return False
    if connector == "and":
        if a.family and a.family == b.family and a.dim in ("result", "compare"):
            return a.fact != b.fact
        if a.dim == b.dim == "disease":
            return False
        if {a.dim, b.dim} == {"status", "disease"}:
            return True
        return a.dim == "disease" and b.dim in ("compare", "result") and False
    return False


def _unlike(before: Term, term: Term) -> bool:
    """A stroke between things of unlike kind parts words, not alternatives."""
    if not before.atoms or not term.atoms:
        return False
    return before.atoms[-1].dim != term.atoms[0].dim


def _two_tumours(context: Context, before: Term, term: Term) -> bool:
    """ "lymphoma and leukemia patients": nobody is asked to have both."""
    a = before.atoms[-1] if before.atoms else None
    b = term.atoms[0] if term.atoms else None
    if a is None or b is None or a.dim != "disease" or b.dim != "disease":
        return False
    if before.negated or term.negated:
        return False
    return context.is_a(a.codes[0], "neoplasm") and context.is_a(b.codes[0], "neoplasm")


def _bounds_of_one(before: Term, term: Term) -> bool:
    """ "≥ 18 or ≤ 70 years" in an inclusion line means both."""
    if not before.atoms or not term.atoms:
        return False
    a, b = before.atoms[-1], term.atoms[0]
    if a.dim != "compare" or b.dim != "compare" or a.fact != b.fact:
        return False
    first = getattr(a.node, "operator", "")
    second = getattr(b.node, "operator", "")
    return a.fact == "age" and {first[:1], second[:1]} == {"<", ">"}


def _is_administrative(term: Term) -> bool:
    """Whether a term is only about consent and the like."""
    return bool(term.atoms) and all(isinstance(a.node, Administrative) for a in term.atoms)
