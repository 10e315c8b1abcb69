"""A disease with its modifiers: the patient's own diagnosis, or another condition."""

from __future__ import annotations

import re

from cartway.criteria.nodes import (
    Always,
    AnyEvent,
    Attribute,
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
from cartway.reading.link.infections import infection_node
from cartway.reading.link.listed_conditions import listed
from cartway.reading.link.needed_treatment import with_treatment_of_graft
from cartway.reading.link.spells import infection_lately

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
    return listed(context, term, atom, code)


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
