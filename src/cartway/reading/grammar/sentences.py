"""The sentences of a line: labels cut off, remarks left out, permissions turned into exceptions."""

from __future__ import annotations

from cartway.criteria.nodes import (
    Administrative,
    Always,
    Implies,
    Judgement,
    Never,
    Node,
    Not,
    Unread,
    all_nodes,
    any_nodes,
    facts_asked,
)
from cartway.reading.grammar.by_sex import sex_of_label
from cartway.reading.grammar.clauses import read_clause
from cartway.reading.grammar.cutting import (
    at_but,
    at_colon,
    cut_sentences,
    is_unneeded,
    without_label,
    without_reason,
)
from cartway.reading.grammar.guards import guarded, loosened
from cartway.reading.grammar.healthy import open_to_the_healthy
from cartway.reading.grammar.known_kinds import known_kind
from cartway.reading.grammar.leniency import left_to_judgement
from cartway.reading.grammar.letting_in import (
    ALLOWS,
    excludes_nobody,
    frees_washout,
    let_in_if,
    may_have,
    only_allows,
    only_tests,
    permits,
    with_permission,
)
from cartway.reading.grammar.limits_for_some import with_limits_for_some
from cartway.reading.grammar.listed import listed_alternatives
from cartway.reading.grammar.missing_tests import for_missing_test, or_if_missing
from cartway.reading.grammar.scales_by_age import with_scales_by_age
from cartway.reading.grammar.tied_drugs import tied_to_illness
from cartway.reading.grammar.toxicity import with_lasting_toxicity
from cartway.reading.grammar.trust import trusted
from cartway.reading.grammar.widening import codes_of, opened, softened, widened
from cartway.reading.lex import Element
from cartway.reading.lexicon import Seldom
from cartway.reading.link.context import Context
from cartway.reading.link.pregnancy import is_about_pregnancy


def read_sentences(context: Context, elements: list[Element]) -> Node | None:
    """Give what a whole line asks."""
    parts: list[Node] = []
    several = listed_alternatives(context, elements, read_sentences)
    if several is not None:
        return several
    elements = with_scales_by_age(context, with_limits_for_some(context, elements))
    sentences: list[list[Element]] = []
    wholes = [part for whole in cut_sentences(context, elements) for part in at_colon(whole)]
    for one in [part for whole in wholes for part in at_but(context, whole)]:
        kept = without_reason(context, without_label(one))
        if sentences and _only_excepts(kept):
            # "There are two exceptions: …" belongs to the sentence before it.
            sentences[-1] = [*sentences[-1], *kept]
        elif kept:
            sentences.append(kept)
    for index, sentence in enumerate(sentences):
        following = sentences[index + 1] if index + 1 < len(sentences) else []
        context.excepted = ()
        if (
            context.exclusion
            and permits(context, following)
            and not any(e.is_cue("if") for e in following)
            and not any(e.measure is not None and not e.measure.is_duration for e in following)
        ):
            # What the next sentence allows is left out of what this one excludes.
            context.excepted = tuple(codes_of(following))
        missing = for_missing_test(context.text, sentence[0].start, sentence) if parts else None
        if missing is not None:
            bare = [e for e in missing if not e.is_cue("enrollable", "except_after", "excluded")]
            instead = read_clause(context, bare)
            if instead is not None:
                parts = [or_if_missing(_joined(context, parts), instead)]
                continue
        if parts and not context.exclusion and sentence[-1].is_cue("enrollable"):
            wider = read_clause(
                Context(context.text, False, context.lexicon, asking=True), sentence[:-1]
            )
            if wider is not None:
                parts = [opened(_joined(context, parts), softened(wider))]
                continue
        if parts and frees_washout(context, sentence):
            continue  # how long a drug must have been stopped lets nobody in
        refused = _must_be_negative(context, sentence) if parts else None
        if refused is not None:
            parts.append(refused)
            continue
        if parts and permits(context, sentence):
            parts = [with_permission(context, _joined(context, parts), sentence)]
            continue
        if (parts and _is_remark(context, sentence)) or _only_explains(context, sentence):
            continue
        if not context.exclusion and is_unneeded(context, sentence):
            parts.append(Always())
            continue
        if (
            context.exclusion
            and len(sentences) > 1
            and _TO_BE_TESTED.search(context.words(sentence))
        ):
            continue  # who is to be tested is not thereby shut out: the results decide
        had = may_have(context, sentence)
        if had is not None:
            parts.append(had)
            continue
        if not parts:
            let_in = let_in_if(context, sentence)
            if let_in is not None:
                parts.append(let_in)
                continue
        if context.exclusion and len(sentences) == 1 and excludes_nobody(context, sentence):
            return Never()
        if not parts and not context.exclusion and only_allows(context, sentence):
            allowed = known_kind(context, sentence) or read_clause(context, sentence)
            if ALLOWS.search(context.words(sentence)):
                # "Earlier transplantation is allowed": nothing is asked.
                parts.append(Always())
            elif allowed is not None and only_tests(sentence):
                parts.append(allowed)  # "a patient with a negative test can be enrolled"
            elif allowed is not None:
                # "Patients with X can be enrolled": nobody else is said to be shut out.
                parts.append(any_nodes([allowed, Judgement("others may be let in as well")]))
            continue
        found = known_kind(context, sentence)
        if found is None:
            found = read_clause(context, sentence)
        if found is None:
            found = _empty(context, sentence, bool(parts))
        if found is not None and context.exclusion and _REQUIRED.search(context.words(sentence)):
            # "Absence of X is required": who lacks it is shut out.
            found = found.child if isinstance(found, Not) else Not(found)
        if found is not None:
            found = tied_to_illness(context, found, context.words(sentence))
            found = with_lasting_toxicity(context, found, context.words(sentence))
        if found is not None and not context.exclusion:
            words = context.words(sentence)
            found = trusted(guarded(found, words, later=bool(parts)), words)
        if found is not None:
            found = open_to_the_healthy(
                found, context.words(sentence), context.vocabulary, excludes=context.exclusion
            )
        sex = sex_of_label(context, sentence[0].start)
        if found is not None and sex is not None:
            parts.append(all_nodes([sex, found]) if context.exclusion else Implies(sex, found))
            continue
        if isinstance(found, Implies) and parts and not context.exclusion:
            parts = [widened(_joined(context, parts), found)]
        elif found is not None and parts and _begins_with_or(context, sentence):
            parts[-1] = any_nodes([parts[-1], found])  # "…; or clearance ≥ 50"
        elif found is not None:
            parts.append(found)
    return _joined(context, parts) if parts else None


_REQUIRED = Seldom(
    r"\b(?:is|are) (?:required|mandatory)(?: (?:for|of|in) (?:all|every|each)\b[^.;]*)?\W*$",
)


def _only_excepts(sentence: list[Element]) -> bool:
    place = next((i for i, e in enumerate(sentence) if e.is_cue("except", "unless")), None)
    return place is not None and not any(
        e.kind in ("concept", "fact", "atom") for e in sentence[:place]
    )


def _begins_with_or(context: Context, sentence: list[Element]) -> bool:
    if not sentence or not sentence[0].is_cue("or"):
        return False
    first = sentence[0]
    return context.text[first.start : first.end].lower() != "either"  # opens two of its own


def _joined(context: Context, parts: list[Node]) -> Node:
    return any_nodes(parts) if context.exclusion else all_nodes(loosened(parts))


def _empty(context: Context, sentence: list[Element], later: bool) -> Node | None:
    """A sentence in which nothing was found."""
    text = context.words(sentence)
    if not text or not any(c.isalpha() for c in text):
        return None
    if any(e.is_cue("administrative", "contraception") for e in sentence):
        return Administrative(text)
    if any(e.is_cue("investigator") for e in sentence):
        return Judgement(text)
    telling = any(
        e.kind in ("word", "measure", "concept", "fact") or e.is_cue("judgement") for e in sentence
    )
    if not telling and (later or len(text) < 60):
        return None
    return Unread(text)


_TO_BE_TESTED = Seldom(
    r"\b(?:should|must|shall|will|need to|needs to|are required to|is required to) (?:undergo|have|receive|complete)\b[^.;<>≥≤]{0,50}"
    r"(?:test(?:ing|s)?|examinations?|evaluations?|assessments?|imaging|scans?|puncture)\W*$"
    r"|(?:应|须|需|必须|应当)(?:行|进行|接受|完善|做)[^。；;<>≥≤]{0,16}(?:检查|检测|测试|评估|穿刺)\W*$",
)


# Whom a trial would rather have, and where its terms are explained.
_PREFERS = Seldom(
    r"^\W*(?:preferentially|preferably|priority (?:will be|is)|优先)"
    r"|^\W*(?:上述)?(?:规范|标准|系统)[^,，。;；]{0,10}(?:药物|方案)(?:可|可以|主要)?包括"
    r"|\benrolled first\b|\bfirst to be enrolled\b|优先(?:入组|纳入)"
    r"|\b(?:recommendations?|guidelines?|treatment|therapy|definitions?) refers? to the (?:latest|current|most recent|\d{4})"
    r"|^\W*(?:please )?refer to\b|^\W*for the purposes? of\b",
)


# Why a line asks what it asks.
_EXPLAINS = Seldom(
    r"(?:effects?|risks?|safety) of .{1,120}\b(?:f(?:o)?etus(?:es)?|unborn|nursing infants?|pregnancy)\b.{0,40}\b(?:unknown|not known|not been (?:established|studied))"
    r"|\b(?:becomes?|suspects?|father(?:s|ed)?)\b.{0,140}\b(?:notif(?:y|ied)|inform(?:ed)?)\b"
    r"|^\W*these (?:potential )?risks? may (?:also )?apply",
)


def _only_explains(context: Context, sentence: list[Element]) -> bool:
    words = context.words(sentence)
    return len(sentence) > 2 and len(words) < _LONGEST and _EXPLAINS.search(words) is not None


# What is longer holds more than an explanation.
_LONGEST = 330


def _is_remark(context: Context, sentence: list[Element]) -> bool:
    if any(e.is_cue("disjoint") for e in sentence):
        return True
    if _PREFERS.search(context.words(sentence)) is not None:
        return True
    place = next((i for i, e in enumerate(sentence) if e.is_cue("definition")), None)
    written = (
        context.text[sentence[place].start : sentence[place].end].lower()
        if place is not None
        else ""
    )
    return place is not None and (" defined" in written or "definition" in written)


_MUST_BE_NEGATIVE = Seldom(
    r"\b(?:must|(?:are|is) required to|needs? to|should) (?:be|have|test)\b[^.;]*\bnegativ",
)


def _must_be_negative(context: Context, sentence: list[Element]) -> Node | None:
    """ "To be eligible, subjects must be negative for A and B", among the exclusions."""
    words = context.words(sentence)
    if not context.exclusion or _MUST_BE_NEGATIVE.search(words) is None:
        return None
    if is_about_pregnancy(context, sentence):
        return None  # of women only, see there
    if any(e.is_cue("if", "unless", "except", "positive") for e in sentence):
        return None
    asking = Context(context.text, False, context.lexicon, asking=True)
    demanded = read_clause(
        asking, [e for e in sentence if not e.is_cue("disjoint", "then", "enrollable")]
    )
    if demanded is None or not facts_asked(demanded):
        return None
    return Not(left_to_judgement(demanded))
