"""The main question: which options are open, possible or closed to this patient, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cartway.criteria import Line, Option
from cartway.engines.reference import (
    Evaluator,
    LineVerdict,
    OptionVerdict,
    judge_line,
    judge_option,
)
from cartway.errors import InternalError
from cartway.facts import Fact, Record, Vocabulary
from cartway.facts.normalise import normalise

_VERDICTS = {"eligible": 0, "possible": 1, "excluded": 2}
_STATUSES = {
    "approved": 0,
    "recruiting": 0,
    "enrolling_by_invitation": 1,
    "not_yet_recruiting": 2,
    "unknown_status": 3,
}


@dataclass(frozen=True)
class Match:
    """One patient against everything, on one day.

    Attributes:
        record: the patient's record as it was used, normalised.
        options: in the order a person should read them.
        release, snapshot: which knowledge and which trials answered.
    """

    as_of: date
    record: Record
    options: tuple[OptionVerdict, ...]
    release: str
    snapshot: str
    details: Mapping[str, object] = field(default_factory=dict)

    def count(self, verdict: str, kind: str | None = None) -> int:
        """How many options have a verdict, of one kind or all."""
        return sum(
            one.verdict == verdict and kind in (None, one.option.kind) for one in self.options
        )


def match(
    record: Record,
    options: Sequence[Option],
    vocabulary: Vocabulary,
    as_of: date,
    *,
    release: str = "",
    snapshot: str = "",
) -> Match:
    """Judge every option for one patient.

    Args:
        record: the patient's record; normalised here.
        as_of: the day asked about.

    Raises:
        InternalError: the answer does not balance (an option without exactly one verdict, or a
            line without exactly one state); better no answer than a wrong one.
    """
    normal = normalise(record, vocabulary)
    judged = judge_options(normal, options, vocabulary, as_of)
    if len(judged) != len(options) or any(
        len(one.lines) != len(one.option.lines) for one in judged
    ):
        raise InternalError("the answer does not balance: options or lines were lost")
    return Match(as_of, normal, tuple(sorted(judged, key=_order)), release, snapshot)


def judge_options(
    record: Record, options: Iterable[Option], vocabulary: Vocabulary, as_of: date
) -> list[OptionVerdict]:
    """Judge options for a record that is already normalised, in the order given.

    Equal lines are one object across options and are judged once.
    """
    patient = Evaluator(record, as_of, vocabulary)
    by_facts: dict[tuple[Fact, ...], Evaluator] = {}
    patient_lines: dict[int, LineVerdict] = {}
    judged = []
    for option in options:
        lines = []
        for line in option.lines:
            if line.about == "option":
                evaluator = _evaluator_about(option, by_facts, as_of, vocabulary)
                lines.append(judge_line(line, evaluator))
                continue
            known = patient_lines.get(id(line))
            if known is None:
                known = patient_lines[id(line)] = judge_line(line, patient)
            lines.append(known)
        judged.append(judge_option(option, lines))
    return judged


def _evaluator_about(
    option: Option,
    by_facts: dict[tuple[Fact, ...], Evaluator],
    as_of: date,
    vocabulary: Vocabulary,
) -> Evaluator:
    evaluator = by_facts.get(option.facts)
    if evaluator is None:
        evaluator = Evaluator(Record(facts=option.facts), as_of, vocabulary)
        by_facts[option.facts] = evaluator
    return evaluator


def open_lines(verdict: OptionVerdict) -> list[LineVerdict]:
    """The deciding lines that are still unknown."""
    return [one for one in verdict.lines if one.line.decides and one.verdict == "unknown"]


def _order(verdict: OptionVerdict) -> tuple[int, int, int, str, str]:
    option = verdict.option
    status = _STATUSES.get(str(option.details.get("status")), 9)
    return _VERDICTS[verdict.verdict], len(open_lines(verdict)), status, option.kind, option.id


__all__ = ["Line", "Match", "judge_options", "match", "open_lines"]
