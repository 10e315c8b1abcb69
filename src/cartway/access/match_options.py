"""The main question: which options are open, possible or closed to this patient, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from cartway.access.panel import Panel, judge_panel
from cartway.engines.reference import LineVerdict, OptionVerdict
from cartway.errors import InternalError
from cartway.facts import Record, Vocabulary
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
    panel: Panel,
    vocabulary: Vocabulary,
    as_of: date,
    *,
    release: str = "",
    snapshot: str = "",
) -> Match:
    """Judge every option of a panel for one patient.

    Args:
        record: the patient's record; normalised here.
        as_of: the day asked about.

    Raises:
        InternalError: the answer does not balance (an option without exactly one verdict, or a
            line without exactly one state); better no answer than a wrong one.
    """
    normal = normalise(record, vocabulary)
    judged = judge_panel(normal, panel, vocabulary, as_of)
    if len(judged) != len(panel.options) or any(
        len(one.lines) != len(one.option.lines) for one in judged
    ):
        raise InternalError("the answer does not balance: options or lines were lost")
    return Match(as_of, normal, tuple(sorted(judged, key=_order)), release, snapshot)


def open_lines(verdict: OptionVerdict) -> list[LineVerdict]:
    """The deciding lines that are still unknown."""
    return [one for one in verdict.lines if one.line.decides and one.verdict == "unknown"]


def _order(verdict: OptionVerdict) -> tuple[int, int, int, str, str]:
    option = verdict.option
    status = _STATUSES.get(str(option.details.get("status")), 9)
    return _VERDICTS[verdict.verdict], len(open_lines(verdict)), status, option.kind, option.id
