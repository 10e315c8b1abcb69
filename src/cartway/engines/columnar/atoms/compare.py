"""A number of a fact against a limit, also in multiples of the laboratory's own limit."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, nextafter

import numpy as np
from numpy.typing import NDArray

from cartway.engines.columnar.atoms.leaf import FactLeaf
from cartway.engines.columnar.atoms.measured import Dense, Measure, Numbers, dense_of, with_rows
from cartway.engines.columnar.atoms.numbers import cuts, factor_of, judge_cut, rounded
from cartway.engines.columnar.atoms.selection import Index, Selection
from cartway.engines.columnar.bits import Planes
from cartway.engines.columnar.block import Block, Floats
from cartway.engines.columnar.reasons import BIT, NONE
from cartway.engines.columnar.truths import F, Judged, T, Truths, U


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

    def ask(self, block: Block, items: Index) -> Judged:
        """Compare some of the recorded numbers."""
        numbers = self.numbers(block)
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

    def quick(self, block: Block, selection: Selection) -> Planes:
        """A few comparisons and packings, where all are recorded in one unit without comparator."""
        if selection.flat is None or not selection.flat.size:
            return selection.unknown
        if len(selection.tied) and self.operator in ("=", "!="):
            # The lowest and the highest of tied numbers do not tell whether one between is equal.
            return FactLeaf.quick(self, block, selection)
        dense = dense_of(selection, self.numbers(block))
        if dense is not None and self.unit in ("ULN", "LLN"):
            answer = self._dense_limits(dense)
            if answer is not None and len(selection.tied):
                answer = self._with_tied(block, selection, dense, answer)
        else:
            answer = None if dense is None else self._dense(dense)
        return FactLeaf.quick(self, block, selection) if answer is None else answer

    def _with_tied(self, block: Block, selection: Selection, dense: Dense, alone: Planes) -> Planes:
        """Add the few patients with several numbers, asked one by one."""
        rows, judged = selection.tied_answers(lambda items: self.ask(block, items))
        true = with_rows(alone.true, rows[judged.truths == T])
        possible = with_rows(alone.possible & ~dense.several, rows[judged.truths != F])
        return Planes(true, possible)

    def _dense(self, dense: Dense) -> Planes | None:
        factor = factor_of(dense.unit, self.unit, self.measure.molar_mass)
        if factor is None:
            return None
        return dense.compare(self.operator, *cuts(factor, self.limit))

    def _dense_limits(self, dense: Dense) -> Planes | None:
        """One comparison for each limit that a laboratory printed, two for those it did not."""
        groups = dense.limits(self.unit)
        if groups is None:
            return None
        true, unclear = np.zeros_like(dense.known), np.zeros_like(dense.known)
        for limit, who in groups.limited:
            reach = rounded(self.limit * limit)
            true |= who & dense.compare(self.operator, reach, nextafter(reach, inf)).true
        factor = factor_of(dense.unit, self.measure.unit, self.measure.molar_mass)
        usual = self.measure.usual_upper_limit if self.unit == "ULN" else None
        if usual is None or factor is None:
            unclear |= groups.unlimited
        elif groups.some_unlimited:
            low, high = (
                dense.compare(self.operator, *cuts(factor, one * self.limit)).true for one in usual
            )
            true |= groups.unlimited & low & high
            unclear |= groups.unlimited & (low ^ high)
        return Planes(true, true | unclear | dense.waiting)
