"""Options laid out for judging: what they ask of a patient, each question once.

Equal lines are one object across options, and lines of equal meaning ask one question. What an
option's own facts settle is settled here, the same for every patient.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cartway.criteria import Line, Option
from cartway.engines.reference import (
    Evaluator,
    LineVerdict,
    OptionVerdict,
    judge_line,
    judge_option,
)
from cartway.facts import Record, Vocabulary

# By option, for each of its lines: the verdict where the option's own facts settle it.
OwnLines = dict[str, tuple[LineVerdict | None, ...]]


@dataclass(frozen=True, slots=True)
class Panel:
    """Options with their lines numbered.

    Attributes:
        questions: one line for each question: what it asks, and whether as an exclusion.
        lines: each distinct line about the patient, with the number of its question.
        places: for each option, for each of its lines: the number of the line, or the verdict
            that the option's own facts give.
    """

    options: tuple[Option, ...]
    questions: tuple[Line, ...]
    lines: tuple[tuple[Line, int], ...]
    places: tuple[tuple[int | LineVerdict, ...], ...]


def lay_out(options: Sequence[Option], own: OwnLines) -> Panel:
    """Number the lines of options.

    Args:
        own: what `settle_own_lines` gave for these options.
    """
    questions: dict[tuple[int, str], int] = {}
    asked: list[Line] = []
    numbers: dict[int, int] = {}
    lines: list[tuple[Line, int]] = []
    places = []
    for option in options:
        row: list[int | LineVerdict] = []
        for line, settled in zip(option.lines, own[option.id], strict=True):
            if settled is not None:
                row.append(settled)
                continue
            number = numbers.get(id(line))
            if number is None:
                question = questions.setdefault((id(line.node), line.kind), len(asked))
                if question == len(asked):
                    asked.append(line)
                number = numbers[id(line)] = len(lines)
                lines.append((line, question))
            row.append(number)
        places.append(tuple(row))
    return Panel(tuple(options), tuple(asked), tuple(lines), tuple(places))


def judge_panel(
    record: Record, panel: Panel, vocabulary: Vocabulary, as_of: date
) -> list[OptionVerdict]:
    """Judge the options of a panel, in their order, for a record that is already normalised."""
    patient = Evaluator(record, as_of, vocabulary)
    answers = [judge_line(line, patient) for line in panel.questions]
    verdicts = [LineVerdict(line, *answers[number][1:]) for line, number in panel.lines]
    return [
        judge_option(
            option, [verdicts[place] if isinstance(place, int) else place for place in places]
        )
        for option, places in zip(panel.options, panel.places, strict=True)
    ]


def settle_own_lines(options: Iterable[Option], vocabulary: Vocabulary, as_of: date) -> OwnLines:
    """Judge the lines that are about the options themselves: the same for every patient."""
    settled: OwnLines = {}
    for option in options:
        evaluator = Evaluator(Record(facts=option.facts), as_of, vocabulary)
        settled[option.id] = tuple(
            judge_line(line, evaluator) if line.about == "option" else None for line in option.lines
        )
    return settled
