"""What evaluating a node gives: a truth, why it is unknown, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from cartway.facts import Absence, Event, Fact
from cartway.truth import FALSE, TRUE, UNKNOWN, Truth

Proof = Fact | Event | Absence


class Reason(StrEnum):
    """Why something is unknown."""

    NOT_RECORDED = "not_recorded"
    OUT_OF_WINDOW = "out_of_window"
    RESULT_PENDING = "result_pending"
    SOURCES_DISAGREE = "sources_disagree"
    UNIT_UNCLEAR = "unit_unclear"
    UNCERTAIN = "uncertain"
    TOO_GENERAL = "too_general"
    LIMIT_NOT_RECORDED = "limit_not_recorded"
    BORDERLINE = "borderline"
    LIST_NOT_COMPLETE = "list_not_complete"
    LINE_NOT_READ = "line_not_read"
    NEEDS_JUDGEMENT = "needs_judgement"
    ADMINISTRATIVE = "administrative"
    KNOWLEDGE_PENDING = "knowledge_pending"


@dataclass(frozen=True, slots=True)
class Why:
    """A reason and the fact or list it concerns."""

    reason: Reason
    fact: str | None = None
    argument: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The truth of a node for one patient on one day, with its proof.

    Attributes:
        whys: why it is unknown; empty for TRUE and FALSE.
        proof: the facts, events and absences that decided it, or that were looked at.
    """

    truth: Truth
    whys: tuple[Why, ...] = ()
    proof: tuple[Proof, ...] = ()


@lru_cache(maxsize=10_000)
def why_of(reason: Reason, fact: str | None = None, argument: str | None = None) -> Why:
    """The one object for a reason, so that reasons can be told apart by identity."""
    return Why(reason, fact, argument)


@lru_cache(maxsize=10_000)
def unknown(reason: Reason, fact: str | None = None, argument: str | None = None) -> Outcome:
    """An outcome that is unknown for one reason."""
    return Outcome(UNKNOWN, (why_of(reason, fact, argument),))


# Outcomes of one event: the event itself is the proof, and is added where the list is judged.
YES = Outcome(TRUE)
NO = Outcome(FALSE)


def known(truth: Truth, proof: Iterable[Proof] = ()) -> Outcome:
    """An outcome that is TRUE or FALSE."""
    return Outcome(truth, (), tuple(proof))


def combine(truth: Truth, parts: Iterable[Outcome], decisive: Truth) -> Outcome:
    """Join parts whose joint truth is known: keep the proof and the reasons of those that matter.

    Args:
        decisive: the truth that settles the whole by itself: FALSE for *and*, TRUE for *or*.
    """
    held = list(parts)
    if truth is decisive and decisive is not UNKNOWN:
        held = [one for one in held if one.truth is decisive]
    # By identity: an event holds a mapping and has no hash.
    proof = tuple({id(item): item for one in held for item in one.proof}.values())
    if truth is not UNKNOWN:
        return Outcome(truth, (), proof)
    whys = {id(why): why for one in held if one.truth is UNKNOWN for why in one.whys}
    return Outcome(truth, tuple(whys.values()), proof)


def inverted(outcome: Outcome) -> Outcome:
    """The negation, on the same proof."""
    return Outcome(~outcome.truth, outcome.whys, outcome.proof)


__all__ = [
    "FALSE", "TRUE", "UNKNOWN", "Outcome", "Proof", "Reason", "Why", "combine", "inverted",
    "known", "unknown", "why_of",
]  # fmt: skip
