"""A line into its sentences: labels, reasons and what is not required cut off, colons and "but" parting."""

from __future__ import annotations

import re

from cartway.reading.grammar.content import has_content
from cartway.reading.lex import Element
from cartway.reading.lexicon import Seldom
from cartway.reading.link.context import Context


def depth_at(sentence: list[Element], place: int) -> int:
    """How many brackets are open at a place."""
    opened = sum(1 for e in sentence[:place] if e.kind == "open")
    return opened - sum(1 for e in sentence[:place] if e.kind == "close")


def cut_sentences(context: Context, elements: list[Element]) -> list[list[Element]]:
    """Give the sentences of a line: parted by full stops and semicolons outside of brackets."""
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


def without_label(sentence: list[Element]) -> list[Element]:
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
                or (e.measure is not None and e.measure.value == 1 and e.measure.op is None)
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


def at_but(context: Context, sentence: list[Element]) -> list[list[Element]]:
    """ "A are eligible, but B is excluded", "A is not required, but B …": two sentences."""
    if context.exclusion or not sentence:
        return [sentence]
    small = context.words(sentence).lower()
    if not any(word in small for word in _BUTS):
        return [sentence]
    for index in range(1, len(sentence)):
        written = context.text[sentence[index].start : sentence[index].end].lower()
        if written not in _BUTS or depth_at(sentence, index):
            continue
        before = [e for e in sentence[:index] if e.kind != "comma"]
        after = sentence[index + 1 :]
        if not before or not after:
            return [sentence]
        ends = before[-1]
        if ends.is_cue("enrollable", "except_after") or is_unneeded(context, before):
            return [before, after]
    return [sentence]


_BUTS = frozenset({"but", "however", "while", "whereas"})


_UNNEEDED = re.compile(
    r"(?:(?:is|are|be) )?(?:not (?:be )?(?:required|necessary|mandatory|needed)|optional)\W*$",
    re.IGNORECASE,
)


# One of these stands in every sentence that the pattern above fits.
_OF_NEED = ("required", "necessary", "mandatory", "needed", "optional")


def is_unneeded(context: Context, sentence: list[Element]) -> bool:
    """ "A repeat biopsy is not required": nothing is asked."""
    words = context.words(sentence)
    small = words.lower()
    if not any(word in small for word in _OF_NEED):
        return False
    return _UNNEEDED.search(words) is not None and not any(
        e.measure is not None or e.is_cue("if", "unless") for e in sentence
    )


_REASON = Seldom(
    r"because(?! of)\b|due to (?:the )?(?:potential|possib\w+|unknown|risks?|increased|lack of)\b|as (?:this|these|it|they) (?:may|might|could|can|will|would)\b"
    r"|since (?:this|these|it|they|the (?:effects?|risks?))\b|owing to\b|for the reason that\b|(?:因|由于)(?:其|本|该|这)?[^，,。；;]{0,12}(?:风险|可能|影响)",
)


_INDIFFERENT = Seldom(r"with or without\b")


def _without_indifferent(context: Context, sentence: list[Element]) -> list[Element]:
    """ "CNS-3 with or without symptoms": what may be there or not is not asked."""
    if not sentence or not _INDIFFERENT.may_fit(context.words(sentence)):
        return sentence
    for index, element in enumerate(sentence):
        if index and _INDIFFERENT.match(context.text, element.start):
            end = next(
                (
                    at
                    for at in range(index, len(sentence))
                    if sentence[at].kind in ("comma", "close") or sentence[at].is_cue("if")
                ),
                len(sentence),
            )
            return sentence[:index] + sentence[end:]
    return sentence


def without_reason(context: Context, sentence: list[Element]) -> list[Element]:
    """Cut off why something is asked: "… are excluded because it is not known whether …"."""
    sentence = _without_indifferent(context, sentence)
    if not sentence or not _REASON.may_fit(context.words(sentence)):
        return sentence
    for index in range(1, len(sentence)):
        if _REASON.match(context.text, sentence[index].start) and has_content(sentence[:index]):
            if depth_at(sentence, index):
                return sentence
            return sentence[:index]
    return sentence


def at_colon(sentence: list[Element]) -> list[list[Element]]:
    """ "Without transfusion within 7 days: Hb ≥ 80 g/L": a demand of its own before a list.

    So is "active CNS disease: patients with X may be enrolled".
    """
    place = next((i for i, e in enumerate(sentence) if e.kind == "colon"), None)
    if place is None or depth_at(sentence, place):
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
    if demands:
        # "Adequate marrow function without transfusion: …": the limits say what is adequate.
        head = [e for e in head if not (e.kind == "fact" and e.id.endswith("_adequate"))]
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
