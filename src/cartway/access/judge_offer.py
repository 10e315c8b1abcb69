"""Judge what is on offer for a person who asks on a page: quickly, and the same as `match`.

Options that their own status or place closes are the same for everybody: they are counted once
for a day and left aside, and everything else is judged as always.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from cartway.access.gather_options import Offer, gather_options
from cartway.access.later_doors import Door, later_doors
from cartway.access.match_options import Match, match
from cartway.access.next_questions import Question, next_questions
from cartway.access.panel import Panel, lay_out
from cartway.criteria import Option
from cartway.engines.reference import OptionVerdict
from cartway.errors import InputError, nearest_name
from cartway.facts import Record, Vocabulary
from cartway.knowledge.load import load_vocabulary

_MOST_QUESTIONS = 60


@dataclass(frozen=True)
class Standing:
    """The options of a day that are not closed by themselves.

    Attributes:
        panel: what a patient is judged on.
        closed: how many are closed by their own status or place.
    """

    offer: Offer
    panel: Panel
    closed: int

    @property
    def options(self) -> tuple[Option, ...]:
        """The options that a patient is judged on."""
        return self.panel.options


@lru_cache(maxsize=8)
def standing_options(as_of: date, vocabulary: Vocabulary) -> Standing:
    """The options of a day without those that nobody can get."""
    offer = gather_options(as_of, vocabulary)
    kept = tuple(
        one
        for one in offer.options
        if not any(
            line is not None and line.line.decides and line.verdict == "not_met"
            for line in offer.own[one.id]
        )
    )
    return Standing(offer, lay_out(kept, offer.own), len(offer.options) - len(kept))


def judge_offer(record: Record, as_of: date, vocabulary: Vocabulary) -> Match:
    """Judge every option that is not closed by itself."""
    standing = standing_options(as_of, vocabulary)
    return _judge(record, standing.panel, as_of, vocabulary, standing.offer)


def judge_one(record: Record, option: Option, as_of: date, vocabulary: Vocabulary) -> Match:
    """Judge one option, closed by itself or not."""
    offer = gather_options(as_of, vocabulary)
    return _judge(record, lay_out((option,), offer.own), as_of, vocabulary, offer)


def _judge(
    record: Record, panel: Panel, as_of: date, vocabulary: Vocabulary, offer: Offer
) -> Match:
    return match(record, panel, vocabulary, as_of, release=offer.release, snapshot=offer.snapshot)


def option_named(name: str, as_of: date, vocabulary: Vocabulary) -> Option:
    """The option of this id on a day.

    Raises:
        InputError: no such option then; names the nearest.
    """
    held = _by_id(as_of, vocabulary)
    if name not in held:
        raise InputError(
            "no option has this id on this day",
            where="option",
            expected="an id such as axi-cel/lbcl-3l or a registry number",
            nearest=nearest_name(name, held),
            code="I013",
        )
    return held[name]


@lru_cache(maxsize=8)
def _by_id(as_of: date, vocabulary: Vocabulary) -> dict[str, Option]:
    return {one.id: one for one in gather_options(as_of, vocabulary).options}


def questions_left(
    judged: Match, vocabulary: Vocabulary, asked: frozenset[str]
) -> list[tuple[str, Question]]:
    """The questions that were not asked yet, best first, each with its key."""
    every = next_questions(judged, vocabulary, most=_MOST_QUESTIONS)
    keyed = [(question_key(one.fact, one.argument), one) for one in every]
    return [one for one in keyed if one[0] not in asked]


def question_key(fact: str, argument: str | None) -> str:
    """What a question is remembered by."""
    return f"{fact}|{argument or ''}"


def doors_of(judged: Match, verdict: OptionVerdict, vocabulary: Vocabulary) -> list[Door]:
    """When one option may open by time alone."""
    alone = Match(judged.as_of, judged.record, (verdict,), judged.release, judged.snapshot)
    return later_doors(alone, vocabulary)


__all__ = [
    "Match",
    "Question",
    "Standing",
    "doors_of",
    "judge_offer",
    "judge_one",
    "load_vocabulary",
    "option_named",
    "question_key",
    "questions_left",
    "standing_options",
]
