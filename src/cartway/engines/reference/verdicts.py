"""From lines to a verdict on an option, balanced: every line in one state, the counts add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from cartway.criteria import Line, Option
from cartway.engines.reference.evaluate import Evaluator
from cartway.engines.reference.outcome import FALSE, TRUE, Outcome, Reason, inverted, why_of
from cartway.truth import UNKNOWN

LineState = Literal["met", "not_met", "unknown"]
Verdict = Literal["eligible", "possible", "excluded"]
_STATES: dict[object, LineState] = {TRUE: "met", FALSE: "not_met", UNKNOWN: "unknown"}


class LineVerdict(NamedTuple):
    """What one line gives for a patient."""

    line: Line
    verdict: LineState
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class OptionVerdict:
    """What an option gives for a patient, line by line."""

    option: Option
    verdict: Verdict
    lines: tuple[LineVerdict, ...]

    def count(self, state: LineState) -> int:
        """How many deciding lines are in a state."""
        return sum(one.verdict == state and one.line.decides for one in self.lines)


def judge_line(line: Line, evaluator: Evaluator) -> LineVerdict:
    """Evaluate a line. One that was not wholly read can exclude but is never met."""
    outcome = evaluator.evaluate(line.node)
    if line.kind == "exclusion":
        outcome = inverted(outcome)
    if outcome.truth is TRUE and not line.read:
        outcome = Outcome(UNKNOWN, (why_of(Reason.LINE_NOT_READ),), outcome.proof)
    return LineVerdict(line, _STATES[outcome.truth], outcome)


def judge_option(option: Option, lines: Sequence[LineVerdict]) -> OptionVerdict:
    """Excluded if a deciding line is not met, eligible if all are met, possible otherwise.

    An option without a single deciding line is possible: nothing proves it open.
    """
    states = {one.verdict for one in lines if one.line.decides}
    if "not_met" in states:
        verdict: Verdict = "excluded"
    else:
        verdict = "eligible" if states == {"met"} else "possible"
    return OptionVerdict(option, verdict, tuple(lines))
