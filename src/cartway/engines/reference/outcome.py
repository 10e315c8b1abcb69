"""What evaluating a node gives: a truth, why it is unknown, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

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


class Outcome(NamedTuple):
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


def all_hold(parts: Sequence[Outcome]) -> Outcome:
    """Strong Kleene *and* of parts: FALSE on the parts that are, else unknown for their reasons."""
    return _joined(parts, FALSE, TRUE)


def any_holds(parts: Sequence[Outcome]) -> Outcome:
    """Strong Kleene *or* of parts: TRUE on the parts that are, else unknown for their reasons."""
    return _joined(parts, TRUE, FALSE)


def _joined(parts: Sequence[Outcome], decisive: Truth, otherwise: Truth) -> Outcome:
    # Answers from one value are one object, and a line often names twenty diseases.
    distinct = list({id(one): one for one in parts}.values())
    truths = [one.truth for one in distinct]
    if decisive in truths:
        return combine(decisive, [one for one in distinct if one.truth is decisive])
    return combine(UNKNOWN if UNKNOWN in truths else otherwise, distinct)


def combine(truth: Truth, parts: Sequence[Outcome]) -> Outcome:
    """Join parts whose joint truth is known: their proof, and the reasons of the unknown ones."""
    if len(parts) == 1 and parts[0].truth is truth:
        return parts[0]
    # By identity: an event holds a mapping and has no hash.
    proof = {id(item): item for one in parts for item in one.proof}
    whys: dict[int, Why] = {}
    if truth is UNKNOWN:
        whys = {id(why): why for one in parts if one.truth is UNKNOWN for why in one.whys}
    return Outcome(truth, tuple(whys.values()), tuple(proof.values()))


def inverted(outcome: Outcome) -> Outcome:
    """The negation, on the same proof."""
    return Outcome(~outcome.truth, outcome.whys, outcome.proof)


__all__ = [
    "FALSE", "TRUE", "UNKNOWN", "Outcome", "Proof", "Reason", "Why", "all_hold", "any_holds",
    "combine", "inverted", "known", "unknown", "why_of",
]  # fmt: skip
