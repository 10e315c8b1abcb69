"""Sentences that let somebody in, or say that nothing is asked: "X are allowed", "may have had X"."""

from __future__ import annotations

import re

from cartway.criteria.nodes import (
    All,
    Always,
    AnyEvent,
    Attribute,
    Implies,
    Is,
    Judgement,
    Node,
    Not,
    Unless,
    all_nodes,
    any_nodes,
    facts_asked,
    walk,
)
from cartway.criteria.notation import show
from cartway.reading.grammar.clauses import read_clause
from cartway.reading.grammar.cleared_viruses import without_cleared
from cartway.reading.grammar.content import has_content
from cartway.reading.grammar.cutting import depth_at
from cartway.reading.grammar.leniency import still_active, without
from cartway.reading.grammar.widening import codes_of, softened
from cartway.reading.lex import Element
from cartway.reading.lex.cues import has_cue, place_of_cue
from cartway.reading.lexicon import Seldom
from cartway.reading.link.context import Context

ALLOWS = re.compile(
    r"(?:allowed|permitted|acceptable|allowable|允许|可接受)\W*(?:\([^()]*\))?\W*$", re.IGNORECASE
)


_DEMANDS = re.compile(
    r"\b(?:must|should|only|required?|not|no)\b|须|必须|方可|才|仅|不|无|未", re.IGNORECASE
)


def only_allows(context: Context, sentence: list[Element]) -> bool:
    """Whether a sentence of an inclusion line only says who or what is allowed."""
    last = next((e for e in reversed(sentence) if e.kind not in ("sign", "close", "open")), None)
    if last is None or not last.is_cue("except_after", "enrollable"):
        return False
    if any(
        e.kind == "measure" and e.measure is not None and not e.measure.is_duration
        for e in sentence
    ):
        return False
    if any(e.kind == "fact" and e.system in ("quantity", "score") for e in sentence):
        return False
    text = re.sub(r"\([^()]*\)", "", context.words(sentence))
    also = re.search(r"\b(?:also|still)\b|也可", text, re.IGNORECASE) is not None
    return has_content(sentence) and (also or not _DEMANDS.search(text))


def only_tests(sentence: list[Element]) -> bool:
    """Whether a sentence names nothing but results of tests."""
    named = [e for e in sentence if e.kind in ("fact", "concept", "atom")]
    return bool(named) and all(e.kind == "fact" and e.system == "result" for e in named)


_BUT = re.compile(r"\bbut\b|however|但|[,，]\s*(?:with|while|whereas)\b", re.IGNORECASE)


_LETS_IN = re.compile(r"(?<!不)(?<!才)可(?:以)?(?:被)?(?:入组|纳入|入选|参加)(?:本研究)?\W*$")


# "原发性…(继发性…可入组)": a bracket lets in, the line does not.
_BRACKETED = re.compile(
    r"[(（][^()（）]*可(?:以)?(?:被)?(?:入组|纳入|入选|参加)(?:本研究)?\s?[)）]?\W*$"
)
_ONLY_THEN = re.compile("方可|才可|但|不可|不能入|除非")


def excludes_nobody(context: Context, sentence: list[Element]) -> bool:
    """Whether a line among the exclusions only says what is allowed."""
    words = context.words(sentence)
    if _LETS_IN.search(words) and not _ONLY_THEN.search(words) and not _BRACKETED.search(words):
        return True
    place = next(
        (
            i
            for i in range(len(sentence) - 1, -1, -1)
            if sentence[i].kind not in ("sign", "close", "open")
        ),
        None,
    )
    if place is None or not sentence[place].is_cue("except_after"):
        return False
    if not ALLOWS.search(context.words(sentence)) or depth_at(sentence, place):
        return False
    return not any(
        e.is_cue("except", "unless", "deontic", "excluded", "negation", "if")
        or (e.measure is not None and e.measure.op is not None and not e.measure.is_duration)
        for e in sentence
    ) and not _BUT.search(context.words(sentence))


_MAY_HAVE = Seldom(
    r"\bmay (?:also )?have (?:had|received|undergone|been treated)\b",
)


def may_have(context: Context, sentence: list[Element]) -> Node | None:
    """ "Patients may have had A but not B": A is not asked, B must be absent."""
    if context.exclusion or _MAY_HAVE.search(context.words(sentence)) is None:
        return None
    if any(e.measure is not None or e.is_cue("if", "unless") for e in sentence):
        return None
    place = next((i for i, e in enumerate(sentence) if e.is_cue("except")), None)
    if place is None:
        return Always()
    absent = read_clause(
        Context(context.text, False, context.lexicon, asking=True), sentence[place + 1 :]
    )
    return None if absent is None else Not(absent)


def let_in_if(context: Context, sentence: list[Element]) -> Node | None:
    """ "Patients with prior CAR-T are eligible provided that …": asked of those patients only."""
    after = place_of_cue(sentence, ("if",))
    place = None if after is None else place_of_cue(sentence, ("enrollable", "except_after"))
    if place is None or after is None or after != place + 1 or not has_content(sentence[:place]):
        return None
    if depth_at(sentence, place):
        return None
    if any(e.is_cue("negation", "except", "unless", "deontic") for e in sentence[:place]):
        return None
    asking = Context(context.text, False, context.lexicon, asking=True)
    who = read_clause(asking, sentence[:place])
    asked = read_clause(asking, sentence[after + 1 :])
    if who is None:
        return None
    if asked is None:
        asked = Judgement(context.words(sentence[after + 1 :]) or "condition")
    return all_nodes([who, Not(softened(asked))]) if context.exclusion else Implies(who, asked)


def permits(context: Context, sentence: list[Element]) -> bool:
    """Whether a sentence lets somebody in who would be shut out by what stands before it."""
    if not has_cue(sentence, _LET_IN) or has_cue(sentence, _SHUT_OUT):
        return False
    return context.exclusion or not any(
        e.kind == "measure" and e.measure is not None and e.measure.op and not e.measure.is_duration
        for e in sentence
    )


_LET_IN = frozenset({"except_after", "enrollable"})
_SHUT_OUT = frozenset({"deontic", "excluded"})


_DRUGS = re.compile(
    r"\b(?:medications?|drugs?|agents?|therap(?:y|ies)|treatments?|use of|supplement\w*|prophyla\w+)\b|药物|治疗|用药",
    re.IGNORECASE,
)


_GIVEN = frozenset({"medication", "prior_therapy", "procedure"})


def _of_drugs(context: Context, bare: list[Element], node: Node) -> bool:
    """Whether treatment is allowed where no treatment excludes."""
    named = [e for e in bare if e.kind in ("concept", "fact", "atom")]
    if any(e.kind != "concept" or e.system != "treatment" for e in named):
        return False
    asked = set(facts_asked(node))
    return bool(asked) and not asked & _GIVEN and _DRUGS.search(context.words(bare)) is not None


def frees_washout(context: Context, sentence: list[Element]) -> bool:
    """Whether a sentence only allows a washout: how long a drug must have been stopped."""
    words = context.words(sentence)
    return re.search(r"wash-?out|洗脱", words, re.IGNORECASE) is not None and any(
        e.is_cue("except_after", "enrollable") for e in sentence
    )


def _with_times(context: Context, asked: Node, bare: list[Element]) -> Node:
    """ "… are eligible if stable for at least 4 weeks": a time that was not worked in is judged."""
    said = show(asked)
    lost = [
        words
        for e in bare
        if e.measure is not None
        and e.measure.is_duration
        and (words := context.words([e])) not in said
        and f"{e.measure.value:g} '{e.measure.unit}'" not in said
    ]
    return all_nodes([asked, *(Judgement(words) for words in lost)])


def with_permission(context: Context, node: Node, sentence: list[Element]) -> Node:
    """ "Patients with X are eligible": an exception to what was said before."""
    bare = [e for e in sentence if not e.is_cue("except_after", "enrollable")]
    conditional = any(e.is_cue("if") for e in bare)
    if not conditional and (
        context.exclusion
        and codes_of(bare)
        and not any(e.kind in ("fact", "measure") for e in bare)
    ):
        return node  # left out already, see above
    if (
        not context.exclusion
        and codes_of(bare)
        and all(
            context.is_a(c, "blood_product", "haematopoietic_growth_factor") for c in codes_of(bare)
        )
    ):
        return node
    if context.exclusion and _of_drugs(context, bare, node):
        return node  # "Uncontrolled hypertension. Medication is permitted"
    if context.exclusion:
        narrower = without_cleared(context, node, context.words(sentence))
        if narrower is not None:
            return narrower
    plain = Context(context.text, False, context.lexicon, asking=True)
    asked = read_clause(plain, bare)
    asked = Judgement(context.words(sentence)) if asked is None else softened(asked)
    if not context.exclusion:
        return Unless(node, asked)
    asked = _with_times(context, asked, bare)
    if conditional and not still_active(node, asked):
        return all_nodes([node, Not(asked)])
    if _of_other_drugs(context, node, asked):
        return all_nodes([node, any_nodes([Not(asked), Judgement("may be what is let in")])])
    return without(node, asked)


def _of_other_drugs(context: Context, node: Node, asked: Node) -> bool:
    """ "Live vaccine within 28 days; inactivated vaccines are allowed": one is no kind of the other."""
    shut_out, let_in = _agents(node), _agents(asked)
    return bool(shut_out and let_in) and not any(
        context.is_a(one, other) or context.is_a(other, one) for one in shut_out for other in let_in
    )


def _agents(node: Node) -> set[str]:
    """The treatments that a line asks for, those it excepts aside."""
    return {
        part.concept
        for event in walk(node)
        if isinstance(event, AnyEvent) and event.where is not None
        for part in (event.where.children if isinstance(event.where, All) else (event.where,))
        if isinstance(part, Is) and part.subject == Attribute("agent")
    }
