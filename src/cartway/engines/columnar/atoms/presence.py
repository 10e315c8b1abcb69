"""Yes-or-no facts, and whether anything is recorded at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cartway.engines.columnar.atoms.leaf import FactLeaf
from cartway.engines.columnar.atoms.selection import Index, Selection
from cartway.engines.columnar.bits import Planes, pack
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

    def quick(self, block: Block, selection: Selection) -> Planes:
        """Look the answers up at once, where nobody has several of a day."""
        flat = selection.flat
        if flat is None or not flat.size or len(selection.tied):
            return FactLeaf.quick(self, block, selection)
        yes, perhaps = flat.flags("yes", False), flat.flags("yes", True)
        true = pack(selection.alone & yes[selection.item])
        return Planes(true, pack(~selection.alone | perhaps[selection.item]))


@dataclass(frozen=True, slots=True)
class RecordedLeaf(FactLeaf):
    """``recorded(diagnosis)``: some usable value is on record."""

    def ask(self, block: Block, items: Index) -> Judged:
        """True for every value that counts."""
        return constant(len(items), T)
