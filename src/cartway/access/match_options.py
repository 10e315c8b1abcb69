"""The main question: which options are open, possible or closed to this patient, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cartway.criteria import Option
from cartway.engines.reference import (
    Evaluator,
    LineVerdict,
    OptionVerdict,
    judge_line,
    judge_option,
)
from cartway.errors import InternalError
from cartway.facts import Record, Vocabulary
from cartway.facts.normalise import normalise

# By option, for each of its lines: the verdict where the option's own facts settle it.
OwnLines = dict[str, tuple[LineVerdict | None, ...]]
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
    own: OwnLines | None = None,
    release: str = "",
    snapshot: str = "",
) -> Match:
    """Judge every option for one patient.

    Args:
        record: the patient's record; normalised here.
        as_of: the day asked about.
        own: what `settle_own_lines` gave for these options on this day.

    Raises:
        InternalError: the answer does not balance (an option without exactly one verdict, or a
            line without exactly one state); better no answer than a wrong one.
    """
    normal = normalise(record, vocabulary)
    judged = judge_options(normal, options, vocabulary, as_of, own)
    if len(judged) != len(options) or any(
        len(one.lines) != len(one.option.lines) for one in judged
    ):
        raise InternalError("the answer does not balance: options or lines were lost")
    return Match(as_of, normal, tuple(sorted(judged, key=_order)), release, snapshot)


def judge_options(
    record: Record,
    options: Iterable[Option],
    vocabulary: Vocabulary,
    as_of: date,
    own: OwnLines | None = None,
) -> list[OptionVerdict]:
    """Judge options for a record that is already normalised, in the order given.

    Equal lines are one object across options and are judged once.
    """
    patient = Evaluator(record, as_of, vocabulary)
    settled = settle_own_lines(options, vocabulary, as_of) if own is None else own
    known: dict[int, LineVerdict] = {}
    judged = []
    for option in options:
        lines = []
        for line, verdict in zip(option.lines, settled[option.id], strict=True):
            if verdict is None:
                verdict = known.get(id(line))
                if verdict is None:
                    verdict = known[id(line)] = judge_line(line, patient)
            lines.append(verdict)
        judged.append(judge_option(option, lines))
    return judged


def settle_own_lines(options: Iterable[Option], vocabulary: Vocabulary, as_of: date) -> OwnLines:
    """Judge the lines that are about the options themselves: the same for every patient."""
    settled: OwnLines = {}
    for option in options:
        evaluator = Evaluator(Record(facts=option.facts), as_of, vocabulary)
        settled[option.id] = tuple(
            judge_line(line, evaluator) if line.about == "option" else None for line in option.lines
        )
    return settled


def open_lines(verdict: OptionVerdict) -> list[LineVerdict]:
    """The deciding lines that are still unknown."""
    return [one for one in verdict.lines if one.line.decides and one.verdict == "unknown"]


def _order(verdict: OptionVerdict) -> tuple[int, int, int, str, str]:
    option = verdict.option
    status = _STATUSES.get(str(option.details.get("status")), 9)
    return _VERDICTS[verdict.verdict], len(open_lines(verdict)), status, option.kind, option.id
