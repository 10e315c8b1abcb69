"""A grade in words: bounds, what is missing, what would narrow it, rule, sources, ladders."""

from __future__ import annotations

from typing import Any

from cartway.toxicity.algorithm import Graded, Score
from cartway.toxicity.published import (
    Ladder,
    PublishedScale,
    Step,
    input_words,
    sources,
    words,
)

ShownLadders = list[tuple[Ladder, tuple[Step, ...]]]


def result_lines(graded: Graded, scale: PublishedScale, kind: str, language: str) -> list[str]:
    """The answer itself, in the order in which it is read."""
    phrase = words().phrase
    colon = "：" if language == "zh" else ": "
    bounds = bounds_in_words(graded.lowest, graded.highest, kind, language)
    lines = [f"{scale.title.in_language(language)}{colon}{bounds}"]
    for name, value in graded.findings.items():
        if value is not None and not isinstance(value, dict):
            label = words().findings[name].in_language(language)
            lines.append(f"  {label}{colon}{_value(value, language)}")
    for test, limits in (graded.findings.get("counts") or {}).items():
        label = words().choices[test].in_language(language)
        span = bounds_in_words(limits["lowest"], limits["highest"], "grade", language)
        lines.append(f"  {label}{colon}{span}")
    if graded.missing:
        lines.append(f"{phrase('missing', language)}{colon}{_labels(graded.missing, language)}")
    if graded.narrows:
        question = input_words()[graded.narrows].question.in_language(language)
        lines.append(f"{phrase('narrows', language)}{colon}{question}")
    if graded.assumed:
        lines.append(f"{phrase('assumed', language)}{colon}{_labels(graded.assumed, language)}")
    for flag in graded.flags:
        said = words().flags[flag].in_language(language)
        lines.append(f"{phrase('remarks', language)}{colon}{said}")
    return lines


def source_lines(scale: PublishedScale, language: str) -> list[str]:
    """The rule, its notes, its sources and whether it is pending."""
    phrase = words().phrase
    colon = "：" if language == "zh" else ": "
    lines = [f"{phrase('rule', language)}{colon}{scale.rule.in_language(language)}"]
    lines += [f"  {note.in_language(language)}" for note in scale.notes]
    if scale.pending:
        lines.append(phrase("pending", language))
    lines += [f"{phrase('source', language)}{colon}{sources()[one].title}" for one in scale.sources]
    lines.append("  " + phrase("compiled", language).format(day=scale.compiled.isoformat()))
    return lines


def ladder_lines(shown: ShownLadders, language: str) -> list[str]:
    """What guidelines describe at the grades that are possible."""
    phrase = words().phrase
    colon = "：" if language == "zh" else ": "
    lines = []
    for ladder, steps in shown:
        dated = phrase("published", language).format(year=ladder.published)
        dated += ", " if language == "en" else "，"
        dated += phrase("compiled", language).format(day=ladder.compiled.isoformat())
        titles = "; ".join(sources()[one].title for one in ladder.sources)
        lines.append(f"{ladder.title.in_language(language)} ({dated})")
        lines.append(f"  {phrase('source', language)}{colon}{titles}")
        for step in steps:
            grade = (
                phrase("any_grade", language)
                if step.grade == "all"
                else phrase("describes", language).format(grade=step.grade)
            )
            pending = f" [{phrase('pending_short', language)}]" if step.pending else ""
            lines.append(f"  {grade}{pending}{colon}{step.text.in_language(language)}")
    return lines


def bounds_in_words(lowest: Score, highest: Score, kind: str, language: str) -> str:
    """Bounds as a person says them; a settled grade by its name."""
    phrase = words().phrase
    if lowest is None or highest is None:
        return phrase("no_bounds", language)
    if lowest == highest:
        if kind == "grade":
            return words().grades[f"{lowest:g}"].in_language(language)
        return f"{lowest:.4g}"
    span = phrase("from_to", language).format(lowest=f"{lowest:g}", highest=f"{highest:g}")
    return f"{phrase(kind, language)} {span}"


def _labels(names: tuple[str, ...], language: str) -> str:
    labels = [input_words()[name].label.in_language(language) for name in names]
    return ("、" if language == "zh" else "; ").join(labels)


def _value(value: Any, language: str) -> str:
    if isinstance(value, list | tuple):
        shown = [_value(one, language) for one in value]
        return " – ".join(shown) if shown else words().choices["none"].in_language(language)
    if isinstance(value, bool):
        value = "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.4g}"
    known = words().values.get(str(value))
    if known is None and str(value) in input_words():
        known = input_words()[str(value)].label
    return known.in_language(language) if known else str(value)
