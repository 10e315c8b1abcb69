"""The parts of a clause joined: *and* before *or*, the kind of line deciding the rest."""

from __future__ import annotations

import itertools
import re

from cartway.criteria.nodes import (
    Judgement,
    Node,
    all_nodes,
    any_nodes,
    unread_texts,
)
from cartway.reading.grammar.chinese_joining import (
    clauses_apart,
    joined_clauses,
    joined_strictly,
    limits_of_some,
)
from cartway.reading.grammar.clauses_behind import PAIR, WHO
from cartway.reading.grammar.gene_lists import is_gene_list
from cartway.reading.grammar.held_by_all import diseases_understood, lead_of_clauses
from cartway.reading.grammar.leniency import alternatives as any_clause
from cartway.reading.grammar.neighbour_terms import (
    both_hold,
    describes,
    further_clause,
    may_belong,
    qualified,
)
from cartway.reading.grammar.terms import Term
from cartway.reading.link.context import Context

_OPENS_TWO = re.compile(r"\beither\b", re.IGNORECASE)


def join_parts(context: Context, parts: list[tuple[str, Node, Term, Term]]) -> Node:
    """Join the parts of a clause: *and* before *or*, the kind of line deciding the rest."""
    if is_gene_list(context, parts):
        return any_nodes([node for _, node, _, _ in parts])
    clauses_of = clauses_apart(context, parts)
    if clauses_of is not None:
        nodes = [join_parts(context, clause) for clause in clauses_of]
        both = [
            both_hold(context, clause[0][0], before[-1][3], clause[0][2])
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
        if describes(context, connector, before, term):
            # "neuroblastoma with persistent or relapsed disease": the states are alternatives.
            word = Judgement(context.text[before.start : before.end].strip())
            alternatives[-1].append(any_nodes([node, word]))
            continue
        if connector == "with" and (term.shares or WHO.match(context.text, term.start)):
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
        if context.exclusion and further_clause(context, before, term):
            # "disease that led to X or that needs Y": each clause is said of the disease.
            alternatives[-1][-1] = qualified(context, alternatives[-1][-1], node, before)
        elif context.exclusion and not before.negated and _LACKS.match(context.text, term.start):
            alternatives[-1].append(node)  # "extramedullary disease, without marrow involvement"
        elif (
            context.exclusion and connector == "and" and _QUALIFIES.match(context.text, term.start)
        ):
            alternatives[-1].append(node)
        elif context.exclusion and may_belong(context, before, term):
            alternatives.append([node, Judgement("may belong to what stands before")])
        elif both_hold(context, connector, before, term):
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
    if context.exclusion or len(alternatives) < PAIR:
        return False
    last = next((at for at in range(index - 1, 0, -1) if parts[at][0] in ("or", "slash")), None)
    if last is None or last != index - 1:
        return False
    limits = [a.dim == "compare" for part in parts[last - 1 : index + 1] for a in part[2].atoms[:1]]
    if len(limits) < PAIR or not all(limits):
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


_QUALIFIES = re.compile(
    r"(?:unable|cannot|can not|could not|uncontrolled|requir(?:es|ing)|needs|needing|is not|are not)\b"
    r"|(?:无法|不能|难以|需要?)",
    re.IGNORECASE,
)
