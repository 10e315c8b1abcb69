"""The engine that defines the meaning: plain Python, slow on purpose, explains every answer."""

from cartway.engines.reference.evaluate import Evaluator
from cartway.engines.reference.outcome import Outcome, Reason, Why
from cartway.engines.reference.verdicts import LineVerdict, OptionVerdict, judge_line, judge_option

__all__ = [
    "Evaluator",
    "LineVerdict",
    "OptionVerdict",
    "Outcome",
    "Reason",
    "Why",
    "judge_line",
    "judge_option",
]
