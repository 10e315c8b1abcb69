"""Yes-or-no facts, and whether anything is recorded at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cartway.engines.columnar.atoms.leaf import FactLeaf
from cartway.engines.columnar.atoms.selection import Index
from cartway.engines.columnar.block import Block
from cartway.engines.columnar.reasons import NONE
from cartway.engines.columnar.truths import F, Judged, T, constant


@dataclass(frozen=True, slots=True)
class HasLeaf(FactLeaf):
    """``has(liver_involvement)``."""

    def ask(self, block: Block, items: Index) -> Judged:
        """True for yes."""
        flat = block.flat(self.asked.column)
        assert flat is not None
        truths = np.where(flat.flags("yes", False)[items], T, F).astype(np.uint8)
        return Judged(truths, np.full(len(items), NONE))


@dataclass(frozen=True, slots=True)
class RecordedLeaf(FactLeaf):
    """``recorded(diagnosis)``: some usable value is on record."""

    def ask(self, block: Block, items: Index) -> Judged:
        """True for every value that counts."""
        return constant(len(items), T)
