"""The sentences of a line: labels cut off, remarks left out, permissions turned into exceptions."""

from __future__ import annotations

import itertools
import re

from cartway.criteria.nodes import (
    Administrative,
    Always,
    Implies,
    Judgement,
    Never,
    Node,
    Not,
    Unless,
    Unread,
    all_nodes,
    any_nodes,
    facts_asked,
)
from cartway.reading.grammar.by_sex import sex_of_label
from cartway.reading.grammar.clauses import has_content, read_clause
from cartway.reading.grammar.cleared_viruses import without_cleared
from cartway.reading.grammar.guards import guarded, loosened
from cartway.reading.grammar.healthy import open_to_the_healthy
from cartway.reading.grammar.leniency import alternatives, left_to_judgement, without
from cartway.reading.grammar.missing_tests import for_missing_test, or_if_missing
from cartway.reading.grammar.toxicity import with_lasting_toxicity
from cartway.reading.grammar.trust import trusted
from cartway.reading.grammar.widening import codes_of, opened, softened, widened
from cartway.reading.lex import Element
from cartway.reading.link.administration import administrative_node
from cartway.reading.link.allergy import allergy_node
from cartway.reading.link.context import Context
from cartway.reading.link.malignancy import malignancy_node
from cartway.reading.link.phrases import phrase_node
from cartway.reading.link.pregnancy import is_about_pregnancy, pregnancy_node
from cartway.reading.link.trial_participation import within_its_window

_PERMITS = frozenset({"except_after"})
_REMARKS = frozenset({"disjoint"})


def read_sentences(context: Context, elements: list[Element]) -> Node | None:
    """Give what a whole line asks."""
    parts: list[Node] = []
    several = _enumerated(context, elements) or _set_apart(context, elements)
    if several is not None:
        return several
    sentences: list[list[Element]] = []
    wholes = [part for whole in _sentences(context, elements) for part in _at_colon(whole)]
    for one in [part for whole in wholes for part in _at_but(context, whole)]:
        kept = _without_reason(context, _without_label(one))
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
            and _permits(context, following)
            and not any(e.is_cue("if") for e in following)
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
        if parts and _frees_washout(context, sentence):
            continue  # how long a drug must have been stopped lets nobody in
        refused = _must_be_negative(context, sentence) if parts else None
        if refused is not None:
            parts.append(refused)
            continue
        if parts and _permits(context, sentence):
            parts = [_with_permission(context, _joined(context, parts), sentence)]
            continue
        if parts and _is_remark(context, sentence):
            continue
        if not context.exclusion and _unneeded(context, sentence):
            parts.append(Always())
            continue
        if (
            context.exclusion
            and len(sentences) > 1
            and _TO_BE_TESTED.search(context.words(sentence))
        ):
            continue  # who is to be tested is not thereby shut out: the results decide
        had = _may_have(context, sentence)
        if had is not None:
            parts.append(had)
            continue
        if not parts:
            let_in = _let_in_if(context, sentence)
            if let_in is not None:
                parts.append(let_in)
                continue
        if context.exclusion and len(sentences) == 1 and _excludes_nobody(context, sentence):
            return Never()
        if not parts and not context.exclusion and _only_allows(context, sentence):
            allowed = _known_kind(context, sentence) or read_clause(context, sentence)
            if _ALLOWS.search(context.words(sentence)):
                # "Earlier transplantation is allowed": nothing is asked.
                parts.append(Always())
            elif allowed is not None and _only_tests(sentence):
                parts.append(allowed)  # "a patient with a negative test can be enrolled"
            elif allowed is not None:
                # "Patients with X can be enrolled": nobody else is said to be shut out.
                parts.append(any_nodes([allowed, Judgement("others may be let in as well")]))
            continue
        found = _known_kind(context, sentence)
        if found is None:
            found = read_clause(context, sentence)
        if found is None:
            found = _empty(context, sentence, bool(parts))
        if found is not None and context.exclusion and _REQUIRED.search(context.words(sentence)):
            # "Absence of X is required": who lacks it is shut out.
            found = found.child if isinstance(found, Not) else Not(found)
        if found is not None:
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
        elif found is not None and parts and _begins_with_or(sentence):
            parts[-1] = any_nodes([parts[-1], found])  # "…; or clearance ≥ 50"
        elif found is not None:
            parts.append(found)
    return _joined(context, parts) if parts else None


_ANY = re.compile(
    r"(?:any|either|at least one|one) (?:or more )?of (?:the )?following|以下任|下列任|任一|任意一|之一",
    re.IGNORECASE,
)


_REQUIRED = re.compile(
    r"\b(?:is|are) (?:required|mandatory)(?: (?:for|of|in) (?:all|every|each)\b[^.;]*)?\W*$",
    re.IGNORECASE,
)


def _enumerated(context: Context, elements: list[Element]) -> Node | None:
    """ "any one of the following: a) …; b) …" within one line: the parts are alternatives."""
    if context.exclusion:
        return None
    marks = [
        i for i, e in enumerate(elements) if e.kind == "close" and i and _numbers_part(elements, i)
    ]
    if len(marks) < 2:
        return None
    head = elements[: marks[0] - 1]
    before = context.text[max(0, elements[marks[0]].start - 200) : elements[marks[0]].start]
    if not head or not _ANY.search(before):
        return None
    bounds = [*marks, len(elements) + 1]
    parts: list[Node] = []
    for first, after in itertools.pairwise(bounds):
        part = read_sentences(context, elements[first + 1 : after - 1])
        if part is not None:
            parts.append(part)
    return _under(context, head, parts)


def _set_apart(context: Context, elements: list[Element]) -> Node | None:
    """ "must meet one of the following: …; …; …" within one line: the parts are alternatives."""
    if context.exclusion:
        return None
    colon = next((i for i, e in enumerate(elements) if e.kind == "colon"), None)
    if colon is None or colon == 0:
        return None
    before = context.text[max(0, elements[colon].start - 90) : elements[colon].start]
    found = _ANY.search(before)
    if found is None or len(before) - found.end() > _AFTER_FOLLOWING:
        return None
    pieces: list[list[Element]] = [[]]
    for element in elements[colon + 1 :]:
        if element.kind == "semicolon":
            pieces.append([])
        else:
            pieces[-1].append(element)
    parts = [part for piece in pieces if piece and (part := read_sentences(context, piece))]
    return _under(context, elements[:colon], parts) if len(parts) > 1 else None


_ONLY_MEASURED = frozenset({"measurable_disease", "diagnosis"})
# "one of the following conditions:", "以下任一标准："
_AFTER_FOLLOWING = 24


def _under(context: Context, head: list[Element], parts: list[Node]) -> Node:
    """Alternatives with what their opening itself asks."""
    below = alternatives(parts)
    named = [
        e
        for e in head
        if e.kind in ("concept", "measure")
        or (e.kind == "fact" and e.system != "presence")
        or e.is_cue("relapsed", "refractory", "relapsed_or_refractory")
    ]
    own = read_sentences(context, head) if named else None
    if own is not None and _ONLY_MEASURED >= set(facts_asked(own)) >= {"measurable_disease"}:
        return below  # the list says what can be measured
    return below if own is None else all_nodes([own, below])


def _numbers_part(elements: list[Element], index: int) -> bool:
    """Whether a closing bracket ends the letter or number of a part: "a)", "2)"."""
    mark = elements[index - 1]
    opened = sum(1 for e in elements[:index] if e.kind == "open") > sum(
        1 for e in elements[:index] if e.kind == "close"
    )
    if mark.kind == "word" or mark.is_cue("noise"):
        return mark.end - mark.start == 1 and not opened
    measure = mark.measure
    return measure is not None and not opened and measure.unit is None and measure.op is None


_ALLOWS = re.compile(
    r"(?:allowed|permitted|acceptable|allowable|允许|可接受)\W*(?:\([^()]*\))?\W*$", re.IGNORECASE
)
_DEMANDS = re.compile(
    r"\b(?:must|should|only|required?|not|no)\b|须|必须|方可|才|仅|不|无|未", re.IGNORECASE
)


def _only_allows(context: Context, sentence: list[Element]) -> bool:
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


def _only_tests(sentence: list[Element]) -> bool:
    """Whether a sentence names nothing but results of tests."""
    named = [e for e in sentence if e.kind in ("fact", "concept", "atom")]
    return bool(named) and all(e.kind == "fact" and e.system == "result" for e in named)


_BUT = re.compile(r"\bbut\b|however|但|[,，]\s*(?:with|while|whereas)\b", re.IGNORECASE)
_LETS_IN = re.compile(r"(?<!不)(?<!才)可(?:以)?(?:被)?(?:入组|纳入|入选|参加)(?:本研究)?\W*$")
_ONLY_THEN = re.compile("方可|才可|但|不可|不能入|除非")


def _excludes_nobody(context: Context, sentence: list[Element]) -> bool:
    """Whether a line among the exclusions only says what is allowed."""
    words = context.words(sentence)
    if _LETS_IN.search(words) and not _ONLY_THEN.search(words):
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
    if not _ALLOWS.search(context.words(sentence)) or _depth(sentence, place):
        return False
    return not any(
        e.is_cue("except", "unless", "deontic", "excluded", "negation", "if")
        or (e.measure is not None and e.measure.op is not None and not e.measure.is_duration)
        for e in sentence
    ) and not _BUT.search(context.words(sentence))


_MAY_HAVE = re.compile(
    r"\bmay (?:also )?have (?:had|received|undergone|been treated)\b", re.IGNORECASE
)


def _may_have(context: Context, sentence: list[Element]) -> Node | None:
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


def _let_in_if(context: Context, sentence: list[Element]) -> Node | None:
    """ "Patients with prior CAR-T are eligible provided that …": asked of those patients only."""
    place = next(
        (i for i, e in enumerate(sentence) if e.is_cue("enrollable", "except_after")), None
    )
    after = next((i for i, e in enumerate(sentence) if e.is_cue("if")), None)
    if place is None or after is None or after != place + 1 or not has_content(sentence[:place]):
        return None
    if _depth(sentence, place):
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


def _depth(sentence: list[Element], place: int) -> int:
    """How many brackets are open at a place."""
    opened = sum(1 for e in sentence[:place] if e.kind == "open")
    return opened - sum(1 for e in sentence[:place] if e.kind == "close")


def _only_excepts(sentence: list[Element]) -> bool:
    place = next((i for i, e in enumerate(sentence) if e.is_cue("except", "unless")), None)
    return place is not None and not any(
        e.kind in ("concept", "fact", "atom") for e in sentence[:place]
    )


def _begins_with_or(sentence: list[Element]) -> bool:
    return bool(sentence) and sentence[0].is_cue("or")


_OF_LESIONS = frozenset(
    {"largest_lesion_diameter", "psa_level", "m_protein_serum", "m_protein_urine"}
)


def _limits_beside(sentence: list[Element]) -> bool:
    """Whether a sentence asks a number in a part of its own: "weight ≥ 25 kg, fit for apheresis"."""
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


_ALLERGY = re.compile(r"allerg|hypersensitiv|anaphyla", re.IGNORECASE)


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


def _known_kind(context: Context, sentence: list[Element]) -> Node | None:
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
        nodes = [_known_kind(context, one) or read_clause(context, one) for one in halves]
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
    if found is not None:
        found = within_its_window(found, sentence)
    if found is None:
        found = allergy_node(context, text, sentence)
    if found is None:
        found = malignancy_node(context, text, sentence)
    if found is not None:
        return found
    return administrative_node(context, text, sentence)


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


def _sentences(context: Context, elements: list[Element]) -> list[list[Element]]:
    found: list[list[Element]] = [[]]
    depth = 0
    for index, element in enumerate(elements):
        if element.kind == "open":
            depth += 1
        elif element.kind == "close":
            depth = max(0, depth - 1)
        if (
            depth == 0
            and element.kind in _MAY_END
            and (_ends(context, elements, index) or _opens_first(elements, index))
        ):
            found.append([])
            continue
        found[-1].append(element)
    return [s for s in found if s]


def _opens_first(elements: list[Element], index: int) -> bool:
    """The number of the first part, behind its opening: "the following: 1. X"."""
    measure = elements[index].measure
    return (
        measure is not None
        and measure.value == 1
        and measure.unit is None
        and measure.op is None
        and index > 0
        and elements[index - 1].kind == "colon"
        and index + 1 < len(elements)
        and elements[index + 1].kind == "sign"
    )


# The kinds that the two rules for the end of a sentence look at.
_MAY_END = frozenset({"stop", "semicolon", "colon", "sign", "measure"})


def _ends(context: Context, elements: list[Element], index: int) -> bool:
    element = elements[index]
    if element.kind in ("stop", "semicolon"):
        return True
    if element.kind == "colon":
        # "Diagnosis of A or B: patients must …"
        ahead = elements[index + 1 : index + 3]
        return len(ahead) > 1 and ahead[0].is_cue("patients") and ahead[1].is_cue("then", "deontic")
    if element.kind != "sign" or element.id != ".":
        return False
    if index + 1 >= len(elements):
        return True
    following = context.text[elements[index + 1].start : elements[index + 1].start + 1]
    gap = elements[index + 1].start > element.end
    return gap and (
        following.isupper()
        or following.isdigit()
        or following in "<>≤≥("
        or "\u4e00" <= following <= "\u9fff"
    )


def _without_label(sentence: list[Element]) -> list[Element]:
    """Cut off a heading such as "Renal function:"."""
    for index, element in enumerate(sentence[:10]):
        if element.kind == "colon":
            label = sentence[:index]
            heading = all(
                e.kind in ("word", "anchor", "slash", "open", "close", "comma", "sign")
                or e.is_cue(
                    "negation",
                    "noise",
                    "judgement",
                    "and",
                    "or",
                    "expression",
                    "patients",
                    "history",
                    "receive",
                    "then",
                    "with",
                    "example",
                    "definition",
                )
                or (e.kind == "fact" and e.system in ("presence", "code", "score", "quantity"))
                or (e.measure is not None and e.measure.value == 1)
                for e in label
            )
            if (
                heading
                and len(label) <= 8
                and has_content(sentence[index + 1 :])
                and not _subject(label)
            ):
                return sentence[index + 1 :]
            return sentence
        if element.measure is not None and not element.measure.worded:
            return sentence
    return sentence


def _at_but(context: Context, sentence: list[Element]) -> list[list[Element]]:
    """ "A are eligible, but B is excluded", "A is not required, but B …": two sentences."""
    for index in range(1, len(sentence)):
        written = context.text[sentence[index].start : sentence[index].end].lower()
        if written not in _BUTS or _depth(sentence, index) or context.exclusion:
            continue
        before = [e for e in sentence[:index] if e.kind != "comma"]
        after = sentence[index + 1 :]
        if not before or not after:
            return [sentence]
        ends = before[-1]
        if ends.is_cue("enrollable", "except_after") or _unneeded(context, before):
            return [before, after]
    return [sentence]


_BUTS = frozenset({"but", "however", "while", "whereas"})
_UNNEEDED = re.compile(
    r"(?:(?:is|are|be) )?(?:not (?:be )?(?:required|necessary|mandatory|needed)|optional)\W*$",
    re.IGNORECASE,
)


def _unneeded(context: Context, sentence: list[Element]) -> bool:
    """ "A repeat biopsy is not required": nothing is asked."""
    words = context.words(sentence)
    return _UNNEEDED.search(words) is not None and not any(
        e.measure is not None or e.is_cue("if", "unless") for e in sentence
    )


_REASON = re.compile(
    r"because(?! of)\b|due to (?:the )?(?:potential|possib\w+|unknown|risks?|increased|lack of)\b|as (?:this|these|it|they) (?:may|might|could|can|will|would)\b"
    r"|since (?:this|these|it|they|the (?:effects?|risks?))\b|owing to\b|for the reason that\b|(?:因|由于)(?:其|本|该|这)?[^，,。；;]{0,12}(?:风险|可能|影响)",
    re.IGNORECASE,
)


def _without_reason(context: Context, sentence: list[Element]) -> list[Element]:
    """Cut off why something is asked: "… are excluded because it is not known whether …"."""
    for index in range(1, len(sentence)):
        if _REASON.match(context.text, sentence[index].start) and has_content(sentence[:index]):
            if _depth(sentence, index):
                return sentence
            return sentence[:index]
    return sentence


def _at_colon(sentence: list[Element]) -> list[list[Element]]:
    """ "Without transfusion within 7 days: Hb ≥ 80 g/L": a demand of its own before a list.

    So is "active CNS disease: patients with X may be enrolled".
    """
    place = next((i for i, e in enumerate(sentence) if e.kind == "colon"), None)
    if place is None or _depth(sentence, place):
        return [sentence]
    head, body = sentence[:place], sentence[place + 1 :]
    window = _window_of(head)
    if window and has_content(body) and not any(e.measure is not None for e in body):
        # "Cardiovascular disorders in the past 6 months: A, B or C": the time is that of each.
        return [[*window, *body]]
    treated = any(e.kind == "concept" and e.system == "treatment" for e in head)
    denied = any(e.is_cue("negation") for e in head)
    limited = any(e.measure is not None and e.measure.op is not None for e in body)
    lets_in = body and body[-1].is_cue("enrollable", "except_after") and has_content(body[:-1])
    demands = treated and denied and limited and any(e.kind == "fact" for e in body)
    named = any(e.kind in ("concept", "atom") or (e.kind == "fact") for e in head)
    return [head, body] if demands or (lets_in and named) else [sentence]


def _window_of(head: list[Element]) -> list[Element]:
    """The time at the head of a list, where the head names no more than a kind of illness."""
    if any(
        e.kind in ("fact", "atom", "word") or e.is_cue("negation", "if", "except", "unless", "or")
        for e in head
    ):
        return []
    if sum(e.kind == "concept" for e in head) > 1 or any(
        e.kind == "concept" and e.system != "disease" for e in head
    ):
        return []
    for index in range(1, len(head)):
        measure = head[index].measure
        if measure is not None and measure.is_duration and head[index - 1].is_cue("window"):
            return [head[index - 1], head[index]]
    return []


def _subject(label: list[Element]) -> bool:
    """A quantity before a colon is what the number after it limits."""
    return any(e.kind == "fact" and e.system in ("quantity", "score", "result") for e in label)


_TO_BE_TESTED = re.compile(
    r"\b(?:should|must|shall|will|need to|needs to|are required to|is required to) (?:undergo|have|receive|complete)\b[^.;<>≥≤]{0,50}"
    r"(?:test(?:ing|s)?|examinations?|evaluations?|assessments?|imaging|scans?|puncture)\W*$"
    r"|(?:应|须|需|必须|应当)(?:行|进行|接受|完善|做)[^。；;<>≥≤]{0,16}(?:检查|检测|测试|评估|穿刺)\W*$",
    re.IGNORECASE,
)


def _permits(context: Context, sentence: list[Element]) -> bool:
    if any(e.is_cue("deontic", "excluded") for e in sentence):
        return False
    if not context.exclusion and any(
        e.kind == "measure" and e.measure is not None and e.measure.op and not e.measure.is_duration
        for e in sentence
    ):
        return False
    return any(e.is_cue("except_after", "enrollable") for e in sentence)


# Whom a trial would rather have, and where its terms are explained.
_PREFERS = re.compile(
    r"^\W*(?:preferentially|preferably|priority (?:will be|is)|优先)"
    r"|^\W*(?:上述)?(?:规范|标准|系统)[^,，。;；]{0,10}(?:药物|方案)(?:可|可以|主要)?包括"
    r"|\benrolled first\b|\bfirst to be enrolled\b|优先(?:入组|纳入)"
    r"|\b(?:recommendations?|guidelines?|treatment|therapy|definitions?) refers? to the (?:latest|current|most recent|\d{4})"
    r"|^\W*(?:please )?refer to\b|^\W*for the purposes? of\b",
    re.IGNORECASE,
)


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


def _frees_washout(context: Context, sentence: list[Element]) -> bool:
    words = context.words(sentence)
    return re.search(r"wash-?out|洗脱", words, re.IGNORECASE) is not None and any(
        e.is_cue("except_after", "enrollable") for e in sentence
    )


_MUST_BE_NEGATIVE = re.compile(
    r"\b(?:must|(?:are|is) required to|needs? to|should) (?:be|have|test)\b[^.;]*\bnegativ",
    re.IGNORECASE,
)


def _must_be_negative(context: Context, sentence: list[Element]) -> Node | None:
    """ "To be eligible, subjects must be negative for A and B", among the exclusions."""
    words = context.words(sentence)
    if not context.exclusion or _MUST_BE_NEGATIVE.search(words) is None:
        return None
    if any(e.is_cue("if", "unless", "except", "positive") for e in sentence):
        return None
    asking = Context(context.text, False, context.lexicon, asking=True)
    demanded = read_clause(
        asking, [e for e in sentence if not e.is_cue("disjoint", "then", "enrollable")]
    )
    if demanded is None or not facts_asked(demanded):
        return None
    return Not(left_to_judgement(demanded))


def _with_permission(context: Context, node: Node, sentence: list[Element]) -> Node:
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
    return all_nodes([node, Not(asked)]) if conditional else without(node, asked)
