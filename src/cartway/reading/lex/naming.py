"""What a name found in a line counts as, where it may stand for several things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from cartway.facts.vocabulary import Vocabulary
from cartway.reading.lex.element import Element
from cartway.reading.lexicon import Match, Sense

# A cue of one of these groups wins over a fact or concept of the same name.
_CUE_FIRST = frozenset(
    {
        "negation", "or", "and", "with", "except", "except_after", "unless", "if", "then",
        "excluded", "deontic", "enrollable", "not_received",
        "relapsed", "refractory", "relapsed_or_refractory", "positive", "negative", "untreated",
        "contraception", "administrative", "advanced", "metastatic", "locally_advanced",
        "unresectable", "progressive", "expression", "receive",
    }
)  # fmt: skip
# Systems of enumerated values whose names are also the grammar's own words.
_SYSTEMS_OF_CUES = frozenset(
    {"disease_status", "status", "therapy_outcome", "therapy_intent", "result", "certainty"}
)
# Concepts so general that they only stand for "disease" or "tumour" in a sentence.
_GENERAL = frozenset({"comorbid_condition", "neoplasm"})
_CUE_ORDER = (
    "deontic", "excluded", "negation", "or", "and", "except", "except_after", "enrollable", "unless", "if", "definition", "example",
    "with", "then", "relapsed_or_refractory", "relapsed", "refractory", "positive", "negative", "low",
    "untreated", "locally_advanced", "advanced", "metastatic", "unresectable", "progressive",
    "administrative", "contraception", "disjoint", "window", "window_after", "since", "before",
    "interference", "not_received", "active", "history", "expression", "judgement", "investigator", "receive", "patients",
    "result_word", "noise",
)  # fmt: skip
_RANK = {name: rank for rank, name in enumerate(_CUE_ORDER)}
_OF_VALUE = frozenset({"quantity", "score", "result"})


class Form(NamedTuple):
    """What a name counts as.

    Attributes:
        several: the same, but only where the name has more than one word; alone it is noise.
        diseased: it names a disease, at whose head a state may stand.
    """

    kind: str
    id: str
    system: str
    senses: tuple[Sense, ...]
    several: bool = False
    diseased: bool = False


def form_of(senses: tuple[Sense, ...]) -> Form:
    """Give what a name with some senses counts as."""
    cues = sorted((s for s in senses if s.kind == "cue"), key=lambda s: _RANK.get(s.id, 99))
    others = tuple(s for s in senses if s.kind != "cue")
    if cues and (
        not others or cues[0].id in _CUE_FIRST or all(_is_word_of_grammar(s) for s in others)
    ):
        return Form("cue", cues[0].id, "", others)
    best = _preferred(others)
    if best.id in _GENERAL or best.system == "country":
        return Form("cue", "noise", "", others)
    # Alone, "antibody" is a test of the blood; a treatment is named by more.
    several = best.id == "antibody_therapy"
    diseased = best.kind == "concept" and best.system == "disease"
    return Form(best.kind, best.id, best.system, others, several, diseased)


def _is_word_of_grammar(sense: Sense) -> bool:
    """ "confirmed" says how sure a record is; a line asks for what is confirmed, not for that."""
    return sense.kind == "concept" and (sense.system in _SYSTEMS_OF_CUES or sense.id == "confirmed")


def _preferred(senses: Sequence[Sense]) -> Sense:
    """A fact with a value of its own before a concept before a fact that is yes or no."""
    return min(
        senses,
        key=lambda s: (
            (0 if s.system in _OF_VALUE else 2)
            if s.kind == "fact"
            else (1 if s.kind == "concept" else 3)
        ),
    )


def named(match: Match, form: Form) -> Element:
    """The element of a name."""
    start, end, first, after, _ = match
    if form.several and after - first == 1:
        return Element("cue", "noise", start, end, "", None, form.senses)
    return Element(form.kind, form.id, start, end, form.system, None, form.senses)


_STATES = (
    (re.compile(r"(?:currently )?active\b|活动性", re.IGNORECASE), "active"),
    (
        re.compile(
            r"(?:relapsed?|recurr\w+|refractory)\W{0,3}(?:and|or|and/or)?\W{0,3}(?:refractory|relapsed|recurrent|resistant)|r/r|复发(?:性)?(?:/|或|、|和|及)?难治(?:性)?|难治(?:性)?(?:/|或)?复发",
            re.IGNORECASE,
        ),
        "relapsed_or_refractory",
    ),
    (
        re.compile(r"rr(?=[ -]?(?:mm|dlbcl|lbcl|nhl|b?-?all|aml|fl|mcl|cll)\b)", re.IGNORECASE),
        "relapsed_or_refractory",
    ),
    (
        re.compile(
            r"newly[- ]diagnosed|previously untreated|treatment[- ]na[iï]ve|nd(?=mm\b)|初诊|初治|新诊断",
            re.IGNORECASE,
        ),
        "untreated",
    ),
    (re.compile(r"relaps\w+|recurrent|复发", re.IGNORECASE), "relapsed"),
    (re.compile(r"metastatic(?=\s)|转移性", re.IGNORECASE), "metastatic"),
    (re.compile(r"refractory|难治", re.IGNORECASE), "refractory"),
)


def state_at_head(text: str, match: Match) -> Element | None:
    """A state of the disease at the head of its name: "relapsed or refractory myeloma"."""
    state = _state(text[match.start : match.end])
    return None if state is None else Element("cue", state[0], match.start, match.start + state[1])


@lru_cache(maxsize=16_384)
def _state(name: str) -> tuple[str, int] | None:
    for pattern, cue in _STATES:
        match = pattern.match(name)
        if match is not None:
            return cue, match.end()
    return None


_ANTIGEN = re.compile(r"(CD\d{1,3})(?P<sign>\+|\s?阳性的?|[- ]positive)", re.IGNORECASE)


def antigen_at_head(text: str, match: Match, vocabulary: Vocabulary) -> list[Element]:
    """An antigen at the head of a disease's name: "CD19+ B-ALL" asks for the antigen as well."""
    found = _ANTIGEN.match(text, match.start, match.end)
    if found is None or found.group(1).lower() not in vocabulary.concepts:
        return []
    sense = Sense("concept", found.group(1).lower(), "antigen")
    first, after = found.span(1)
    antigen = Element("concept", sense.id, first, after, "antigen", None, (sense,))
    return [antigen, Element("cue", "positive", *found.span("sign"))]
