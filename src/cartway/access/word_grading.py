"""A grade in words for a page: the bounds, what stands beside them, and the remarks."""

from __future__ import annotations

from dataclasses import dataclass

from cartway.access.grade_toxicity import Grading
from cartway.toxicity.published import words
from cartway.toxicity.wording import bounds_in_words, result_lines


@dataclass(frozen=True, slots=True)
class GradingWords:
    """What a page says of a grade.

    Attributes:
        bounds: the lowest and the highest that the recorded inputs allow.
        findings: what stands beside the bounds, such as a risk group.
        remarks: what to keep in mind with these inputs.
    """

    bounds: str
    findings: tuple[str, ...]
    remarks: tuple[str, ...]
    disclaimer: str


def word_grading(grading: Grading, language: str) -> GradingWords:
    """The words of a grade in a language."""
    graded = grading.graded
    lines = result_lines(graded, grading.scale, grading.kind, language)
    return GradingWords(
        bounds=bounds_in_words(graded.lowest, graded.highest, grading.kind, language),
        findings=tuple(line.strip() for line in lines[1:] if line.startswith("  ")),
        remarks=tuple(words().flags[flag].in_language(language) for flag in graded.flags),
        disclaimer=words().phrase("disclaimer", language),
    )
