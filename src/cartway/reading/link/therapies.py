"""A treatment with its window: something received before, or a drug being taken."""

from __future__ import annotations

import re
from dataclasses import replace

from cartway.criteria.nodes import (
    AnyEvent,
    Attribute,
    Compare,
    CountEvents,
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
from cartway.reading.link.context import Context
from cartway.values import Duration, Quantity

# Groups of treatments that stand in the list of drugs, not among the lines of therapy.
_DRUGS = (
    "haematopoietic_growth_factor", "blood_product", "vaccine", "antiviral_drug", "antibiotic", "anti_infective_drug",
    "antifungal_drug", "antituberculosis_drug", "anticoagulant", "thrombolytic", "drug_affecting_clotting",
    "antiplatelet_drug", "antiepileptic_drug", "antipsychotic_drug", "antiarrhythmic_drug",
    "antihypertensive_drug", "vasopressor", "beta_blocker", "diuretic", "glucose_lowering_drug",
    "statin", "levothyroxine", "bisphosphonate", "allopurinol", "proton_pump_inhibitor", "opioid",
    "iron_chelator", "cyp3a4_strong_inhibitor_or_inducer", "oral_contraceptive", "supportive_care",
    "plerixafor",
)  # fmt: skip
# Groups that may stand in either list.
_EITHER = (
    "corticosteroid", "immunosuppressive_agent", "antimalarial_immunomodulator",
    "ms_disease_modifying_therapy", "b_cell_depleting_therapy", "investigational_agent",
    "plasma_exchange", "dialysis_procedure", "traditional_chinese_medicine", "photopheresis",
    "antifibrotic", "cholinesterase_inhibitor",
)  # fmt: skip
_PROCEDURES = (
    "surgery", "biopsy_procedure", "leukapheresis_procedure", "mechanical_ventilation_procedure",
    "ommaya_reservoir", "central_line_insertion",
)  # fmt: skip


def lists_of(context: Context, code: str) -> tuple[str, ...]:
    """The lists of events in which a treatment may stand."""
    if context.is_a(code, *_DRUGS):
        return ("medication",)
    if context.is_a(code, *_EITHER):
        return ("medication", "prior_therapy")
    if context.is_a(code, *_PROCEDURES) and "procedure" in context.vocabulary.events:
        return ("procedure",)
    return ("prior_therapy",)


_LASTING = re.compile(r"long[- ]term|chronic|continuous|长期|持续", re.IGNORECASE)
# What is taken at present is an event that goes on; support is given now and then.
_NOW = Duration(1, "d")
_SUPPORT_NOW = Duration(14, "d")
_SUPPORT = ("blood_product", "haematopoietic_growth_factor")

# Doses of equal strength to one milligram of prednisone.
_STEROIDS = (
    ("prednisone", 1.0), ("prednisolone", 1.0), ("methylprednisolone", 0.8), ("dexamethasone", 0.15),
    ("hydrocortisone", 4.0),
)  # fmt: skip


_OPPOSITE = {"<=": ">", "<": ">="}


def _is_ceiling(context: Context, term: Term, code: str) -> bool:
    """Whether an inclusion line sets the highest dose of a steroid that may be taken."""
    return (
        term.dose is not None
        and term.dose[0] in _OPPOSITE
        and not (context.exclusion or context.asking or term.negated or term.history)
        and context.is_a(code, "corticosteroid")
    )


# Drugs that most patients had at some time: a line without a time asks whether they are taken now.
_TAKEN = frozenset(
    {"corticosteroid", "systemic_corticosteroid", "immunosuppressive_agent", "anticoagulant",
     "antiplatelet_drug", "therapeutic_anticoagulation", "prednisone", "prednisolone"}
)  # fmt: skip
_ONCE = re.compile(
    r"\breceived\b|\btreated with\b|\b(?:prior|previous|ever|past|history|failed|refractory|respon\w+|resistant|intoleran\w+|after)\b"
    r"|接受过|使用过|用过|曾|既往|难治|无效|耐药|失败|史|治疗后|后",
    re.IGNORECASE,
)


def _is_of_today(context: Context, term: Term, code: str) -> bool:
    """Whether a treatment named without a time is one of the present."""
    if term.history or term.not_received or term.count is not None:
        return False
    if term.dose is not None:
        return True  # a dose a day is that of today
    if code not in _TAKEN or not (context.exclusion or term.negated):
        return False
    if any(atom.dim != "therapy" for atom in term.atoms):
        return False
    return _ONCE.search(context.text) is None


def therapy_node(context: Context, term: Term, atom: Atom) -> Node:
    """Give what a treatment in a line asks."""
    if len(atom.codes) > 1:
        return any_nodes(
            [therapy_node(context, term, replace(atom, codes=(one,))) for one in atom.codes]
        )
    code = atom.codes[0]
    if code == "corticosteroid" and (context.exclusion or term.negated):
        # Of steroids that a line rules out without a word on the route, those throughout the body.
        code = context.first("systemic_corticosteroid") or code
    if _is_own_product(context, term, atom):
        return Unread(context.text[term.start : term.end].strip())
    if code == "systemic_anticancer_therapy" and any(
        a.dim == "disease" and not context.is_a(a.codes[0], "neoplasm") for a in term.atoms
    ):
        # "autoimmune disease that requires systemic treatment" speaks of other treatment.
        return Judgement(context.text[term.start : term.end].strip())
    if _is_ceiling(context, term, code):
        # "prednisone ≤ 20 mg/day": nothing above it is taken now.
        stands = [Judgement(text) for text in dict.fromkeys(term.judgements)]
        over = replace(
            term,
            dose=(_OPPOSITE[term.dose[0]], term.dose[1]),  # type: ignore[index]  # checked
            current=True,
            judgements=[],
        )
        return all_nodes([Not(therapy_node(context, over, atom)), *stands])
    if code in _GENERAL and _SOME.search(context.text, max(0, atom.start - 12), atom.start):
        return Judgement(context.text[term.start : term.end].strip())  # which, is not said
    window = term.window if term.elapsed is None else term.elapsed
    if code in _LINES and term.count is not None and window is None and not atom.excepted:
        return Compare(
            FactRef("prior_lines_of_therapy"), term.count[0], Quantity(float(term.count[1]), "1")
        )
    not_borne = _not_borne(context, term, atom)
    if window is None and term.current and term.count is None:
        window = _SUPPORT_NOW if context.is_a(code, *_SUPPORT) else _NOW
    if window is None and _is_of_today(context, term, code):
        window = _NOW
    found: list[Node] = []
    for events in lists_of(context, code):
        definition = context.vocabulary.events.get(events)
        if definition is None:
            continue
        main = definition.main
        system = definition.attributes[main].system
        if system is not None and context.vocabulary.concepts[code].system != system:
            continue
        where: list[Node] = [Is(Attribute(main), code)]
        where += [Not(Is(Attribute(main), other)) for other in atom.excepted]
        if not_borne and "outcome" in definition.attributes:
            where.append(Is(Attribute("outcome"), "outcome_intolerant"))
        if term.dose is not None and "dose_per_day" in definition.attributes:
            if not context.is_a(code, "corticosteroid"):
                return Unread(code.replace("_", " "))
            where = [_above_dose(context, main, _in_prednisone(code, term.dose)), *where[1:]]
        if term.count is not None and term.count != (">=", 1):
            if events == "prior_therapy":
                found.append(
                    CountEvents(events, all_nodes(where), term.count[0], term.count[1], window)
                )
            continue
        found.append(AnyEvent(events, all_nodes(where), window))
    # Without a list that can hold it, nothing can be asked.
    node = any_nodes(found) if found else Unread(code.replace("_", " "))
    if term.dose_by_weight is not None and found and context.is_a(code, "corticosteroid"):
        node = all_nodes([node, _may_reach(context, code, term.dose_by_weight, window)])
    if term.needed and term.window is None and lists_of(context, code)[0] != "medication":
        # What is needed may still be ahead.
        node = any_nodes([node, Judgement(context.text[term.start : term.end].strip())])
    if term.current and context.exclusion:
        term.judgements = [one for one in term.judgements if not _LASTING.fullmatch(one)]
    if atom.fact == "named" and window is None and not term.history:
        node = all_nodes([node, Judgement("which treatment is meant")])
    said = (*term.judgements, *atom.judged)
    return all_nodes([node, *(Judgement(text) for text in dict.fromkeys(said))])


# Treatments so general that counting them counts the lines.
_LINES = frozenset({"regimen", "systemic_anticancer_therapy", "anticancer_therapy"})
_GENERAL = _LINES | {"anticancer_therapy", "systemic_anticancer_therapy"}
_SOME = re.compile(r"\b(?:some|certain|specific)\s+$|某些\s?$", re.IGNORECASE)
_INTOLERANT = re.compile(r"intoler|tolerate|不耐受|耐受", re.IGNORECASE)
_OR_FAILED = re.compile(
    r"(?:fail\w*|refractory(?: to)?|progress\w*(?: on| after)?|resistant(?: to)?|relapsed?(?: after)?|received|exposed(?: to)?"
    r"|失败|无效|难治|耐药|进展)[\s,，、]*(?:and/or|or|/|或)\s*(?:who )?(?:are |were |is |was |be |been )?$",
    re.IGNORECASE,
)


def _not_borne(context: Context, term: Term, atom: Atom) -> bool:
    """ "intolerant to A": A was given and was not borne; "failed or are intolerant to A": it was given."""
    if context.exclusion or term.negated:
        return False
    said = [word for word in term.not_received if _INTOLERANT.search(word)]
    place = context.text.rfind(said[0], 0, atom.start) if said else -1
    if place < 0:
        return False
    term.unknown = [word for word in term.unknown if word not in said]
    return _OR_FAILED.search(context.text[max(0, place - 60) : place]) is None


_OWN_PRODUCT = re.compile(
    r"(?:eligible for|candidates? for|to receive|suitable for|fit for|planned|intended for|undergo(?:ing)?|prepare|manufactur\w*|effects? of)\b"
    r"|(?:适合|拟|计划|准备|可接受|制备)",
    re.IGNORECASE,
)


def _is_own_product(context: Context, term: Term, atom: Atom) -> bool:
    """Whether the cells named are what the trial gives, not what was given before."""
    if context.exclusion or context.asking or term.negated or term.history or term.received:
        return False
    if not context.is_a(atom.codes[0], "car_t_cell_therapy", "genetically_modified_cell_therapy"):
        return False
    return _OWN_PRODUCT.search(context.text[max(0, atom.start - 60) : atom.start]) is not None


# Nobody grown up weighs less: a daily dose below this many times a dose by weight is below it.
_LEAST_WEIGHT = 35.0
_GROWN_UP = Quantity(16.0, "a")


def _may_reach(
    context: Context, code: str, dose: tuple[str, float], window: Duration | None
) -> Node:
    """ "≥ 1.5 mg/kg/day": ruled out for grown-ups whose whole dose is too small at any weight."""
    parts: list[Node] = []
    if "age" in context.vocabulary.facts:
        parts.append(Compare(FactRef("age"), "<", _GROWN_UP))
    least = (dose[0], round(dose[1] * _LEAST_WEIGHT, 4))
    for events in lists_of(context, code):
        definition = context.vocabulary.events.get(events)
        if definition is None or "dose_per_day" not in definition.attributes:
            continue
        parts.append(AnyEvent(events, _above_dose(context, definition.main, least), window))
    return any_nodes(parts)


def _in_prednisone(code: str, dose: tuple[str, float]) -> tuple[str, float]:
    """A dose of a steroid that a line names, as prednisone: 4 mg of dexamethasone are 27 mg."""
    return dose[0], dose[1] / dict(_STEROIDS).get(code, 1.0)


def _above_dose(context: Context, main: str, dose: tuple[str, float]) -> Node:
    """A steroid dose counted in prednisone, whichever steroid is taken."""
    op, value = dose
    parts: list[Node] = []
    for drug, strength in _STEROIDS:
        if drug in context.vocabulary.concepts:
            limit = Quantity(round(value * strength, 4), "mg/d")
            parts.append(
                all_nodes(
                    [Is(Attribute(main), drug), Compare(Attribute("dose_per_day"), op, limit)]
                )
            )
    return any_nodes(parts)
