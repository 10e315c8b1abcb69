"""A plan: all lines of all options as one list of steps, each distinct part computed once.

A plan is plain data: it goes by pickle to another process or to Spark as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from cartway.engines.columnar.atoms.events import EventsLeaf
from cartway.engines.columnar.atoms.leaf import Leaf
from cartway.engines.columnar.layout import PATIENT

Operator = Literal["and", "or", "not", "at_least", "unread"]


@dataclass(frozen=True, slots=True)
class Join:
    """A step that joins earlier ones.

    Attributes:
        operator: ``unread`` stands for a line that was not wholly read: it can exclude, but is
            never met.
        parts: the numbers of the steps joined.
    """

    operator: Operator
    parts: tuple[int, ...]
    count: int = 0


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A line of an option: the step that says whether it is met.

    Attributes:
        askable: an answer about the patient could settle it.
        concepts: the lists of events that it asks about, each with the concept if it is one only.
    """

    step: int
    text: str
    decides: bool = True
    askable: bool = True
    concepts: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedOption:
    """An option: all its lines, those that decide marked."""

    id: str
    kind: str
    lines: tuple[PlannedLine, ...]

    @property
    def deciding(self) -> tuple[int, ...]:
        """The steps of the lines that decide, each once."""
        return tuple(dict.fromkeys(one.step for one in self.lines if one.decides))


@dataclass(frozen=True)
class Plan:
    """What to compute for every block of patients.

    Attributes:
        steps: atoms and joins, each after what it needs.
        as_of: the day asked about, in ISO form.
        concepts: the words that mean something; any other word in a cohort proves nothing.
        unasked: facts that neither patient nor doctor can answer, such as consent.
    """

    steps: tuple[Leaf | Join, ...]
    options: tuple[PlannedOption, ...]
    as_of: str
    concepts: frozenset[str]
    unasked: frozenset[str] = frozenset()

    @cached_property
    def leaves(self) -> tuple[int, ...]:
        """The numbers of the atoms, those of one column after another: it stays in the cache."""
        atoms = ((at, step) for at, step in enumerate(self.steps) if isinstance(step, Leaf))
        return tuple(at for at, _ in sorted(atoms, key=lambda one: (one[1].columns, one[0])))

    @cached_property
    def joins(self) -> tuple[tuple[int, Join], ...]:
        """The joins with their numbers, each after what it joins."""
        return tuple((at, step) for at, step in enumerate(self.steps) if isinstance(step, Join))

    @cached_property
    def cutoffs(self) -> Mapping[str, tuple[int, ...]]:
        """The first days of all windows asked of each list of events, in order."""
        found: dict[str, set[int]] = {}
        for step in self.steps:
            if isinstance(step, EventsLeaf) and step.cutoff is not None:
                found.setdefault(step.events, set()).add(step.cutoff)
        return {events: tuple(sorted(days)) for events, days in found.items()}

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns that the atoms read, and the patient's id."""
        names = {PATIENT: None}
        for step in self.steps:
            if isinstance(step, Leaf):
                names.update(dict.fromkeys(step.columns))
        return tuple(names)

    @cached_property
    def deciding(self) -> tuple[tuple[int, ...], ...]:
        """The steps that decide each option."""
        return tuple(one.deciding for one in self.options)

    @cached_property
    def line_steps(self) -> tuple[int, ...]:
        """The steps of all lines, each once."""
        return tuple(dict.fromkeys(line.step for one in self.options for line in one.lines))
