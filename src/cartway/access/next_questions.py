"""The next best question: the unknown fact whose answer would settle the most options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cartway.access.match_options import Match, open_lines
from cartway.criteria import nodes
from cartway.criteria.nodes import Attribute, Node
from cartway.engines.reference import LineVerdict, Reason
from cartway.facts import Vocabulary
from cartway.knowledge.words import say

_ASKABLE = {
    Reason.NOT_RECORDED,
    Reason.OUT_OF_WINDOW,
    Reason.SOURCES_DISAGREE,
    Reason.UNIT_UNCLEAR,
    Reason.UNCERTAIN,
    Reason.TOO_GENERAL,
    Reason.LIMIT_NOT_RECORDED,
    Reason.BORDERLINE,
    Reason.LIST_NOT_COMPLETE,
    Reason.RESULT_PENDING,
}


_MOST_TOGETHER = 3
QuestionKey = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Question:
    """Something to find out.

    Attributes:
        fact: id of the fact or list.
        argument: antigen or the like, or the concept asked for in a list.
        text: the question in both languages.
        settles: how many possible options have a line that this answer would decide, alone or
            with the answers to at most two other questions.
    """

    fact: str
    argument: str | None
    text: Mapping[str, str]
    settles: int


def next_questions(match: Match, vocabulary: Vocabulary, most: int = 10) -> list[Question]:
    """The questions that settle most, best first.

    First come those whose answer alone would decide a line, then those that decide one together
    with one or two others; a line that also needs a person's judgement is not settled by answers.
    """
    alone, together = count_questions(match, vocabulary)
    ranked = _ranked(alone) + [one for one in _ranked(together) if one[0] not in alone]
    return [
        Question(fact, argument, question_text(fact, argument, vocabulary), settles)
        for (fact, argument), settles in ranked[:most]
    ]


def count_questions(
    match: Match, vocabulary: Vocabulary
) -> tuple[dict[QuestionKey, int], dict[QuestionKey, int]]:
    """In how many possible options a question decides a line: alone, and with one or two others."""
    alone: dict[QuestionKey, int] = {}
    together: dict[QuestionKey, int] = {}
    asked_by_line: dict[int, tuple[QuestionKey, ...]] = {}
    for option in match.options:
        if option.verdict != "possible" or option.option.kind == "pathway":
            continue
        settled: set[QuestionKey] = set()
        helped: set[QuestionKey] = set()
        for line in open_lines(option):
            keys = asked_by_line.get(id(line))
            if keys is None:
                keys = asked_by_line[id(line)] = _unknown(line, vocabulary)
            if line.line.about == "patient":
                (settled if len(keys) == 1 else helped).update(keys)
        for counts, found in ((alone, settled), (together, helped)):
            for key in found:
                counts[key] = counts.get(key, 0) + 1
    return alone, together


def _ranked(counts: dict[QuestionKey, int]) -> list[tuple[QuestionKey, int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], one[0][0], one[0][1] or ""))


def _unknown(line: LineVerdict, vocabulary: Vocabulary) -> tuple[QuestionKey, ...]:
    """The facts whose answers would decide the line; nothing if it needs more than three."""
    whys = line.outcome.whys
    if not line.line.read or any(why.reason not in _ASKABLE for why in whys):
        return ()
    names = {(why.fact, why.argument) for why in whys if why.fact is not None}
    if len(names) > _MOST_TOGETHER:
        return ()
    keys = [_askable(line, fact, argument, vocabulary) for fact, argument in sorted(names, key=str)]
    return tuple(key for key in keys if key is not None) if all(keys) else ()


def _askable(
    line: LineVerdict, fact: str, argument: str | None, vocabulary: Vocabulary
) -> QuestionKey | None:
    if fact in vocabulary.events:
        concepts = _concepts_asked(line.line.node, fact, vocabulary)
        return (fact, concepts[0]) if len(concepts) == 1 else None
    return (fact, argument) if vocabulary.fact(fact).ask else None


def _concepts_asked(node: Node, events: str, vocabulary: Vocabulary) -> list[str]:
    """The concepts that the list's main attribute is asked for."""
    main = Attribute(vocabulary.event_list(events).main)
    found: dict[str, None] = {}
    for one in nodes.walk(node):
        if isinstance(one, nodes.Is) and one.subject == main:
            found[one.concept] = None
    return list(found)


def question_text(fact: str, argument: str | None, vocabulary: Vocabulary) -> dict[str, str]:
    """The plain question for a fact, for a fact of something, or for a thing in a list."""
    texts = {}
    for language in ("en", "zh"):
        if fact in vocabulary.events:
            what = vocabulary.label(argument or fact, language)
            texts[language] = say("match", f"ask_{fact}", language, what=what)
            continue
        question = vocabulary.fact(fact).question
        text = question.get(language) or question["en"]
        if argument is not None:
            text = f"{text} ({vocabulary.label(argument, language)})"
        texts[language] = text
    return texts


def settles_words(count: int, language: str) -> str:
    """How much an answer settles, in words."""
    return say("match", "settles_one" if count == 1 else "settles", language, count=count)
