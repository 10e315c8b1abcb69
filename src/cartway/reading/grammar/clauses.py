"""Conditions, exceptions, definitions and examples of one clause."""

from __future__ import annotations

import re
from functools import cached_property

from cartway.criteria.nodes import (
    AnyOf,
    Compare,
    FactRef,
    Implies,
    Judgement,
    Node,
    Not,
    Unless,
    Unread,
    all_nodes,
    any_nodes,
    facts_asked,
    unread_texts,
    walk,
)
from cartway.reading.grammar.and_one_of import beside_one_of
from cartway.reading.grammar.brackets import open_brackets, without_permissions
from cartway.reading.grammar.cleared_viruses import without_cleared
from cartway.reading.grammar.comparisons import reduce_comparisons
from cartway.reading.grammar.defined_doses import dose_in_time
from cartway.reading.grammar.defined_last import last_of_list
from cartway.reading.grammar.exceptions import (
    exempts,
    said_of,
    split_exception,
    with_exception,
)
from cartway.reading.grammar.kinds_of_target import beside_ways
from cartway.reading.grammar.leniency import demanded_of, left_to_judgement, without
from cartway.reading.grammar.limits_beside import either, limited_before, with_other_limit
from cartway.reading.grammar.limits_for_some import in_unit_of
from cartway.reading.grammar.lists import read_list
from cartway.reading.grammar.neighbours import without_opinion
from cartway.reading.grammar.one_of_several import one_of_several
from cartway.reading.grammar.open_lists import names_kinds
from cartway.reading.grammar.results import reduce_results
from cartway.reading.grammar.support_of_counts import said_of_count
from cartway.reading.grammar.trust import trusted
from cartway.reading.grammar.virus_tests import compose_tests
from cartway.reading.grammar.widening import codes_of, last_limit, widened
from cartway.reading.lex import Element
from cartway.reading.lex.cues import place_of_cue
from cartway.reading.lexicon import Sense
from cartway.reading.link.context import Context

_IDLE = re.compile(
    r"(?:it is |they are )?(?:available|applicable|possible|necessary|needed|known|feasible|clinically indicated|any|relevant)",
    re.IGNORECASE,
)
_OPINION = re.compile(r"\bPI\b|investigator|discretion|研究者", re.IGNORECASE)
_NAMED = ("fact", "concept", "atom", "event")


def has_content(elements: list[Element]) -> bool:
    """Whether anything in a clause names something."""
    return any(e.kind in _NAMED or e.kind == "measure" for e in elements)


def has_name(elements: list[Element]) -> bool:
    """Whether anything in a clause names something, a number aside."""
    return any(e.kind in _NAMED for e in elements)


def read_clause(context: Context, elements: list[Element]) -> Node | None:
    """Give what one clause asks; None where it asks nothing."""
    apart = beside_one_of(context, elements)
    if apart is not None:
        parts = [read_clause(context, one) for one in apart]
        return all_nodes([one for one in parts if one is not None])
    elements, let_in = without_permissions(context, elements)
    opened = open_brackets(context, compose_tests(context, elements), _plain(context).read)
    node = _read_conditional(context, opened.elements, [*opened.exceptions, *let_in])
    for aside in opened.asides:
        more = _read_aside(context, aside, node, opened.elements)
        node = more if more is not None else node
    for inside in opened.examples:
        if node is not None:
            node = any_nodes([node, *_examples(context, opened.elements, inside)])
    return node


def _examples(context: Context, head: list[Element], inside: list[Element]) -> list[Node]:
    """ "clinically significant bleeding (such as of the gut)": each example counts as such."""
    timed = [
        e
        for e in head
        if e.kind == "anchor"
        or e.is_cue("window", "window_after", "before", "since")
        or (e.measure is not None and e.measure.is_duration)
    ]
    if sum(e.measure is not None for e in timed) > 1:
        return []
    parts: list[list[Element]] = [[]]
    for element in inside:
        if element.kind in ("comma", "slash", "semicolon") or element.is_cue(
            "or", "and", "example"
        ):
            parts.append([])
        else:
            parts[-1].append(element)
    found: list[Node] = []
    for part in parts:
        if not any(e.kind == "concept" and e.system == "disease" for e in part):
            continue
        node = _read_exceptional(context, [*timed, *part], [])
        if node is not None and not unread_texts(node):
            found.append(node)
    return found


def _read_aside(
    context: Context, aside: list[Element], node: Node | None, line: list[Element]
) -> Node | None:
    """A bracketed condition or requirement beside a limit."""
    lead = aside[1:] if aside[0].is_cue("or", "and") else aside
    found = _read_conditional(_plain(context).context, _with_subject(lead, node, line), [])
    if found is None:
        return node
    if not context.exclusion:
        found = trusted(found, context.words(aside))
    if node is None:
        return found
    found = said_of_count(node, found)
    if lead[0].is_cue("if") and not isinstance(found, (Implies, Unless)):
        # "INR ≤ 1.5 (if no anticoagulant is taken)"
        return all_nodes([found, node]) if context.exclusion else Implies(found, node)
    if isinstance(found, Implies):
        # "≤ 2.5 × ULN (≤ 5 × ULN for patients with liver metastases)": the wider limit holds there.
        if context.exclusion and any(isinstance(one, Compare) for one in walk(found.child)):
            return with_other_limit(
                node, all_nodes([found.condition, either(found.child)]), exclusion=True
            )
        return widened(node, found)
    if isinstance(found, Unless):
        if context.exclusion:
            return without(node, found.exception)
        return Unless(node, found.exception)
    if not context.exclusion and isinstance(node, AnyOf) and unread_texts(node):
        return any_nodes([node, found])  # which of the alternatives it belongs to is not known
    limits = {one.subject for one in walk(found) if isinstance(one, Compare)}
    if limits & {one.subject for one in walk(node) if isinstance(one, Compare)}:
        return with_other_limit(node, found, exclusion=context.exclusion)
    return all_nodes([node, found])


def _with_subject(aside: list[Element], node: Node | None, line: list[Element]) -> list[Element]:
    """A bare limit in brackets is a limit of what stood before: "≤ 3 (≤ 5 with metastases)"."""
    if node is None or any(e.kind == "fact" and e.system in ("quantity", "score") for e in aside):
        return aside
    subjects = [one.subject for one in walk(node) if isinstance(one, Compare)]
    measured = next(
        (
            e
            for e in aside
            if e.kind == "measure" and e.measure is not None and not e.measure.is_duration
        ),
        None,
    )
    if measured is None or not subjects or not isinstance(subjects[-1], FactRef):
        return aside
    last = next(one for one in reversed(list(walk(node))) if isinstance(one, Compare))
    alike = [
        one.subject.name
        for one in walk(node)
        if isinstance(one, Compare) and isinstance(one.subject, FactRef) and one.limit == last.limit
    ]
    before = limited_before(line, aside[0].start)
    alike = [
        name
        for name in before
        if any(one.name == name for one in subjects if isinstance(one, FactRef))
    ] or alike
    place = aside.index(measured)
    if measured.measure is not None and measured.measure.unit is None:
        own = next(
            (c for c in walk(node) if isinstance(c, Compare) and c.subject in _refs(alike)), last
        )
        measured = in_unit_of(own.limit.unit, measured)
        aside = [*aside[:place], measured, *aside[place + 1 :]]
    inserted: list[Element] = []
    for name in dict.fromkeys(alike):
        sense = Sense("fact", name, "quantity")
        start = measured.start
        if inserted:
            inserted.append(Element("cue", "and", start, start))
        inserted.append(Element("fact", name, start, start, "quantity", None, (sense,)))
    return [*aside[:place], *inserted, *aside[place:]]


def _refs(names: list[str]) -> list[FactRef]:
    return [FactRef(name) for name in names]


def _read_conditional(
    context: Context, elements: list[Element], exceptions: list[list[Element]]
) -> Node | None:
    split = _of_whom(context, elements)
    if split is not None:
        return _read_of_whom(context, *split, exceptions)
    place = _find(elements, "if")
    if place is not None and any(
        e.is_cue("investigator")
        or (e.is_cue("judgement") and _OPINION.search(context.text, e.start, e.end))
        for e in elements[max(0, place - 4) : place]
    ):
        place = None  # "or per PI discretion if …": the condition is the investigator's
    if place and elements[place - 1].is_cue("except", "unless"):
        place = None  # "except in patients with X": whom the exception is for
    apart = _or_if(context, elements, place)
    if apart is not None:
        first, condition, main = apart
        return _either_or_if(context, first, condition, main, exceptions)
    if place is not None and _is_condition(context, elements, place):
        condition, main = _condition_and_main(context, elements, place)
        first, last = (
            last_limit(main)
            if not context.exclusion and has_content(elements[:place])
            else ([], main)
        )
        if first and condition:
            before = _read_exceptional(context, first, exceptions)
            after = _read_conditional(context, [*last, *elements[place:]], [])
            if before is not None and isinstance(after, Implies):
                return widened(before, after)
        if (
            condition
            and main
            and not has_content(condition)
            and _IDLE.fullmatch(context.words(condition))
        ):
            return _read_exceptional(context, main, exceptions)
        if condition and main:
            condition = [e for e in condition if not e.is_cue("if")]  # "…, or if they have …"
            asked = _plain(context).read(condition)
            then = _read_exceptional(context, main, exceptions)
            if then is None and any(e.is_cue("judgement", "active") for e in main):
                then = Judgement(context.words(main))  # "…, it must be controlled"
            if asked is not None and then is not None:
                if context.exclusion:
                    return all_nodes([then, left_to_judgement(asked)])
                if _names_whom(context, elements[place], then):
                    return all_nodes([then, asked])
                return demanded_of(asked, then)
            if (
                then is not None
                and has_content(condition) is False
                and not any(e.kind == "word" for e in condition)
            ):
                if context.exclusion or _IDLE.fullmatch(context.words(condition)):
                    return then
                # "≥ 50 if bone marrow is involved": words without a name are a condition still.
                return Implies(Judgement(context.words(condition) or "condition"), then)
            text = context.words(condition)
            unread: Node = Unread(text) if text else Judgement("condition")
            if then is not None:
                return (
                    all_nodes([then, left_to_judgement(unread)])
                    if context.exclusion
                    else Implies(unread, then)
                )
            return Unread(context.words(elements))
    return _read_exceptional(context, elements, exceptions)


def _names_whom(context: Context, cue: Element, then: Node) -> bool:
    """ "Patients with Ph-positive leukaemia if they …": both are asked of whoever is let in."""
    written = context.text[cue.start : cue.end].lower()
    return written in ("if", "若", "如果") and set(facts_asked(then)) == {"diagnosis"}


def _or_if(
    context: Context, elements: list[Element], place: int | None
) -> tuple[list[Element], list[Element], list[Element]] | None:
    """ "A, or if Z, B" and "A, or B if Z": A, the condition Z, and B."""
    if place is None or context.exclusion or context.asking:
        return None
    joint = next((i for i in range(place - 1, 0, -1) if elements[i].is_cue("or")), None)
    if joint is None:
        return None
    parted = elements[joint - 1].kind in ("comma", "semicolon")
    if not parted and place - joint > _NEXT:
        return None
    first, second = elements[: joint - 1 if parted else joint], elements[joint + 1 :]
    second = second[1:] if second and second[0].kind == "comma" else second
    again = _find(second, "if")
    if again is None or not has_content(first) or not second:
        return None
    if again:
        condition, main = second[again + 1 :], second[:again]
    else:
        end = next((i for i, e in enumerate(second) if i and e.kind == "comma"), None)
        if end is None:
            return None
        condition, main = second[1:end], second[end + 1 :]
    if not condition or not main or any(e.kind == "semicolon" for e in (*first, *main)):
        return None
    return first, condition, main


# "or, if …": a comma at most between the two.
_NEXT = 2


def _either_or_if(
    context: Context,
    first: list[Element],
    condition: list[Element],
    main: list[Element],
    exceptions: list[list[Element]],
) -> Node | None:
    given = _read_exceptional(context, first, exceptions)
    asked = _plain(context).read(condition)
    then = _read_exceptional(context, main, [])
    if given is None:
        return Unread(context.words([*first, *condition, *main]))
    held = Judgement(context.words(condition)) if asked is None else left_to_judgement(asked)
    more = Judgement(context.words(main)) if then is None else left_to_judgement(then)
    return any_nodes([given, all_nodes([held, more])])


_WHO = re.compile(
    r"patient|subject|participant|individual|those|\bcarriers?\b|者|患者|受试", re.IGNORECASE
)
_MUST = re.compile(r"must|shall|必须|须", re.IGNORECASE)
_DEMANDS = frozenset({"require", "requires", "need", "needs"})
_LONGEST_DEMAND = max(map(len, _DEMANDS))
_SIGNS = frozenset({"comma", "semicolon", "open", "close", "slash", "colon", "stop", "sign"})


def _of_whom(
    context: Context, elements: list[Element]
) -> tuple[list[Element], list[Element]] | None:
    """ "HBsAg-positive patients must receive …": a demand on some patients only."""
    for index, element in enumerate(elements):
        following = elements[index + 1] if index + 1 < len(elements) else None
        if (
            following is not None
            and following.kind == "comma"
            and _ends_whom(context, elements, index)
        ):
            who, rest = elements[: index + 1], elements[index + 2 :]
            if any(e.kind == "concept" for e in who) and has_content(rest):
                return who, rest
        demands = element.is_cue("then")
        if demands or (
            element.end - element.start <= _LONGEST_DEMAND and element.kind not in _SIGNS
        ):
            written = context.text[element.start : element.end].lower()
            verb = written in _DEMANDS and not (index and elements[index - 1].is_cue("and"))
            demands = (demands or verb) and (
                not context.exclusion or _MUST.match(written) is not None
            )
        if not demands:
            if (
                element.kind == "measure"
                and element.measure is not None
                and not element.measure.is_duration
            ):
                return None
            if element.is_cue("if", "unless", "except", "definition"):
                return None
            continue
        who, rest = elements[:index], elements[index + 1 :]
        if any(e.kind == "colon" for e in who):
            return None  # "Diagnosis of X: patients must …": what stands before is asked as well
        if _limits_next(who, rest):
            # "HBsAg-positive patients' HBV DNA must be < 1000": what is limited belongs to the demand.
            who, rest = who[:-1], [who[-1], *rest]
        named = [
            e
            for e in who
            if e.kind == "atom"
            or (e.measure is not None and e.measure.unit == "a" and e.measure.op)
            or (e.kind == "concept" and e.system in ("disease", "treatment"))
            or (e.kind == "fact" and e.system == "result")
        ]
        told = has_content(rest) or (
            context.exclusion
            and any(e.kind == "word" or e.is_cue("negative", "positive") for e in rest)
        )
        if named and told and _WHO.search(context.words(who)):
            return who, rest
        return None
    return None


def _limits_next(who: list[Element], rest: list[Element]) -> bool:
    last, following = (who[-1] if who else None), (rest[0] if rest else None)
    return (
        last is not None
        and following is not None
        and last.kind == "fact"
        and last.system in ("quantity", "score", "result")
        and following.measure is not None
        and not following.measure.is_duration
        and len(who) > 1
    )


def _read_of_whom(
    context: Context, who: list[Element], rest: list[Element], exceptions: list[list[Element]]
) -> Node | None:
    asked = _plain(context).read(who)
    if context.exclusion:
        # Among the exclusions a demand shuts out those who do not meet it.
        demanded = _plain(context).read(rest)
        if asked is None:
            return Unread(context.words([*who, *rest]))
        narrower = without_cleared(context, asked, context.words([*who, *rest]))
        if narrower is not None:
            return narrower  # "… positive for the antibody must have a negative PCR"
        if demanded is None or unread_texts(demanded):
            return all_nodes([asked, Unread(context.words(rest))])
        return all_nodes([asked, demanded.child if isinstance(demanded, Not) else Not(demanded)])
    then = _read_exceptional(context, rest, exceptions)
    if asked is None or then is None:
        return then
    other = any(
        context.text[e.start : e.end].lower() in ("other", "all other", "其他", "其它") for e in who
    )
    if other and context.earlier:
        asked = all_nodes([asked, *(Not(one) for one in context.earlier)])
    context.earlier.append(asked)
    return demanded_of(asked, then)


_HAVING = re.compile(r"\W*(?:若|如|对于)?(?:曾|既往|此前)")
_HAVING_HAD = re.compile(r"\W*(?:若|如|对于)?(?:曾|既往|此前|已)?(?:经)?(?:接受|进行|行|做)")
_ASKS = re.compile(r"须|应|需|必须|≥|至少|超过|>|后(?:已)?满")


def _ends_whom(context: Context, elements: list[Element], index: int) -> bool:
    """ "曾行异基因移植者，移植后须…": the demand is on those named before the comma."""
    if context.exclusion:
        return False
    written = context.text[elements[index].start : elements[index].end]
    if written == "者":
        having = _HAVING
    elif written in ("患者", "受试者") and any(
        e.kind == "concept" and context.is_a(e.id, "haematopoietic_stem_cell_transplantation")
        for e in elements[:index]
    ):
        having = _HAVING_HAD  # "接受过移植的患者，须…": nobody is asked to have had one
    else:
        return False
    if having.match(context.text, elements[0].start) is None:
        return False
    return _ASKS.search(context.text, elements[index + 1].end, elements[-1].end) is not None


class _Plain:
    """Reads a condition: neither inclusion nor exclusion colours it."""

    def __init__(self, context: Context) -> None:
        self._around = context

    @cached_property
    def context(self) -> Context:
        return Context(self._around.text, False, self._around.lexicon, asking=True)

    def read(self, elements: list[Element]) -> Node | None:
        return _read_exceptional(self.context, elements, [])


def _plain(context: Context) -> _Plain:
    return _Plain(context)


def _find(elements: list[Element], *groups: str) -> int | None:
    return place_of_cue(elements, groups)


def _is_condition(context: Context, elements: list[Element], place: int) -> bool:
    word = context.text[elements[place].start : elements[place].end].lower()
    if word in ("where", "when", "如", "当") and not has_content(elements[place + 1 : place + 8]):
        return False
    return (
        has_content(elements[place + 1 :])
        or any(
            e.kind == "word" or e.is_cue("negative", "positive", "judgement")
            for e in elements[place + 1 :]
        )
        or _says_something(context, elements[place + 1 :])
    )


_SOME = 2


def _says_something(context: Context, elements: list[Element]) -> bool:
    """ "if bone marrow is involved": known words only, that name nothing, and yet a condition."""
    words = context.words(elements)
    return not context.exclusion and len(words.split()) > _SOME and _IDLE.match(words) is None


def _condition_and_main(
    context: Context, elements: list[Element], place: int
) -> tuple[list[Element], list[Element]]:
    word = context.text[elements[place].start : elements[place].end].lower()
    before, after = elements[:place], elements[place + 1 :]
    if word.endswith("only") and not word.startswith("only"):
        return before, after
    if has_content(before):
        return after, before
    for index, element in enumerate(after):
        if element.kind == "comma" and _IDLE.fullmatch(context.words(after[:index])):
            return after[:index], after[index + 1 :]
        if element.kind in ("comma", "colon", "semicolon") or element.is_cue("then"):
            if element.kind == "comma" and not _main_follows(after[index + 1 :]):
                continue
            told = has_content(after[:index]) or any(e.kind == "word" for e in after[:index])
            if told or index > _SOME:  # "if in the part of the trial named, …"
                return after[:index], after[index + 1 :]
    return [], []


def _main_follows(elements: list[Element]) -> bool:
    """Whether what follows a comma is a requirement, not more of the condition's list."""
    for element in elements[:8]:
        if (
            element.is_cue("then")
            or element.kind in ("measure",)
            or (element.kind == "fact" and element.system in ("quantity", "score"))
            or (element.kind == "atom" and element.id == "compare")
        ):
            return True
        if element.is_cue("or", "and"):
            return False
    return True


def _read_exceptional(
    context: Context, elements: list[Element], exceptions: list[list[Element]]
) -> Node | None:
    main, excepted = split_exception(context, elements)
    if not main or not (
        has_content(main)
        or any(
            e.kind == "word" or e.is_cue("administrative", "contraception") or e.kind == "cue"
            for e in main
        )
    ):
        main, excepted = elements, []
    found = [e for e in (excepted, *exceptions) if e]
    codes = [code for one in found if not exempts(context, elements, one) for code in codes_of(one)]
    held = context.excepted
    context.excepted = (*held, *codes)
    try:
        node = _read_defined(context, main)
    finally:
        context.excepted = held
    if node is None:
        return None
    for one in found:
        asked = _plain(context).read(said_of(one))
        node = with_exception(context, node, one, main, asked)
    return node


def _read_defined(context: Context, elements: list[Element]) -> Node | None:
    place = _find(elements, "definition")
    if place is None:
        return _read_examples(context, elements)
    head, body = elements[:place], elements[place + 1 :]
    if _stains(head, body):
        return _read_examples(context, elements)  # "positive, defined as ≥ 2+ in ≥ 40 % of cells"
    if not has_content(body) and not any(e.kind == "word" for e in body):
        return _read_examples(context, head)
    if context.exclusion:
        last = last_of_list(head)
        if last:
            # "A, B defined as C": what defines B says nothing of A.
            first = _read_flat(context, head[: last - 1])
            defined = _read_defined(context, elements[last:])
            return any_nodes([n for n in (first, defined) if n is not None])
    meaning = _read_examples(context, body)
    if meaning is None:
        return _read_examples(context, head)
    if not _head_adds(head, body):
        if context.exclusion and unread_texts(meaning) and _names_finding(head):
            # What defines the term was not all understood; the term itself was.
            return _read_examples(context, head)
        return meaning
    said = _read_examples(context, head)
    if said is None:
        return meaning
    return dose_in_time(said, meaning) or all_nodes([said, meaning])


def _stains(head: list[Element], body: list[Element]) -> bool:
    """Whether a definition only says how much of the one antigen before it there must be."""
    antigens = {e.id for e in head if e.kind == "concept" and e.system == "antigen"}
    cut_off = any(e.measure is not None and (e.measure.plus or e.measure.unit == "%") for e in body)
    return (
        len(antigens) == 1
        and cut_off
        and not any(
            e.kind in ("atom", "event", "concept")
            or (e.kind == "fact" and e.system not in ("presence", "score", "quantity"))
            for e in body
        )
    )


_FINDINGS = frozenset(
    {"tuberculosis_active", "active_infection", "graft_versus_host_disease_active"}
)


def _names_finding(head: list[Element]) -> bool:
    named = [e for e in head if e.kind in ("fact", "concept", "atom")]
    return bool(named) and all(e.kind == "fact" and e.id in _FINDINGS for e in named)


def _head_adds(head: list[Element], body: list[Element]) -> bool:
    """Whether a defined term says more than its definition: a disease, an antigen, a number."""
    for element in head:
        if element.kind in ("atom", "measure"):
            return True
        if element.kind == "concept" and element.system == "antigen":
            return True
        if element.kind == "concept" and element.system == "treatment":
            return not any(e.kind == "concept" and e.system == "treatment" for e in body)
        if element.is_cue("relapsed", "refractory", "relapsed_or_refractory", "negation"):
            return True
    return False


def _read_examples(context: Context, elements: list[Element]) -> Node | None:
    place = _find(elements, "example")
    if place is None:
        return _read_flat(context, elements)
    head, rest = elements[:place], [e for e in elements[place + 1 :] if not e.is_cue("example")]
    tail = _tail(context, rest)
    own = _example_ends(context, head, rest[:tail])
    examples, after = rest[:own], rest[own:]
    written = context.text[elements[place].start : elements[place].end].lower()
    if not has_content(head):
        said = any(e.is_cue("relapsed", "refractory", "relapsed_or_refractory") for e in head)
        if said or not any(e.kind == "word" for e in head):
            return _read_flat(context, head + rest)
        given = _read_flat(context, examples + after)
        if given is None:
            return Unread(context.words(elements))
        parts: list[Node] = [given, Unread(context.words(head))]
        return any_nodes(parts) if context.exclusion else all_nodes(parts)
    other = _last_or(head)
    if other is not None and any(
        e.is_cue("relapsed", "refractory", "relapsed_or_refractory") for e in head[other + 1 :]
    ):
        return _read_flat(context, head + rest)  # "or relapsed after treatment including X"
    if other is not None and not context.exclusion and not has_content(head[other + 1 :]):
        # "score ≥ 7 or involvement of an organ, such as …": the examples are the alternative.
        first, given = _read_flat(context, head[:other]), _read_flat(context, examples + after)
        kinds = Unread(context.words(head[other + 1 :]) or context.words(elements))
        return any_nodes([n for n in (first, given, kinds) if n is not None])
    main = _read_flat(context, head + after)
    if main is None:
        return _read_flat(context, head + rest)
    if context.exclusion:
        named = [e for e in examples if e.kind != "word"]
        modifiers = [e for e in head if e.is_cue("judgement", "active", "history")]
        infected = next((e for e in head if e.kind == "fact" and e.id == "active_infection"), None)
        if infected is not None:
            modifiers.append(Element("cue", "active", infected.start, infected.end))
        more = _read_flat(context, modifiers + named + after)
        opinion = without_opinion(context, examples)[1]
        if (
            opinion
            and not opinion.startswith("or ")
            and not _OTHERS.search(context.words(examples))
        ):
            # "disorders such as A or B that in the investigator's opinion …": said of all of them.
            main = all_nodes([main, Judgement(opinion)])
        if more is None or unread_texts(more):
            return main
        more = beside_ways(main, more)
        return main if more is None else any_nodes([main, more])
    if names_kinds(context, head, examples):
        return main
    if ("includ" in written or "包" in written or "含" in written) and any(
        e.kind == "concept" and e.system == "treatment" for e in examples
    ):
        if isinstance(main, Not):
            return main  # "must not take steroids, including prednisone": denied with the rest
        more = _read_flat(context, examples + after)
        return main if more is None else all_nodes([main, more])
    return main


_OTHERS = re.compile(r"\bor (?:any )?other\b|或(?:任何)?其[他它]", re.IGNORECASE)


def _last_or(head: list[Element]) -> int | None:
    return next((i for i in range(len(head) - 1, 0, -1) if head[i].is_cue("or")), None)


def _example_ends(context: Context, head: list[Element], examples: list[Element]) -> int:
    """Where the examples end: "an IMiD such as lenalidomide and a proteasome inhibitor"."""
    named = [e for e in head if e.kind == "concept"]
    if not named or context.exclusion:
        return len(examples)
    general = named[-1]
    for index in range(len(examples) - 1, 0, -1):
        if examples[index].is_cue("and"):
            following = [e for e in examples[index + 1 :] if e.kind == "concept"]
            before = [e for e in examples[:index] if e.kind == "concept"]
            if (
                following
                and following[0].system == general.system
                and not context.is_a(following[0].id, general.id)
                and (not before or context.is_a(before[-1].id, general.id))
            ):
                return index
    return len(examples)


_HAN = re.compile("[\u4e00-\u9fff]")


def _tail(context: Context, elements: list[Element]) -> int:
    """Where a list of examples ends and the clause goes on."""
    for index, element in enumerate(elements):
        if has_name(elements[index + 1 :]) and _HAN.search(context.words(elements)):
            continue  # "如6个月内的心肌梗死、中风": in Chinese a window stands before its thing
        if element.is_cue("window", "before", "since") or element.kind == "anchor":
            return index
        if (
            element.kind == "measure"
            and element.measure is not None
            and element.measure.is_duration
        ):
            return index
    return len(elements)


def _read_flat(context: Context, elements: list[Element]) -> Node | None:
    if not elements:
        return None
    reduced = reduce_results(context, one_of_several(context, elements))
    reduced = reduce_comparisons(context, reduced)
    return read_list(context, reduced)
