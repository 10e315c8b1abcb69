"""One name of the vocabulary into an atom."""

from __future__ import annotations

import re
from functools import lru_cache

from cartway.criteria.nodes import (
    Administrative,
    AnyEvent,
    Attribute,
    FactRef,
    Has,
    Is,
    Judgement,
    Node,
    Unread,
    any_nodes,
)
from cartway.reading.grammar.families import family_of
from cartway.reading.grammar.terms import Atom
from cartway.reading.lex import Element
from cartway.reading.link.conditions import (
    is_tumour,
)
from cartway.reading.link.context import Context
from cartway.reading.link.status import primary_refractory, status_node

_STATUS_CUES = frozenset(
    {"relapsed", "refractory", "relapsed_or_refractory", "progressive", "untreated", "advanced",
     "metastatic", "locally_advanced", "unresectable"}
)  # fmt: skip


_FACTS_OF_SYSTEMS = {
    "stage": (), "response": ("current_response",), "cell_of_origin": ("cell_of_origin",),
    "immunoglobulin_isotype": ("m_protein_isotype",), "country": ("nationality",), "sex": ("sex",),
}  # fmt: skip


def atom_of(context: Context, element: Element) -> Atom | None:
    """Give what a name asks, or None where it asks nothing by itself."""
    if element.kind == "atom":
        held = element.content
        return held if isinstance(held, Atom) else None
    if element.kind == "cue":
        return _of_cue(context, element)
    found: Atom | None = None
    if element.kind == "fact":
        found = _of_fact(context, element)
    elif element.kind == "concept":
        found = _of_concept(context, element)
    if found is not None:
        found.judged = _held_judgement(context, element)
    return found


_JUDGING = re.compile(
    r"clinically (?:relevant|significant|important)|severe|serious|uncontroll\w*|poorly controlled|unstable"
    r"|symptomatic|decompensat\w*|失代偿|有临床意义|严重|重度|未(?:得到|被|获得?|能)?(?:有效)?控制|未受控制|不可控(?:制)?|无法控制|不稳定(?!型心绞痛|性心绞痛)",
    re.IGNORECASE,
)


# "active or uncontrolled infection": any that is active will do.
_ACTIVE_OR = re.compile(r"\bactive(?:,|/| or| and/or)|活动性?(?:或|/|、)", re.IGNORECASE)


def _held_judgement(context: Context, element: Element) -> tuple[str, ...]:
    """A judging word inside a longer name, where the thing itself is called without it."""
    written = context.text[element.start : element.end]
    word = _judging_word(written)
    if not word or _ACTIVE_OR.search(written) is not None:
        return ()
    definition = context.vocabulary.concepts.get(element.id) or context.vocabulary.facts.get(
        element.id
    )
    label = " ".join(definition.label.values()).lower() if definition is not None else ""
    return () if word.lower()[:5] in label else (word,)


@lru_cache(maxsize=16_384)
def _judging_word(written: str) -> str:
    match = _JUDGING.search(written)
    return "" if match is None else match.group()


_PRIMARY = re.compile(r"primar(?:y|ily)|原发", re.IGNORECASE)


def _of_cue(context: Context, element: Element) -> Atom | None:
    text = context.text[element.start : element.end]
    if element.id in _STATUS_CUES:
        node = status_node(context, element.id)
        if element.id == "refractory" and _PRIMARY.match(text) is not None:
            node = primary_refractory()
        return (
            None
            if node is None
            else Atom("status", element.start, element.end, node, family="status")
        )
    if element.id == "administrative":
        return Atom("admin", element.start, element.end, Administrative(text))
    if element.id == "contraception" and "contraception_agreed" in context.vocabulary.facts:
        node = Has(FactRef("contraception_agreed"))
        return Atom("person", element.start, element.end, node, fact="contraception_agreed")
    return None


# Facts that a line may name without asking anything: "ULN for age", "NYHA criteria".
_WITHOUT_NUMBER = frozenset({"age", "nyha_class", "body_weight", "ecog_performance_status"})


# Alterations that are positive where they are named.
_ALTERATIONS = ("double_hit", "philadelphia", "deletion_", "translocation_", "gain_")


def _of_fact(context: Context, element: Element) -> Atom | None:
    for sense in element.facts():
        definition = context.vocabulary.facts[sense.id]
        if definition.kind == "presence" and definition.argument is None:
            if sense.id == "investigator_judges_unsuitable" and not context.exclusion:
                # "assessed by the investigator": no statement that the patient does not suit.
                said = context.text[element.start : element.end]
                return Atom("judged", element.start, element.end, Judgement(said))
            node: Node = Has(FactRef(sense.id))
            return Atom(
                "presence", element.start, element.end, node, family=sense.id, fact=sense.id
            )
        if definition.kind == "result" and definition.argument is None:
            node = Is(FactRef(sense.id), "positive")
            # In an exclusion list a named test means a positive one; elsewhere it must be said.
            told = context.exclusion or sense.id.startswith(_ALTERATIONS)
            dim = "result" if told else "bare"
            return Atom(
                dim, element.start, element.end, node, family=family_of(sense.id), fact=sense.id
            )
    if element.id in _WITHOUT_NUMBER:
        return None
    if context.text[element.start : element.end] in _REMISSIONS:
        # "CR" without a number is a remission, not creatinine.
        reached = any_nodes(
            [
                Is(Attribute("response"), "complete_response"),
                Is(Attribute("best_response"), "complete_response"),
            ]
        )
        node = AnyEvent("prior_therapy", reached)
        return Atom("presence", element.start, element.end, node, family="remission")
    general = context.first("systemic_anticancer_therapy")
    if element.id == "prior_lines_of_therapy" and general is not None:
        # "any prior systemic therapy" without a number is the treatment, not how many.
        return Atom(
            "therapy",
            element.start,
            element.end,
            codes=(general,),
            family="therapy",
            fact="general",
        )
    text = context.text[element.start : element.end]
    # A quantity without a limit asks something that was not understood.
    return Atom("unread", element.start, element.end, Unread(text))


_REMISSIONS = frozenset({"CR", "CRi", "CR/CRi"})


_ITS_TREATMENT = re.compile(
    r"[- ](?:directed |specific |targeted )?(?:treatments?|therap(?:y|ies)|drugs?)\b|(?:的)?治疗(?!后)",
    re.IGNORECASE,
)


_RISK_BEHIND = re.compile(r"(?:的)?(?:发生)?(?:高)?风险|\s(?:risks?|tendency)\b")


_RISK_BEFORE = re.compile(r"(?:\brisks? (?:of|for)|\bprone to) (?:\w+ ){0,2}$", re.IGNORECASE)


def _is_risk(context: Context, element: Element) -> bool:
    """Whether an illness is only feared: "bleeding risk", "at risk for perforation"."""
    before = context.text[max(0, element.start - 40) : element.start]
    return (
        _RISK_BEHIND.match(context.text, element.end) is not None
        or _RISK_BEFORE.search(before) is not None
    )


def _of_concept(context: Context, element: Element) -> Atom | None:
    system = element.system
    general = context.first("systemic_anticancer_therapy")
    if (
        system == "disease"
        and context.exclusion
        and general is not None
        and is_tumour(context, element.id)
        and _ITS_TREATMENT.match(context.text, element.end)
    ):
        # "systemic lymphoma treatment" names the treatment, not the disease.
        return Atom(
            "therapy", element.start, element.end, codes=(general,), family="therapy", fact="named"
        )
    if system == "disease" and _is_risk(context, element):
        risk = context.text[element.start : element.end]
        return Atom("risk", element.start, element.end, Judgement(f"risk of {risk}"))
    if system == "disease":
        return Atom(
            "disease",
            element.start,
            element.end,
            codes=(element.id,),
            family="disease",
            excepted=_excepted(context, "disease", element.id),
        )
    if system == "treatment":
        return Atom(
            "therapy",
            element.start,
            element.end,
            codes=(element.id,),
            family="therapy",
            excepted=_excepted(context, "treatment", element.id),
        )
    if system == "antigen":
        text = context.text[element.start : element.end]
        return Atom(
            "unread", element.start, element.end, Unread(text), family="antigen", fact=element.id
        )
    if system == "disease_status":
        node: Node = Is(FactRef("disease_status"), element.id)
        if element.id == "primary_refractory":
            node = primary_refractory()
        return Atom("status", element.start, element.end, node, family="status")
    if system == "stage":
        return _of_stage(context, element)
    for fact in _FACTS_OF_SYSTEMS.get(system, ()):
        if fact in context.vocabulary.facts:
            node = Is(FactRef(fact), element.id)
            return Atom("status", element.start, element.end, node, family=fact)
    return Atom(
        "unread", element.start, element.end, Unread(context.text[element.start : element.end])
    )


def _excepted(context: Context, system: str, code: str) -> tuple[str, ...]:
    """The exceptions that can narrow a concept: those of its system that it does not lie within."""
    concepts = context.vocabulary.concepts
    return tuple(
        c
        for c in dict.fromkeys(context.excepted)
        if concepts[c].system == system and not context.is_a(code, c)
    )


def _of_stage(context: Context, element: Element) -> Atom | None:
    for scale in ("ann_arbor", "r_iss", "iss", "rai", "binet", "bclc", "inss", "tnm"):
        if element.id.startswith(scale) and f"stage_{scale}" in context.vocabulary.facts:
            node = Is(FactRef(f"stage_{scale}"), element.id)
            return Atom("status", element.start, element.end, node, family="stage")
    return Atom(
        "unread", element.start, element.end, Unread(context.text[element.start : element.end])
    )
