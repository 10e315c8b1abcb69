"""Counts of a screening: additive, so that blocks, processes and Spark partitions simply sum."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cartway.engines.columnar.evaluate import Why

Counts = NDArray[np.int64]
Question = tuple[str, str | None]


@dataclass
class Tally:
    """How many patients stand how to every option and to every line.

    Attributes:
        eligible, possible, excluded: patients by option, each in exactly one.
        met, unknown, not_met: patients by step of a line, in the order of `Plan.line_steps`.
        alone: patients whom this line alone excludes, by option and place of the line in it.
        whys: patients by step of a line and reason; only on request.
        settles: pairs of a patient and a possible option with a line that the answer to a question
            would decide; only on request.
        askers: patients with at least one such pair.
        open_groups, possible_groups: patients with at least one eligible (possible) option in a
            group of options, such as those of a hospital.
    """

    patients: int
    eligible: Counts
    possible: Counts
    excluded: Counts
    met: Counts
    unknown: Counts
    not_met: Counts
    alone: Counter[tuple[int, int]] = field(default_factory=Counter)
    whys: Counter[tuple[int, Why]] = field(default_factory=Counter)
    settles: Counter[Question] = field(default_factory=Counter)
    askers: Counter[Question] = field(default_factory=Counter)
    open_groups: Counter[str] = field(default_factory=Counter)
    possible_groups: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Take in the counts of other patients."""
        self.patients += other.patients
        for name in ("eligible", "possible", "excluded", "met", "unknown", "not_met"):
            getattr(self, name).__iadd__(getattr(other, name))
        for name in ("alone", "whys", "settles", "askers", "open_groups", "possible_groups"):
            held: Counter[Any] = getattr(self, name)
            held.update(getattr(other, name))

    @property
    def balances(self) -> bool:
        """Whether every patient has exactly one verdict by option and one state by line."""
        options = self.eligible + self.possible + self.excluded
        lines = self.met + self.unknown + self.not_met
        return bool(np.all(options == self.patients) and np.all(lines == self.patients))


def empty_tally(options: int, lines: int) -> Tally:
    """The counts of nobody."""
    by_option, by_line = np.zeros((3, options), np.int64), np.zeros((3, lines), np.int64)
    return Tally(0, by_option[0], by_option[1], by_option[2], by_line[0], by_line[1], by_line[2])
