"""What a grading algorithm is: inputs, a rule for complete inputs, and what the rule gives.

A rule knows nothing of missing inputs: `bounds` calls it for completions of what is recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cartway.toxicity.inputs import Input, Values, always

Score = int | float | None


@dataclass(frozen=True)
class Outcome:
    """What a rule gives for complete inputs.

    Attributes:
        score: the grade or score; None where the inputs give none.
        findings: what else follows, such as a risk group, by name.
        flags: names of remarks that a reader must see.
    """

    score: Score
    findings: Mapping[str, Any] = field(default_factory=dict)
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Graded:
    """The lowest and highest grade or score that the recorded inputs allow.

    Attributes:
        lowest: None where nothing bounds the score.
        highest: None where nothing bounds the score.
        missing: inputs not recorded, in the order in which they are asked.
        narrows: the missing input whose answer narrows the bounds most.
        assumed: modifiers not recorded, taken as absent, that could have changed the bounds.
        findings: what else follows; None where the recorded inputs leave it open.
        flags: names of remarks that a reader must see.
    """

    algorithm: str
    lowest: Score
    highest: Score
    missing: tuple[str, ...] = ()
    narrows: str | None = None
    assumed: tuple[str, ...] = ()
    findings: Mapping[str, Any] = field(default_factory=dict)
    flags: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether the recorded inputs force one grade."""
        return self.lowest is not None and self.lowest == self.highest


def never(_recorded: Values) -> bool:
    """Nothing recorded settles the answer outright."""
    return False


def nothing_wrong(_recorded: Values) -> None:
    """Every combination of recorded values is legal."""


def nothing_more(_recorded: Values, graded: Graded) -> Graded:
    """Leave what was graded as it is."""
    return graded


@dataclass(frozen=True)
class Algorithm:
    """One published grading or score.

    Attributes:
        id: as in the rule file.
        scale: what the bounds are of: "grade", "score" or "index".
        inputs: in the order in which they are asked.
        rule: the published rule, for complete inputs.
        settled: whether what is recorded decides by definition, so that nothing else is missing.
        check: raises when recorded values contradict each other.
        legal: whether a completion may occur.
        conclude: what follows from the bounds as a whole.
        ordered_findings: findings whose values have an order, for a range where they are open.
        accept: other shapes in which the inputs may come.
        grade_by: grades by other algorithms instead of a rule.
    """

    id: str
    scale: str
    inputs: tuple[Input, ...]
    rule: Callable[[Values], Outcome]
    settled: Callable[[Values], bool] = never
    check: Callable[[Values], None] = nothing_wrong
    legal: Callable[[Values], bool] = always
    conclude: Callable[[Values, Graded], Graded] = nothing_more
    ordered_findings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    accept: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict
    grade_by: Callable[[Mapping[str, Any]], Graded] | None = None

    def input(self, name: str) -> Input:
        """The input of this name."""
        return next(one for one in self.inputs if one.name == name)
