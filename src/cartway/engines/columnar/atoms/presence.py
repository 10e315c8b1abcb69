"""Yes-or-no facts, and whether anything is recorded at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cartway.engines.columnar.atoms.leaf import FactLeaf
from cartway.engines.columnar.atoms.selection import Index
from cartway.engines.columnar.block import Block
from cartway.engines.columnar.reasons import BIT
from cartway.engines.columnar.truths import F, Judged, T, U, constant, unknown_where


@dataclass(frozen=True, slots=True)
class HasLeaf(FactLeaf):
    """``has(liver_involvement)``."""

    def ask(self, block: Block, items: Index) -> Judged:
        """True for yes."""
        flat = block.flat(self.asked.column)
        assert flat is not None
        yes, perhaps = flat.flags("yes", False)[items], flat.flags("yes", True)[items]
        truths = np.where(yes, T, np.where(perhaps, U, F)).astype(np.uint8)
        return unknown_where(truths, BIT["unit_unclear"])


@dataclass(frozen=True, slots=True)
class RecordedLeaf(FactLeaf):
    """``recorded(diagnosis)``: some usable value is on record."""

    def ask(self, block: Block, items: Index) -> Judged:
        """True for every value that counts."""
        return constant(len(items), T)
