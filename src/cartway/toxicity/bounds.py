"""The lowest and highest grade that recorded inputs allow, and what would narrow them.

One mechanism for every algorithm: the rule is evaluated over completions of what is recorded. Each
unknown input contributes the candidates at which the rule takes its extremes (the ends of its range
for a number, every answer for an unordered choice), and completions that cannot occur are dropped.
Nothing is ever filled in with a normal value, and there is no middle.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from cartway.toxicity.algorithm import Algorithm, Graded, Outcome, Score
from cartway.toxicity.inputs import Input, Values
from cartway.toxicity.recorded import read_inputs
from cartway.toxicity.refusals import GradingError


def grade_inputs(algorithm: Algorithm, inputs: Mapping[str, Any]) -> Graded:
    """Grade what is recorded.

    Args:
        algorithm: the scale.
        inputs: keyed as in the rule file; a key that is absent or None is not recorded.

    Raises:
        GradingError: an input that cannot be used as it stands.
    """
    if algorithm.grade_by is not None:
        return algorithm.grade_by(inputs)
    recorded = read_inputs(algorithm, inputs)
    graded = _bounded(algorithm, recorded)
    missing = missing_inputs(algorithm, recorded)
    graded = replace(
        graded,
        missing=missing,
        narrows=None if graded.settled else _narrows_most(algorithm, recorded, missing),
        assumed=_assumed(algorithm, recorded, graded),
    )
    return algorithm.conclude(recorded, graded)


def missing_inputs(algorithm: Algorithm, recorded: Values) -> tuple[str, ...]:
    """The inputs that are not recorded and would be asked."""
    if algorithm.settled(recorded):
        return ()
    return tuple(
        one.name
        for one in algorithm.inputs
        if recorded[one.name] is None and not one.optional and one.asked(recorded)
    )


def completions(
    algorithm: Algorithm, recorded: Values, opened: frozenset[str] = frozenset()
) -> Iterator[dict[str, Any]]:
    """Complete inputs that cover every extreme of the rule.

    Args:
        algorithm: the scale.
        recorded: every input by name, None where not recorded.
        opened: optional inputs that are taken as unknown instead of their default.
    """
    choices = [_candidates(one, recorded, opened) for one in algorithm.inputs]
    names = [one.name for one in algorithm.inputs]
    for values in itertools.product(*choices):
        complete = dict(zip(names, values, strict=True))
        if algorithm.legal(complete):
            yield complete


def _candidates(one: Input, recorded: Values, opened: frozenset[str]) -> tuple[Any, ...]:
    value = recorded[one.name]
    if value is not None:
        return (value,)
    if one.optional and one.name not in opened:
        return (one.default,)
    return one.candidates(recorded)


def _bounded(
    algorithm: Algorithm, recorded: Values, opened: frozenset[str] = frozenset()
) -> Graded:
    outcomes = [algorithm.rule(one) for one in completions(algorithm, recorded, opened)]
    if not outcomes:
        raise GradingError(
            "inconsistent", "the recorded values cannot all be true", where=algorithm.id
        )
    scores = [one.score for one in outcomes]
    known = [score for score in scores if score is not None]
    lowest: Score = None
    highest: Score = None
    if len(known) == len(scores):
        lowest, highest = min(known), max(known)
    return Graded(
        algorithm.id,
        lowest,
        highest,
        findings=_findings(algorithm, outcomes),
        flags=_flags(outcomes),
    )


def _findings(algorithm: Algorithm, outcomes: list[Outcome]) -> dict[str, Any]:
    """Each finding where all completions agree on it; otherwise None, with its range if ordered."""
    findings: dict[str, Any] = {}
    for name, value in outcomes[0].findings.items():
        if all(one.findings[name] == value for one in outcomes):
            findings[name] = value
            continue
        findings[name] = None
        order = algorithm.ordered_findings.get(name)
        if order:
            reached = {one.findings[name] for one in outcomes}
            ranked = [step for step in order if step in reached]
            findings[f"{name}_range"] = [ranked[0], ranked[-1]]
    return findings


def _flags(outcomes: list[Outcome]) -> tuple[str, ...]:
    return tuple(flag for flag in outcomes[0].flags if all(flag in one.flags for one in outcomes))


def _width(graded: Graded) -> float:
    if graded.lowest is None or graded.highest is None:
        return math.inf
    return graded.highest - graded.lowest


def _narrows_most(algorithm: Algorithm, recorded: Values, missing: tuple[str, ...]) -> str | None:
    """The missing input whose worst answer leaves least open; on a tie the best on average."""
    ranked = [
        (_left_open(algorithm, recorded, algorithm.input(name)), place, name)
        for place, name in enumerate(missing)
    ]
    if not ranked:
        return None
    left, _, name = min(ranked)
    return name if math.isfinite(left[0]) else None


def _left_open(algorithm: Algorithm, recorded: Values, one: Input) -> tuple[float, float]:
    widths = []
    for answer in one.samples(recorded):
        told = {**recorded, one.name: answer}
        outcomes = [algorithm.rule(complete).score for complete in completions(algorithm, told)]
        scores = [score for score in outcomes if score is not None]
        if len(scores) < len(outcomes):
            return math.inf, math.inf
        if scores:
            widths.append(max(scores) - min(scores))
    return max(widths), sum(widths) / len(widths)


def _assumed(algorithm: Algorithm, recorded: Values, graded: Graded) -> tuple[str, ...]:
    """Modifiers not recorded that would move the bounds if they were open."""
    if algorithm.settled(recorded):
        return ()
    unrecorded = [one for one in algorithm.inputs if one.optional and recorded[one.name] is None]
    return tuple(
        one.name
        for one in unrecorded
        if one.asked(recorded)
        and _moves(graded, _bounded(algorithm, recorded, frozenset({one.name})))
    )


def _moves(graded: Graded, opened: Graded) -> bool:
    return (graded.lowest, graded.highest) != (opened.lowest, opened.highest)
