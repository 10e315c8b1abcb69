"""A code against a concept: sets of patients by recorded word, joined through the hierarchy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from cartway.engines.columnar.atoms.leaf import Asked, FactLeaf, Leaf
from cartway.engines.columnar.atoms.selection import Index, Selection, unusable
from cartway.engines.columnar.atoms.words import NAMELESS, WordPlanes
from cartway.engines.columnar.bits import Planes, Words, pack
from cartway.engines.columnar.block import NO_DAY, Block, Codes, Flat
from cartway.engines.columnar.reasons import BIT, NONE
from cartway.engines.columnar.truths import F, Judged, T, Truths, U
from cartway.facts import Hierarchy, Vocabulary


@dataclass(frozen=True, slots=True)
class Subsumed:
    """Which recorded words are a concept, and which may be.

    Attributes:
        surely: the concept and all below it.
        perhaps: what is broader, or shares something below.
    """

    surely: frozenset[str]
    perhaps: frozenset[str]

    @classmethod
    def under(cls, concept: str, hierarchy: Hierarchy) -> Subsumed:
        """Sort the words of a hierarchy by three-valued subsumption."""
        surely = hierarchy.descendants(concept) | {concept}
        overlapping = frozenset[str]().union(*(hierarchy.ancestors(one) for one in surely))
        return cls(surely, overlapping - surely)

    def truths(self, codes: Codes) -> Truths:
        """The truth for every word of a column, then for a missing one (unknown)."""
        judged = [T if w in self.surely else U if w in self.perhaps else F for w in codes.words]
        return np.array([*judged, U], np.uint8)


class Subsumption:
    """The words of a vocabulary sorted for each concept, each concept once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._hierarchy = vocabulary.hierarchy
        self._excluders = [one for one in vocabulary.concepts.values() if one.excludes]
        self._known: dict[str, Subsumed] = {}

    def under(self, concept: str) -> Subsumed:
        """The words that are, and that may be, a concept."""
        if concept not in self._known:
            self._known[concept] = Subsumed.under(concept, self._hierarchy)
        return self._known[concept]

    def excluding(self, concept: str) -> frozenset[str]:
        """The words that rule a concept out by being recorded."""
        above = self._hierarchy.ancestors(concept)
        against = [one.id for one in self._excluders if set(one.excludes) & above]
        return frozenset[str]().union(*(self._hierarchy.descendants(one) for one in against))


@dataclass(frozen=True, slots=True)
class IsLeaf(FactLeaf):
    """``diagnosis is large_b_cell_lymphoma`` of a fact that holds one value at a time."""

    subsumed: Subsumed

    def ask(self, block: Block, items: Index) -> Judged:
        """Look the words up."""
        codes = _codes(block, self.asked.column)
        truths = self.subsumed.truths(codes)[codes.at[items]]
        return Judged(truths, np.where(truths == U, BIT["too_general"], NONE).astype(np.uint16))

    def quick(self, block: Block, selection: Selection) -> Planes:
        """Join the sets of the words that are, or may be, the concept."""
        if selection.flat is None or len(selection.tied):
            return FactLeaf.quick(self, block, selection)
        words = _alone(selection, block, self.asked.column)
        true = words.union(self.subsumed.surely)
        maybe = words.union(self.subsumed.perhaps) | words.plane(NAMELESS)
        return Planes(true, true | maybe | selection.unknown.possible)


def _codes(block: Block, column: str) -> Codes:
    key = ("codes", column)
    if key not in block.kept:
        flat = block.flat(column)
        assert flat is not None
        block.kept[key] = flat.named("code")
    held: Codes = block.kept[key]
    return held


def _alone(selection: Selection, block: Block, column: str) -> WordPlanes:
    kept = selection.kept
    if "words" not in kept:
        codes = _codes(block, column)
        rows = np.flatnonzero(selection.alone)
        kept["words"] = WordPlanes(
            block.rows, rows, Codes(codes.at[selection.item[rows]], codes.words)
        )
    held: WordPlanes = kept["words"]
    return held


class _Several:
    """The values within the window of a fact that may hold several at once."""

    def __init__(self, flat: Flat, codes: Codes, as_of: int, cutoff: int | None) -> None:
        earliest = flat.days("on_earliest")
        undated = earliest == NO_DAY
        within = undated | (earliest <= as_of)
        if cutoff is not None:
            within &= ~undated & (earliest >= cutoff)
        items = np.flatnonzero(within)
        self.row = flat.row[items]
        self.why = unusable(flat)[items]
        self.codes = Codes(codes.at[items], codes.words)
        usable = self.why == NONE
        self.usable = WordPlanes(
            flat.rows, self.row[usable], Codes(self.codes.at[usable], codes.words)
        )
        self.doubtful = WordPlanes(
            flat.rows, self.row[~usable], Codes(self.codes.at[~usable], codes.words)
        )
        self.all_usable = bool(np.all(usable))
        self.recorded = np.zeros(flat.rows, np.bool_)
        self.recorded[self.row] = True
        self.not_recorded: Words = pack(~self.recorded)


@dataclass(frozen=True, slots=True)
class IsAmongLeaf(Leaf):
    """``is`` of a fact that may hold several values at once.

    Attributes:
        against: the words that rule the concept out.
        closed: what is recorded is all there is.
    """

    asked: Asked
    subsumed: Subsumed
    against: frozenset[str]
    closed: bool

    @property
    def columns(self) -> tuple[str, ...]:
        """The column of the fact."""
        return (self.asked.column,)

    @property
    def subject(self) -> tuple[str | None, str | None]:
        """The fact and its argument."""
        return (self.asked.fact, self.asked.argument)

    def _several(self, block: Block) -> _Several | None:
        key = ("several", self.asked)
        if key not in block.kept:
            flat = block.flat(self.asked.column)
            block.kept[key] = None
            if flat is not None and flat.size:
                codes = _codes(block, self.asked.column)
                block.kept[key] = _Several(flat, codes, self.asked.as_of, self.asked.cutoff)
        held: _Several | None = block.kept[key]
        return held

    def planes(self, block: Block) -> Planes:
        """Join the sets of the words."""
        held = self._several(block)
        if held is None:
            return self.asked.selection(block).unknown
        true = held.usable.union(self.subsumed.surely)
        maybe = held.usable.union(self.subsumed.perhaps) | held.usable.plane(NAMELESS)
        if not held.all_usable:
            maybe |= held.doubtful.plane(NAMELESS)
            maybe |= held.doubtful.union(self.subsumed.surely | self.subsumed.perhaps)
        possible = true | maybe | held.not_recorded
        if not self.closed:
            possible |= ~(held.not_recorded | held.usable.union(self.against)) & block.everyone
        return Planes(true, possible)

    def judged(self, block: Block) -> Judged:
        """The same with reasons."""
        true, possible = (_flags(words, block.rows) for words in self.planes(block))
        truths = (true.astype(np.uint8) + possible).astype(np.uint8)
        reasons = np.zeros(block.rows, np.uint16)
        held = self._several(block)
        if held is not None:
            word = self.subsumed.truths(held.codes)[held.codes.at]
            open_ = word != F
            general = (held.why == NONE) & (word == U)
            why = np.where(general, BIT["too_general"], held.why).astype(np.uint16)
            np.bitwise_or.at(reasons, held.row[open_], why[open_])
        reasons[reasons == NONE] = BIT["not_recorded"]
        return Judged(truths, np.where(truths == U, reasons, NONE).astype(np.uint16))


def _flags(words: Words, rows: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
    return np.unpackbits(words.view(np.uint8), count=rows, bitorder="little").view(np.bool_)
