"""Which of the recorded values of a fact count on a day: the latest, within the window."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cartway.engines.reference.outcome import Reason
from cartway.facts import Certainty, Fact, FactDefinition
from cartway.values import Duration, subtract_duration


def visible(facts: Sequence[Fact], as_of: date) -> list[Fact]:
    """What was recorded by the day asked about; undated values count as recorded."""
    return [one for one in facts if one.on is None or one.on.earliest <= as_of]


def inside(
    facts: Sequence[Fact], definition: FactDefinition, as_of: date, window: Duration | None
) -> list[Fact]:
    """The values that certainly fall within the window.

    A state or a fixed fact goes on, so that no window can lapse on it.
    """
    if window is None or definition.changes != "test":
        return list(facts)
    cutoff = subtract_duration(as_of, window)
    return [one for one in facts if one.on is not None and one.on.earliest >= cutoff]


def latest(facts: Sequence[Fact]) -> list[Fact]:
    """The values that may be the latest: several, where dates are partial, equal or missing.

    A pending result does not undo the one before it; an undated value gives way to a dated one.
    """
    final = [one for one in facts if one.certainty is not Certainty.PENDING] or list(facts)
    dated = [one for one in final if one.on is not None]
    if not dated:
        return final
    newest = max(one.on.earliest for one in dated if one.on)
    return [one for one in dated if one.on and one.on.latest >= newest]


def usable(fact: Fact) -> Reason | None:
    """Why a value proves nothing, or None if it does."""
    if fact.certainty is Certainty.PENDING:
        return Reason.RESULT_PENDING
    if fact.certainty is Certainty.UNCERTAIN:
        return Reason.UNCERTAIN
    return None if fact.readable else Reason.UNIT_UNCLEAR
