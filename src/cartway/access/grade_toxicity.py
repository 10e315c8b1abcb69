"""Which grade do the recorded signs allow, and what would have to be known to say more?

The bounds come from `cartway.toxicity`; titles, sources, ladders and words from the knowledge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cartway.toxicity import ALGORITHMS, Graded, GradingError, find_algorithm, grade_inputs
from cartway.toxicity.algorithm import Score
from cartway.toxicity.flowsheet import Flowsheet, grade_rows, read_rows, read_table
from cartway.toxicity.forms import describe_input
from cartway.toxicity.published import (
    Ladder,
    PublishedScale,
    Step,
    cited,
    ladders,
    scales,
    words,
)
from cartway.toxicity.wording import ladder_lines, result_lines, source_lines

__all__ = [
    "Flowsheet",
    "Grading",
    "describe",
    "draw",
    "grade",
    "grade_flowsheet",
    "grading_lines",
    "list_algorithms",
    "read_flowsheet",
]


@dataclass(frozen=True)
class Grading:
    """A grade or score with its bounds, its sources and what would narrow it."""

    graded: Graded
    scale: PublishedScale
    kind: str

    @property
    def lowest(self) -> Score:
        """The lowest grade or score that the recorded inputs allow."""
        return self.graded.lowest

    @property
    def highest(self) -> Score:
        """The highest grade or score that the recorded inputs allow."""
        return self.graded.highest

    @property
    def missing(self) -> tuple[str, ...]:
        """The inputs that are not recorded."""
        return self.graded.missing

    def management(self) -> list[tuple[Ladder, tuple[Step, ...]]]:
        """What guidelines describe at every grade that is possible; never advice."""
        if self.kind != "grade" or self.lowest is None or not self.highest:
            return []
        shown = [
            (ladder, ladder.at(int(self.lowest), int(self.highest)))
            for ladder in ladders(self.scale.id)
        ]
        return [(ladder, steps) for ladder, steps in shown if steps]

    def as_json(self) -> dict[str, Any]:
        """The answer as plain values; findings stand beside the bounds under their own names."""
        graded = self.graded
        return {
            "algorithm": graded.algorithm,
            "lowest": graded.lowest,
            "highest": graded.highest,
            "of": self.kind,
            "missing": list(graded.missing),
            "narrows": graded.narrows,
            "assumed": list(graded.assumed),
            "flags": list(graded.flags),
            **graded.findings,
            "source": cited(self.scale.sources),
            "where": self.scale.where,
            "evidence": self.scale.evidence,
            "pending": self.scale.pending,
            "compiled": self.scale.compiled.isoformat(),
            "management": [_ladder_json(ladder, steps) for ladder, steps in self.management()],
        }


def _ladder_json(ladder: Ladder, steps: tuple[Step, ...]) -> dict[str, Any]:
    return {
        "title": ladder.title.model_dump(),
        "published": ladder.published,
        "compiled": ladder.compiled.isoformat(),
        "source": cited(ladder.sources),
        "steps": [
            {"grade": step.grade, "text": step.text.model_dump(), "pending": step.pending}
            for step in steps
        ],
    }


def grade(algorithm: str, inputs: Mapping[str, object]) -> Grading:
    """Grade what is recorded.

    Args:
        algorithm: id of a scale, see `list_algorithms`.
        inputs: by name, see `describe`; a key that is absent or None is not recorded.

    Raises:
        GradingError: the scale or an input is unknown, or a value cannot be used as it stands.
    """
    found = find_algorithm(algorithm)
    return Grading(grade_inputs(found, inputs), scales()[found.id], found.scale)


def grading_lines(grading: Grading, language: str) -> list[str]:
    """The answer in words, the bounds first and the guidelines last."""
    management = ladder_lines(grading.management(), language)
    return [
        *result_lines(grading.graded, grading.scale, grading.kind, language),
        *source_lines(grading.scale, language),
        *management,
        words().phrase("disclaimer", language),
    ]


def list_algorithms() -> list[dict[str, Any]]:
    """Every scale with its title in both languages and whether it is pending."""
    published = scales()
    return [
        {
            "id": one.id,
            "title": published[one.id].title.model_dump(),
            "of": one.scale,
            "pending": published[one.id].pending,
        }
        for one in ALGORITHMS.values()
    ]


def describe(algorithm: str) -> dict[str, Any]:
    """All that a form needs: inputs with kind, unit, range, choices and words in both languages."""
    found = find_algorithm(algorithm)
    published = scales()[found.id]
    return {
        "id": found.id,
        "title": published.title.model_dump(),
        "rule": published.rule.model_dump(),
        "notes": [note.model_dump() for note in published.notes],
        "of": found.scale,
        "pending": published.pending,
        "evidence": published.evidence,
        "source": cited(published.sources),
        "inputs": [describe_input(one) for one in found.inputs],
    }


def read_flowsheet(content: bytes) -> list[dict[str, str]]:
    """The rows of a flowsheet as CSV, one for each time.

    Raises:
        GradingError: it is not a table with a column `time` and known columns.
    """
    return read_table(content)


def grade_flowsheet(
    rows: Iterable[Mapping[str, object]], as_of: datetime | None = None
) -> Flowsheet:
    """Grade CRS and ICANS at each time of a flowsheet.

    Args:
        rows: one for each time, by column name; values may be text, as in a CSV file.
        as_of: the moment of asking; rows after it are flagged and not used.

    Raises:
        GradingError: the table cannot be read at all.
    """
    return grade_rows(read_rows(rows), as_of)


def draw(sheet: Flowsheet, format_: str, language: str) -> str | bytes:
    """Draw a flowsheet.

    Args:
        sheet: what was graded.
        format_: "html" (with the table), "png" or "svg".
        language: "en" or "zh".

    Raises:
        GradingError: no row could be used, so there is nothing to draw.
    """
    # The drawing library is slow to load and only a picture needs it.
    from cartway.toxicity.flowsheet import page, picture

    if format_ == "html":
        return page.flowsheet_page(sheet, language)
    if not sheet.used:
        raise GradingError(
            "unreadable_table",
            "no row could be used, so there is nothing to draw",
            where="flowsheet",
            expected="at least one row; text, json and html say what is wrong with each",
        )
    drawn = picture.picture_png if format_ == "png" else picture.picture_svg
    return drawn(sheet, language)
