"""A number of a fact against a limit, also in multiples of the laboratory's own limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cartway.engines.columnar.atoms.leaf import Asked, FactLeaf
from cartway.engines.columnar.atoms.numbers import COMPARATORS, cuts, factor_of, judge_cut, rounded
from cartway.engines.columnar.atoms.selection import Index, Selection
from cartway.engines.columnar.bits import Planes, Words, pack
from cartway.engines.columnar.block import Block, Bools, Flat, Floats
from cartway.engines.columnar.reasons import BIT, NONE
from cartway.engines.columnar.truths import F, Judged, T, Truths, U


@dataclass(frozen=True, slots=True)
class Measure:
    """How a fact is measured: what the definition says of its numbers."""

    unit: str
    molar_mass: float | None = None
    plausible: tuple[float, float] | None = None
    usual_upper_limit: tuple[float, float] | None = None


class Numbers:
    """The numbers of a fact's column, in groups of one unit and one comparator."""

    def __init__(self, flat: Flat, measure: Measure) -> None:
        self.number = flat.floats("number")
        self.upper = flat.floats("upper_limit")
        self.lower = flat.floats("lower_limit")
        units, unit_words = flat.codes("unit")
        comparators, comparator_words = flat.codes("comparator")
        known = [COMPARATORS.index(word) for word in comparator_words]
        comparator = np.array([*known, 0], np.int32)[comparators]
        at = np.where(units < 0, len(unit_words), units)
        self.group: NDArray[np.int32] = (at * len(COMPARATORS) + comparator).astype(np.int32)
        present = np.unique(self.group)
        words = [*unit_words, measure.unit]
        self.groups = [
            (int(one), words[one // len(COMPARATORS)], int(one % len(COMPARATORS)))
            for one in present
        ]
        self.measure = measure
        self.usable = self._usable()

    def _usable(self) -> Bools:
        """Whose unit fits and whose number is plausible."""
        usable = np.zeros(len(self.number), np.bool_)
        for group, unit, comparator in self.groups:
            factor = factor_of(unit, self.measure.unit, self.measure.molar_mass)
            if factor is None:
                continue
            numbers = self.number if len(self.groups) == 1 else self.number[self.group == group]
            fits = ~np.isnan(numbers)
            if self.measure.plausible is not None:
                low, high = self.measure.plausible
                fits &= judge_cut(numbers, comparator, ">=", *cuts(factor, low)) != F
                fits &= judge_cut(numbers, comparator, "<=", *cuts(factor, high)) != F
            usable[self.group == group] = fits
        return usable


@dataclass(frozen=True, slots=True)
class CompareLeaf(FactLeaf):
    """``platelet_count >= 50 '10*9/L' within 7 'd'``."""

    measure: Measure
    operator: str
    limit: float
    unit: str

    def numbers(self, block: Block) -> Numbers:
        """The numbers of the column, sorted into groups once a block."""
        key = ("numbers", self.asked.column)
        if key not in block.kept:
            flat = block.flat(self.asked.column)
            assert flat is not None
            block.kept[key] = Numbers(flat, self.measure)
        held: Numbers = block.kept[key]
        return held

    def judged(self, block: Block) -> Judged:
        """Compare each patient's latest number."""
        selection = self.asked.selection(block)
        return selection.answers(lambda items: self.ask(self.numbers(block), items))

    def ask(self, numbers: Numbers, items: Index) -> Judged:
        """Compare some of the recorded numbers."""
        truths: Truths = np.full(len(items), U)
        reason = np.full(len(items), BIT["borderline"])
        usable = numbers.usable[items]
        reason[~usable] = BIT["unit_unclear"]
        groups = numbers.group[items]
        for group, unit, comparator in numbers.groups:
            chosen = np.flatnonzero(usable & (groups == group))
            if len(chosen):
                self._ask_group(numbers, items[chosen], unit, comparator, chosen, truths, reason)
        return Judged(truths, np.where(truths == U, reason, NONE).astype(np.uint16))

    def _ask_group(
        self, numbers: Numbers, items: Index, unit: str, comparator: int,
        chosen: Index, truths: Truths, reason: NDArray[np.uint16],
    ) -> None:  # fmt: skip
        held = numbers.number[items]
        if self.unit in ("ULN", "LLN"):
            limits = (numbers.upper if self.unit == "ULN" else numbers.lower)[items]
            self._ask_reference(held, limits, unit, comparator, chosen, truths, reason)
            return
        factor = factor_of(unit, self.unit, self.measure.molar_mass)
        if factor is None:
            reason[chosen] = BIT["unit_unclear"]
            return
        truths[chosen] = judge_cut(held, comparator, self.operator, *cuts(factor, self.limit))

    def _ask_reference(
        self, held: Floats, limits: Floats, unit: str, comparator: int,
        chosen: Index, truths: Truths, reason: NDArray[np.uint16],
    ) -> None:  # fmt: skip
        """With the laboratory's limit where it is on record, else with all those in common use."""
        recorded = ~np.isnan(limits)
        if np.any(recorded):
            reach = self._multiples(limits[recorded])
            truths[chosen[recorded]] = judge_cut(
                held[recorded], comparator, self.operator, reach, np.nextafter(reach, np.inf)
            )
        if np.all(recorded):
            return
        rest = chosen[~recorded]
        reason[rest] = BIT["limit_not_recorded"]
        usual = self.measure.usual_upper_limit
        factor = factor_of(unit, self.measure.unit, self.measure.molar_mass)
        if self.unit == "LLN" or usual is None or factor is None:
            return
        low, high = (
            judge_cut(held[~recorded], comparator, self.operator, *cuts(factor, one * self.limit))
            for one in usual
        )
        truths[rest] = np.where(low == high, low, U)

    def _multiples(self, limits: Floats) -> Floats:
        distinct, at = np.unique(limits, return_inverse=True)
        return np.array([rounded(self.limit * one) for one in distinct.tolist()])[at]

    def planes(self, block: Block) -> Planes:
        """One comparison and one packing, where all are recorded in one unit without comparator."""
        selection = self.asked.selection(block)
        if selection.flat is None or not selection.flat.size:
            return selection.unknown
        dense = _dense(selection, self.numbers(block), self.asked)
        factor = (
            None
            if dense is None or self.unit in ("ULN", "LLN")
            else factor_of(dense.unit, self.unit, self.measure.molar_mass)
        )
        if dense is None or factor is None:
            return FactLeaf.planes(self, block)
        reach, passed = cuts(factor, self.limit)
        true = dense.compare(self.operator, reach, passed)
        if not len(selection.tied):
            return Planes(true, true | dense.waiting)
        rows, judged = selection.tied_answers(lambda items: self.ask(self.numbers(block), items))
        certain, possible = _spread(rows, judged.truths, block.rows)
        return Planes(true | certain, true | possible | dense.waiting)


def _spread(rows: Index, truths: Truths, size: int) -> tuple[Words, Words]:
    flags = np.zeros((2, size), np.bool_)
    flags[0, rows] = truths == T
    flags[1, rows] = truths != F
    return pack(flags[0]), pack(flags[1])


class _Dense:
    """One number a patient, NaN where nothing can be asked."""

    def __init__(self, selection: Selection, numbers: Numbers) -> None:
        self.unit = numbers.groups[0][1]
        known = selection.alone & selection.taken(numbers.usable)
        self.number = np.where(known, selection.taken(numbers.number), np.nan)
        waiting = ~known
        if len(selection.tied):
            assert selection.flat is not None
            waiting[selection.flat.row[selection.tied]] = False
        self.known: Words = pack(known)
        self.waiting: Words = pack(waiting)

    def compare(self, operator: str, reach: float, passed: float) -> Words:
        """For whom the number stands so; those without a number never do."""
        if operator == ">=":
            return pack(self.number >= reach)
        if operator == ">":
            return pack(self.number >= passed)
        if operator == "<":
            return pack(self.number < reach)
        if operator == "<=":
            return pack(self.number < passed)
        equal = pack((self.number >= reach) & (self.number < passed))
        return equal if operator == "=" else self.known & ~equal


def _dense(selection: Selection, numbers: Numbers, asked: Asked) -> _Dense | None:
    if len(numbers.groups) != 1 or numbers.groups[0][2] != 0:
        return None
    kept: dict[Any, Any] = selection.kept
    if "dense" not in kept:
        kept["dense"] = _Dense(selection, numbers)
    held: _Dense = kept["dense"]
    return held
