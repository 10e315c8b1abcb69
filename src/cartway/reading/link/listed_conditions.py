"""What a line asks of the list of a patient's conditions."""

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
    Not,
    all_nodes,
    any_nodes,
)
from cartway.reading.grammar.terms import Atom, Term
from cartway.reading.link.context import Context
from cartway.reading.link.needed_treatment import given_now, is_given_for_immunity
from cartway.values import Quantity


def listed(context: Context, term: Term, atom: Atom, code: str) -> Node:
    """Ask the list of the patient's conditions."""
    where: list[Node] = [Is(Attribute("code"), code)]
    attributes = (
        context.vocabulary.events["condition"].attributes
        if "condition" in context.vocabulary.events
        else {}
    )
    if term.active and not term.history and "status" in attributes:
        active = context.first("condition_active", "active")
        if active is not None:
            where.append(Is(Attribute("status"), active))
    if _OTHER_THAN_TREATED.search(context.text, max(0, term.start - 12), atom.end):
        where.append(Judgement("other than the disease treated"))
    outside: list[Node] = []
    said, graded = _by_grade(context, code, (*term.judgements, *atom.judged))
    where += graded
    of_graft = context.is_a(code, "graft_versus_host_disease")
    for text in said:
        given = given_now(context, text, term, of_graft=of_graft)
        outside += given
        if given and of_graft and term.active:
            continue  # active, and treated
        judged = _judged(context, text, "status" in attributes)
        if is_given_for_immunity(context, code, text):
            held = Has(FactRef("autoimmune_disease_under_immunosuppression"))
            outside.append(any_nodes([held, judged]))
            continue
        (outside if isinstance(judged, Judgement) else where).append(judged)
    if context.is_a(code, "bowel_obstruction") and _COMPLETE.search(
        context.text, max(0, atom.start - 14), atom.start
    ):
        outside.append(Judgement("complete"))
    where += [Not(Is(Attribute("code"), other)) for other in atom.excepted]
    if (
        term.grade is not None
        and context.is_a(code, "heart_failure")
        and "nyha_class" in context.vocabulary.facts
    ):
        outside.append(Compare(FactRef("nyha_class"), term.grade[0], Quantity(term.grade[1], "1")))
    elif (
        term.grade is not None
        and "grade" in attributes
        and not context.is_a(code, "extensive_chronic_graft_versus_host_disease")
    ):
        where.append(Compare(Attribute("grade"), term.grade[0], Quantity(term.grade[1], "1")))
    if context.exclusion and _TREATMENT_OF.search(context.text, max(0, term.start - 1), atom.start):
        # "treatment of active nephritis with …": the illness is what is treated, not asked itself.
        outside.append(Judgement(context.text[term.start : term.end].strip()))
    if term.active and not term.history and _is_passing_infection(context, code):
        # Where no infection is active, none of a kind is.
        outside.append(Has(FactRef("active_infection"), term.window))
    window = term.window if term.elapsed is None else term.elapsed
    node: Node = AnyEvent("condition", all_nodes(where), window)
    if where == [Is(Attribute("code"), code), _SELDOM_ALONE] and not outside:
        node = any_nodes([node, *_beside_the_treated(context, code)])
    return all_nodes([node, *outside])


def _by_grade(context: Context, code: str, said: tuple[str, ...]) -> tuple[list[str], list[Node]]:
    """ "moderate or severe chronic GVHD": the grades of that disease have these names."""
    words = list(dict.fromkeys(said))
    if not context.is_a(code, "chronic_graft_versus_host_disease"):
        return words, []
    named = [word for word in words if _GRADES.fullmatch(word.strip())]
    if len(named) < 2:
        return words, []
    grade = Compare(Attribute("grade"), ">=", Quantity(2.0, "1"))
    return [word for word in words if word not in named], [grade]


_GRADES = re.compile(r"moderate(?:ly)?|severe|中度|重度|中|重", re.IGNORECASE)


_SELDOM_ALONE = Judgement("other than the disease treated")


# Diseases of immunity that patients have beside another one.
_IMMUNE = (
    "systemic_lupus_erythematosus", "sjogren_syndrome", "rheumatoid_arthritis", "systemic_sclerosis",
    "idiopathic_inflammatory_myopathy", "multiple_sclerosis", "myasthenia_gravis",
    "inflammatory_bowel_disease", "psoriasis", "autoimmune_thyroid_disease",
    "antiphospholipid_syndrome", "autoimmune_hepatitis", "vitiligo",
)  # fmt: skip


def _beside_the_treated(context: Context, code: str) -> list[Node]:
    """Each disease of the kind that the patient has without it being the one that is treated."""
    found: list[Node] = []
    for one in _IMMUNE:
        if one in context.vocabulary.concepts and context.is_a(one, code):
            had = AnyEvent("condition", Is(Attribute("code"), one))
            found.append(all_nodes([had, Not(Is(FactRef("diagnosis"), one))]))
    return found


_COMPLETE = re.compile(r"\bcomplete (?:or \w+ )?$|完全性?$", re.IGNORECASE)


_TREATMENT_OF = re.compile(
    r"\b(?:treatment|therapy|treated|medication)s? (?:for|of|with|against) (?:\w+ ){0,2}$",
    re.IGNORECASE,
)


_LASTING_INFECTIONS = ("hepatitis", "hiv_disease", "tuberculosis", "syphilis_disease")


def _is_passing_infection(context: Context, code: str) -> bool:
    return (
        "active_infection" in context.vocabulary.facts
        and context.is_a(code, "infection")
        and not context.is_a(code, *_LASTING_INFECTIONS)
    )


_OTHER_THAN_TREATED = re.compile(
    r"\b(?:other|another|additional)\s+(?:(?!than\b)\w+[\s-]+){0,4}?(?:auto-?immune|rheumat\w+|connective tissue|neurological|kidney|renal|demyelinating|inflammatory)\b"
    r"|(?:其他|其它|另一种?)[^,，。；;]{0,6}(?:自身免疫|风湿|结缔组织|神经|肾|炎症性)",
    re.IGNORECASE,
)


_UNCONTROLLED = re.compile(
    r"uncontrol|not controlled|cannot be controlled|poorly controlled|inadequately controlled|difficult to control"
    r"|未控制|未受控制|控制不佳|控制不良|不可控|无法控制|难以控制|不能控制",
    re.IGNORECASE,
)


def _judged(context: Context, text: str, has_status: bool) -> Node:
    """A judging word: whether a condition is controlled stands in many records."""
    uncontrolled = context.first("condition_uncontrolled")
    if has_status and uncontrolled is not None and _UNCONTROLLED.search(text):
        return Is(Attribute("status"), uncontrolled)
    return Judgement(text)
