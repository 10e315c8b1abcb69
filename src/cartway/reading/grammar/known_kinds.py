"""Sentences of a kind that is known as a whole: pregnancy, allergies, other cancers, consent."""

from __future__ import annotations

from operator import attrgetter

from cartway.criteria.nodes import (
    Administrative,
    Node,
    all_nodes,
    any_nodes,
)
from cartway.reading.grammar.clauses import read_clause
from cartway.reading.lex import Element
from cartway.reading.lexicon import Seldom
from cartway.reading.link.administration import administrative_node
from cartway.reading.link.allergy import allergy_node
from cartway.reading.link.context import Context
from cartway.reading.link.malignancy import malignancy_node
from cartway.reading.link.phrases import phrase_node
from cartway.reading.link.pledges import pledges
from cartway.reading.link.pregnancy import is_about_pregnancy, pregnancy_node
from cartway.reading.link.trial_participation import within_its_window

_OF_LESIONS = frozenset(
    {"largest_lesion_diameter", "psa_level", "m_protein_serum", "m_protein_urine"}
)


_SYSTEM = attrgetter("system")
_LIMITED = frozenset({"quantity", "score"})


def _limits_beside(sentence: list[Element]) -> bool:
    """Whether a sentence asks a number in a part of its own: "weight ≥ 25 kg, fit for apheresis"."""
    if _LIMITED.isdisjoint(map(_SYSTEM, sentence)):
        return False
    parts: list[list[Element]] = [[]]
    for element in sentence:
        if element.kind == "comma" or element.is_cue("and", "with"):
            parts.append([])
        else:
            parts[-1].append(element)
    return len(parts) > 1 and any(
        any(
            e.kind == "fact" and e.system in ("quantity", "score") and e.id not in _OF_LESIONS
            for e in part
        )
        and any(e.measure is not None and e.measure.op and not e.measure.is_duration for e in part)
        for part in parts
    )


_ALLERGY = Seldom(r"allerg|hypersensitiv|anaphyla")


def _exposure_or_allergy(
    context: Context, sentence: list[Element]
) -> tuple[list[Element], list[Element]] | None:
    """ "Exposure to A or known hypersensitivity to B": a treatment beside an allergy."""
    if not context.exclusion or _ALLERGY.search(context.words(sentence)) is None:
        return None
    for index in range(1, len(sentence) - 1):
        if not sentence[index].is_cue("or"):
            continue
        before, after = sentence[:index], sentence[index + 1 :]
        treated = any(e.kind == "concept" and e.system == "treatment" for e in before)
        given = any(e.is_cue("receive", "history") for e in before)
        if (
            treated
            and given
            and not _ALLERGY.search(context.words(before))
            and _ALLERGY.search(context.words(after[:4]))
        ):
            return before, after
    return None


def known_kind(context: Context, sentence: list[Element]) -> Node | None:
    """A sentence of a kind that is known as a whole."""
    text = context.words(sentence)
    if is_about_pregnancy(context, sentence):
        found = pregnancy_node(context, text, sentence)
        if found is not None:
            return found
    named = any(
        e.kind == "concept" and e.system in ("disease", "treatment", "antigen") for e in sentence
    )
    halves = _exposure_or_allergy(context, sentence)
    if halves is not None:
        nodes = [known_kind(context, one) or read_clause(context, one) for one in halves]
        return any_nodes([one for one in nodes if one is not None])
    found = None
    if not _limits_beside(sentence):
        found = phrase_node(
            text,
            exclusion=context.exclusion,
            vocabulary=context.vocabulary,
            named=named,
            seen=context.phrases,
        )
    if isinstance(found, Administrative):
        promised = pledges(context, text)
        found = all_nodes(promised) if promised is not None else found
    if found is not None:
        found = within_its_window(found, sentence)
    if found is None:
        found = allergy_node(context, text, sentence)
    if found is None:
        found = malignancy_node(context, text, sentence)
    if found is not None:
        return found
    return administrative_node(context, text, sentence)
