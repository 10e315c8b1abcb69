"""A disease with its modifiers: the patient's own diagnosis, or another condition."""

from __future__ import annotations

import re

from cartway.criteria.nodes import (
    Always,
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
from cartway.reading.link.spells import infection_lately
from cartway.values import Duration, Quantity

_TUMOURS = (
    "neoplasm",
    "malignant_neoplasm",
    "cancer",
    "malignancy",
    "haematological_malignancy",
    "tumour",
)
_OTHER = (
    "other_malignancy",
    "second_primary_malignancy",
    "malignant_neoplasm",
    "malignancy",
    "cancer",
    "neoplasm",
)
# Diseases that the vocabulary also asks as a test or a yes-or-no fact.
_TESTS = {
    "hiv": "hiv_antibody",
    "human_immunodeficiency": "hiv_antibody",
    "syphilis": "syphilis_treponemal_antibody",
    "hepatitis_c": "hepatitis_c_antibody",
    "hepatitis_b": "hepatitis_b_surface_antigen",
}
# The antibody that stays when the infection is over, or hides.
_PAST = {"hepatitis_b": "hepatitis_b_core_antibody"}
_ACTIVE = {
    "hepatitis_b": "hepatitis_b_infection_active",
    "hepatitis_c": "hepatitis_c_infection_active",
    "tuberculosis": "tuberculosis_active",
    "graft_versus_host": "graft_versus_host_disease_active",
}


_NEGATIVE = re.compile("阴性")
_INFECTIONS = frozenset({"infection", "bacterial_infection", "viral_infection", "fungal_infection"})


_BESIDE = (
    "cardiovascular_disease", "bleeding", "infection", "neurological_disease", "psychiatric_disorder",
    "lung_disease", "liver_disease", "kidney_disease", "gastrointestinal_disease", "metabolic_disease",
)  # fmt: skip
_TREATED = ("autoimmune_disease", "neoplasm", "gilbert_syndrome")


def is_tumour(context: Context, code: str) -> bool:
    """Whether a concept is a tumour."""
    return context.is_a(code, *_TUMOURS)


def condition_node(context: Context, term: Term, atom: Atom) -> Node:
    """Give what a disease in a line asks."""
    code = atom.codes[0]
    second = context.first("second_primary_malignancy")
    if code in _OTHER and second is not None and (context.exclusion or term.negated):
        code = second  # the tumour to be treated is not one that excludes
    if code in _INFECTIONS and "active_infection" in context.vocabulary.facts and not term.history:
        held = infection_node(context, infection_lately(context, term.window), atom.excepted)
        return _with_judgements(held, term)
    fact_node = _as_fact(context, term, code)
    if fact_node is not None:
        if code.startswith("graft_versus_host"):
            return with_treatment_of_graft(context, fact_node, term)
        return _with_judgements(fact_node, term)
    other = is_tumour(context, code) and (
        (code in _OTHER and (context.exclusion or term.negated))
        or (context.exclusion and term.history and not _is_lymphoid(context, code))
    )
    own = not other and not term.negated and not context.exclusion and _treated(context, code)
    if own or (is_tumour(context, code) and not other):
        # "B-cell lymphoma except Burkitt lymphoma": what an exception leaves out.
        left_out = (Not(Is(FactRef("diagnosis"), c)) for c in atom.excepted)
        node: Node = all_nodes([Is(FactRef("diagnosis"), code), *left_out])
        if (
            own
            and not context.asking
            and context.is_a(code, *_BESIDE)
            and not context.is_a(code, *_TREATED)
        ):
            # What is seldom the disease treated is asked as an illness beside it as well.
            node = any_nodes(
                [node, AnyEvent("condition", Is(Attribute("code"), code), term.window)]
            )
        return _with_judgements(node, term) if context.exclusion else node
    return _listed(context, term, atom, code)


def _treated(context: Context, code: str) -> bool:
    """Whether a disease may be the one that a trial treats, and not one that people also have.

    "Bilirubin up to 3 mg/dL with Gilbert's syndrome" speaks of a lymphoma patient's other disease.
    """
    return not context.is_a(code, "comorbid_condition") or context.is_a(
        code, "autoimmune_disease", "malignant_neoplasm"
    )


def _is_lymphoid(context: Context, code: str) -> bool:
    return context.is_a(
        code, "haematological_malignancy", "lymphoid_neoplasm", "haematological_neoplasm"
    )


def _as_fact(context: Context, term: Term, code: str) -> Node | None:
    facts = context.vocabulary.facts
    for stem, fact in _ACTIVE.items():
        if code.startswith(stem) and fact in facts and term.active and not term.history:
            base = _TESTS.get(stem)
            active: Node = Has(FactRef(fact))
            if base is not None and base in facts:
                # Without the marker there is no active infection.
                return all_nodes([Is(FactRef(base), "positive"), active])
            return active
    for stem, fact in _TESTS.items():
        if code.startswith(stem) and fact in facts:
            if not (context.exclusion or context.asking or term.negated):
                if _NEGATIVE.search(context.text):
                    return Is(FactRef(fact), "negative")  # "HIV、HBV、HCV均为阴性"
                # "must be tested for hepatitis C": the test is asked for, not the infection.
                return Always()
            past = _PAST.get(stem, "")
            if past in facts and term.history:
                return any_nodes([Is(FactRef(fact), "positive"), Is(FactRef(past), "positive")])
            return Is(FactRef(fact), "positive")
    return None


def _with_judgements(node: Node, term: Term, atom: Atom | None = None) -> Node:
    said = (*term.judgements, *(atom.judged if atom else ()))
    return all_nodes([node, *(Judgement(text) for text in dict.fromkeys(said))])


def _listed(context: Context, term: Term, atom: Atom, code: str) -> Node:
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
        if _is_given_for_immunity(context, code, text):
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
# What an illness calls for is being given: "requiring systemic steroids".
_CALLED_FOR = (
    (
        re.compile(r"steroid|激素|皮质", re.IGNORECASE),
        ("systemic_corticosteroid", "corticosteroid"),
    ),
    (re.compile(r"immuno-?suppress|免疫抑制", re.IGNORECASE), ("immunosuppressive_agent",)),
)
_CALLS = re.compile(r"requir|need|需|dependent|receiving", re.IGNORECASE)
_LATELY = Duration(14, "d")


# A time in which treatment was required may lie long ago.
_TIMED = re.compile(
    r"\b(?:past|last|within|ever|previous|history|preceding|\d+ (?:months?|years?|weeks?))\b|近|内|曾|既往",
    re.IGNORECASE,
)
_AHEAD = 120


def given_now(context: Context, text: str, term: Term, *, of_graft: bool = False) -> list[Node]:
    """The treatment that an illness is said to require: who does not get it does not require it."""
    if not context.exclusion or _CALLS.search(text) is None:
        return []
    place = max(context.text.find(text), 0)
    if term.window is None and _TIMED.search(context.text, place, place + len(text) + _AHEAD):
        return []
    for pattern, names in _CALLED_FOR:
        code = context.first(*names)
        if pattern.search(text) and code is not None:
            return [_given(context, (code,), term)]
    if of_graft and _SYSTEMIC.search(text):
        return [_given(context, _FOR_GRAFT, term)]
    return []


def with_treatment_of_graft(context: Context, node: Node, term: Term) -> Node:
    """ "active GVHD requiring immunosuppression": who has it and gets such treatment needs it."""
    parts = [node]
    for text in dict.fromkeys(term.judgements):
        given = given_now(context, text, term, of_graft=True)
        parts += given or [Judgement(text)]
    return all_nodes(parts)


def _given(context: Context, codes: tuple[str, ...], term: Term) -> Node:
    lists = ("medication", "prior_therapy")
    lately = term.window or _LATELY
    known = [code for code in codes if code in context.vocabulary.concepts]
    where = any_nodes([Is(Attribute("agent"), code) for code in known])
    return any_nodes([AnyEvent(one, where, lately) for one in lists])


# What is given throughout the body against the disease of the graft.
_FOR_GRAFT = (
    "immunosuppressive_agent",
    "jak_inhibitor",
    "photopheresis",
    "ibrutinib",
    "belumosudil",
)


def _is_given_for_immunity(context: Context, code: str, text: str) -> bool:
    """ "autoimmune disease requiring immunosuppression": many records say what it is given for."""
    return (
        context.exclusion
        and context.is_a(code, "autoimmune_disease")
        and "autoimmune_disease_under_immunosuppression" in context.vocabulary.facts
        and _CALLS.search(text) is not None
        and (
            any(pattern.search(text) for pattern, _ in _CALLED_FOR)
            or _SYSTEMIC.search(text) is not None
        )
    )


_SYSTEMIC = re.compile(r"systemic|全身|系统", re.IGNORECASE)
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


def infection_node(context: Context, held: Node, excepted: tuple[str, ...]) -> Node:
    """ "infection, except of the bladder": another one, or none of those."""
    kinds = [c for c in dict.fromkeys(excepted) if context.is_a(c, "infection")]
    active = context.first("condition_active")
    if not kinds or active is None:
        return held
    where = any_nodes([Is(Attribute("code"), c) for c in kinds])
    mild = AnyEvent("condition", all_nodes([where, Is(Attribute("status"), active)]))
    return all_nodes([held, other_infection(context, kinds, mild)])


def other_infection(context: Context, excepted: list[str], asked: Node) -> Node:
    """An infection of another kind than those excepted, or none of what the exception asks."""
    kinds = [c for c in dict.fromkeys(excepted) if context.is_a(c, "infection")]
    active = context.first("condition_active")
    if not kinds or active is None:
        return Not(asked)
    where = [Is(Attribute("code"), "infection"), Is(Attribute("status"), active)]
    return any_nodes(
        [
            AnyEvent(
                "condition", all_nodes([*where, *(Not(Is(Attribute("code"), c)) for c in kinds)])
            ),
            Not(asked),
        ]
    )
