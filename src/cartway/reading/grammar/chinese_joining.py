"""What joins the parts of a Chinese clause: 且 only ever means "and", and a comma may go on with one thing."""

from __future__ import annotations

import itertools
import re

from cartway.criteria.nodes import (
    All,
    AnyOf,
    Compare,
    Judgement,
    Node,
    Unread,
    all_nodes,
    any_nodes,
    walk,
)
from cartway.reading.grammar.leniency import alternatives as any_clause
from cartway.reading.grammar.terms import Term
from cartway.reading.link.context import Context

Part = tuple[str, Node, Term, Term]

_VERDICT = re.compile(r"阳性|阴性|\(\+\)|\(-\)")
# A clause that begins so is said of what stands before it.
_QUALIFIES = re.compile(
    r"(?:并|且|但)?(?:其|该)?(?:病情|疾病|症状)?(?:目前|(?:近|过去|最近)?(?:\d+|半|[一二两三])(?:个月|年|周)(?:之?内)?)?(?:仍|尚)?(?:需要?(?!排除)|须|必须|不能|无法|难以|未(?:能|得到|获得|被|经)?(?:有效|充分|良好)?(?:控制|缓解|治愈|稳定)"
    r"|控制不|药物(?:不能|无法|难以)|未(?:经|接受)过?(?:规范|正规)|导致|引起|影响|可能影响|可能导致|干扰"
    r"|经[^,，。；;]{0,14}(?:仍|未|不能|无法|无效)|有[^,，。；;]{0,10}风险)"
)
# A clause that begins so may be said of it.
_MAY_QUALIFY = re.compile(r"(?:目前)?(?:正在|仍在|正)(?:接受|使用|服用|应用|进行)")
_THEN = re.compile(r"(?:后|之后|以后)\s*[,，]\s*$")


_HAN = re.compile("[\u4e00-\u9fff]")


def is_chinese(context: Context, term: Term) -> bool:
    """Whether the line of a term is written in Chinese."""
    return context.chinese


def or_binds_less(context: Context, terms: list[Term], index: int) -> bool:
    """ "A，或B且C", "A阳性或B阳性且C阳性": what follows 且 is asked of the second alone."""
    following = terms[index + 1] if index + 1 < len(terms) else None
    if following is None or not following.strict or following.apart:
        return False
    before = context.text[terms[index - 1].start : terms[index].start]
    return terms[index].apart or _VERDICT.search(before) is not None


def joined_strictly(
    context: Context, alternatives: list[list[Node]], parts: list[Part], index: int
) -> list[list[Node]] | None:
    """Add a part that is asked beside what stands before it; None where it is another kind of part.

    Args:
        alternatives: what stands before, as alternatives of requirements.
        parts: the parts of the clause.
        index: the part to add.
    """
    connector, node, term, _ = parts[index]
    if term.of_all:
        return [[any_nodes([all_nodes(group) for group in alternatives]), node]]
    if connector == "and" and term.strict:
        return _beside(alternatives, parts, index, node)
    if not context.exclusion or connector != "comma" or not term.apart:
        return None
    if _QUALIFIES.match(context.text, term.start):
        return _beside(alternatives, parts, index, node)
    before = parts[index - 1][3]
    if _THEN.search(context.text[before.start : term.start]):
        return _beside(alternatives, parts, index, node)
    named = before.atoms[-1].dim if before.atoms else ""
    if named == "disease" and _MAY_QUALIFY.match(context.text, term.start):
        return [*alternatives, [node, Judgement("may belong to what stands before")]]
    return None


def _beside(
    alternatives: list[list[Node]], parts: list[Part], index: int, node: Node
) -> list[list[Node]]:
    """Behind a comma it is asked of all that stands before the comma, else of the last alone."""
    whole = parts[index][2].apart and not any(part[2].apart for part in parts[1:index])
    if whole:
        return [[any_nodes([all_nodes(group) for group in alternatives]), node]]
    return [*alternatives[:-1], [*alternatives[-1], node]]


def say_of_all(context: Context, terms: list[Term]) -> None:
    """ "胸水、腹水，需反复引流": what a comma sets apart at the end is said of all before it."""
    if not context.exclusion or len(terms) < _FEWEST:
        return
    last = terms[-1]
    if last.atoms or last.unknown or not last.judgements:
        return
    if not (last.apart or last.strict):
        return
    if not is_chinese(context, last) or last.connector == "or":
        return
    for term in terms[:-1]:
        term.judgements += [one for one in last.judgements if one not in term.judgements]
        term.bare = True
    del terms[-1]


_ONE_OF = re.compile(
    r"[^,，。;；、]{0,6}?(?:(?:中|其中)(?:的)?(?:任[意何]?|至少|≥)?\s?[一1]\s?[项种个者类]|之一|任一|任[意何]一[项种个])"
)


def one_of(context: Context, terms: list[Term], index: int) -> bool:
    """ "A、B、C之一": any of the list is enough."""
    if context.exclusion or not is_chinese(context, terms[index]):
        return False
    last = index
    while last + 1 < len(terms) and terms[last + 1].connector == "comma":
        if "、" not in context.text[terms[last].end : terms[last + 1].start]:
            break
        last += 1
    return bool(terms[last].atoms) and (
        _ONE_OF.match(context.text, terms[last].atoms[-1].end) is not None
    )


_FEWEST = 2
_ALTERNATIVE = ("or", "and", "slash", "comma")
_SAYING = 4  # characters that say something


def unread_alternatives(context: Context, terms: list[Term]) -> None:
    """An alternative of which nothing was understood is kept: it may be the one that counts."""
    for term in terms:
        if not term.empty or term.connector != "or" or term.window or term.judgements:
            continue
        text = context.text[term.start : term.end].strip()
        if sum(1 for _ in _HAN.finditer(text)) >= _SAYING:
            term.unknown.append(text)


def share_ends(context: Context, terms: list[Term]) -> None:
    """ "对A或B有禁忌", "≥3级的A或B": what ends a list of like things, or begins it, is said of all."""
    if not terms or not is_chinese(context, terms[0]):
        return
    for index in range(len(terms) - 1, 0, -1):
        term = terms[index]
        if not term.atoms or not term.not_received or term.apart:
            continue
        word = term.not_received[-1]
        if context.text.find(word, term.atoms[-1].end, term.end + len(word)) < 0:
            continue
        before = terms[index - 1]
        if _alike(before, term) and not before.not_received:
            before.unknown.append(word)
            before.not_received.append(word)
    for index in range(len(terms) - 1, 0, -1):
        before, term = terms[index - 1], terms[index]
        if not term.atoms or term.atoms[-1].dim != "therapy" or term.apart:
            continue
        lasting = [
            word
            for word in term.unknown
            if _LASTING.search(word)
            and context.text.find(word, term.atoms[-1].end, term.end + len(word)) >= 0
        ]
        if lasting and _alike(before, term) and not before.unknown:
            before.unknown += lasting  # "MMF或CTX治疗6个月": so long of either
    for before, term in itertools.pairwise(terms):
        if before.grade is None or term.grade is not None or term.apart or term.judgements:
            continue
        if _alike(before, term) and _GRADE.search(
            context.text, before.start, before.atoms[0].start
        ):
            term.grade = before.grade


_GRADE = re.compile("[级度]")
_LASTING = re.compile(r"\d\s?(?:个月|周|天|年|个?疗程|个?周期)")
_SOME_OF = re.compile(
    r"[、和及与或][^,，。;；]{1,20}?(?:中|里)(?:的)?(?:至少|任意|任何|≥)?\s?(?:[二两三四五]|[2-9])\s?(?:种|类|个|项)"
)


def counts_a_list(context: Context, text: str) -> bool:
    """ "A、B、C中至少两种": how many of a list are asked for was not understood."""
    return not context.exclusion and _SOME_OF.search(text) is not None


def _alike(before: Term, term: Term) -> bool:
    return (
        bool(before.atoms)
        and bool(term.atoms)
        and before.atoms[-1].dim == term.atoms[0].dim
        and term.connector in _ALTERNATIVE
    )


def clauses_apart(context: Context, parts: list[Part]) -> list[list[Part]] | None:
    """The clauses of an inclusion line that commas part; None where there is one, or another language."""
    if context.exclusion or not any(part[2].apart for part in parts[1:]):
        return None
    if not is_chinese(context, parts[0][2]):
        return None
    clauses: list[list[Part]] = [[parts[0]]]
    for part in parts[1:]:
        if part[2].apart:
            clauses.append([])
        clauses[-1].append(part)
    return clauses


def joined_clauses(nodes: list[Node], both: list[bool]) -> Node:
    """Join clauses.

    Args:
        nodes: the clauses.
        both: for each but the first, whether it is asked beside the one before it, not instead of it.
    """
    if all(both):
        return all_nodes(nodes)
    if not any(both):
        return any_clause(nodes)
    # "A，B，或C" is "A and either B or C", or "both A and B, or C": certain where the two agree.
    narrow = all_nodes([any_nodes(group) for group in _runs(nodes, both, joins=False)])
    if _limits_apart(nodes, both):
        return narrow
    wide = any_nodes([all_nodes(group) for group in _runs(nodes, both, joins=True)])
    return any_nodes([narrow, all_nodes([wide, Judgement("which clauses are alternatives")])])


def _limits_apart(nodes: list[Node], both: list[bool]) -> bool:
    """Whether every "or" stands between limits, and every "and" has no limit on one side at least."""
    limits = [all(isinstance(o, (All, AnyOf, Compare)) for o in walk(node)) for node in nodes]
    sides = list(itertools.pairwise(limits))
    return all(
        not (first and second) if beside else (first and second)
        for (first, second), beside in zip(sides, both, strict=True)
    )


def _runs(nodes: list[Node], both: list[bool], *, joins: bool) -> list[list[Node]]:
    groups = [[nodes[0]]]
    for node, beside in zip(nodes[1:], both, strict=True):
        if beside is joins:
            groups[-1].append(node)
        else:
            groups.append([node])
    return groups


_SOME = re.compile(r"(?:对于|若|如)?[^,，≤≥<>]{2,24}?(?:患者|者)")


def limits_of_some(
    context: Context, clauses: list[list[Part]], nodes: list[Node], both: list[bool]
) -> tuple[list[Node], list[bool]]:
    """ "总胆红素≤2×ULN，Gilbert综合征者直接胆红素≤1.5×ULN": a limit that holds for some, instead.

    Args:
        clauses: the clauses of an inclusion line.
        nodes: what they ask.
        both: for each but the first, whether it is asked beside the one before it.
    """
    given, joins = [nodes[0]], []
    for clause, node, beside in zip(clauses[1:], nodes[1:], both, strict=True):
        text = context.text[clause[0][2].start : clause[-1][3].end]
        split = _split_limits(node) if beside and _SOME.match(text) else None
        if split is None or any(not isinstance(one, (All, Compare)) for one in walk(given[-1])):
            given.append(node)
            joins.append(beside)
            continue
        given[-1] = AnyOf((given[-1], all_nodes(list(split))))
    return given, joins


def _split_limits(node: Node) -> tuple[Node, Node] | None:
    if not isinstance(node, All):
        return None
    limits = [one for one in node.children if all(isinstance(o, (Compare, All)) for o in walk(one))]
    whom = [one for one in node.children if one not in limits]
    if (
        not limits
        or not whom
        or any(isinstance(o, (Compare, Unread)) for w in whom for o in walk(w))
    ):
        return None
    return all_nodes(whom), all_nodes(limits)
