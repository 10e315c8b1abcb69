"""What every atom of a plan can do: answer a block of patients, with or without its reasons."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cartway.engines.columnar.atoms.selection import Index, Selection
from cartway.engines.columnar.bits import Planes, Words, pack
from cartway.engines.columnar.block import Block
from cartway.engines.columnar.layout import fact_column
from cartway.engines.columnar.reasons import BIT, NONE
from cartway.engines.columnar.truths import F, Judged, T, U, constant


class Leaf(ABC):
    """One atom: plain data that can be sent to another process."""

    __slots__ = ()

    @property
    @abstractmethod
    def columns(self) -> tuple[str, ...]:
        """The columns it reads."""

    @property
    @abstractmethod
    def subject(self) -> tuple[str | None, str | None]:
        """The fact or list that it asks about, and the argument."""

    @abstractmethod
    def judged(self, block: Block) -> Judged:
        """The truth and the reasons for each patient."""

    def planes(self, block: Block) -> Planes:
        """The truth alone, packed; an atom with a quicker way has its own."""
        truths = self.judged(block).truths
        return Planes(pack(truths == T), pack(truths != F))


@dataclass(frozen=True, slots=True)
class Constant(Leaf):
    """The same for everyone."""

    truth: int
    why: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """None."""
        return ()

    @property
    def subject(self) -> tuple[str | None, str | None]:
        """None."""
        return (None, None)

    def judged(self, block: Block) -> Judged:
        """The one truth."""
        reason = np.bitwise_or.reduce([BIT[name] for name in self.why]) if self.why else NONE
        return constant(block.rows, (F, U, T)[self.truth], reason)


class Window(NamedTuple):
    """The latest values of all, and whose are within a window and whose are not."""

    whole: Selection
    inside: Words
    outside: Words


@dataclass(frozen=True, slots=True)
class Asked:
    """Which values of a fact count: the fact, the day and the first day of the window."""

    fact: str
    argument: str | None
    as_of: int
    cutoff: int | None

    @property
    def column(self) -> str:
        """The column of the fact."""
        return fact_column(self.fact, self.argument)

    @property
    def unbounded(self) -> Asked:
        """The same without a window."""
        return Asked(self.fact, self.argument, self.as_of, None)

    def selection(self, block: Block) -> Selection:
        """The values that count, found once a block."""
        key = ("selection", self)
        if key not in block.kept:
            flat = block.flat(self.column)
            block.kept[key] = Selection(flat, block.rows, self.as_of, self.cutoff)
        held: Selection = block.kept[key]
        return held

    def window(self, block: Block) -> Window | None:
        """Whose latest value falls within the window, where a window does no more than that."""
        key = ("window", self)
        if key not in block.kept:
            block.kept[key] = None if self.cutoff is None else self._window(block, self.cutoff)
        held: Window | None = block.kept[key]
        return held

    def _window(self, block: Block, cutoff: int) -> Window | None:
        whole = self.unbounded.selection(block)
        if whole.flat is None or not whole.flat.size or not whole.plain:
            return None
        inside = pack(whole.day >= cutoff)
        return Window(whole, inside, inside ^ block.everyone)


@dataclass(frozen=True, slots=True)
class FactLeaf(Leaf):
    """An atom about one fact, asked of the latest value in the window."""

    asked: Asked

    @property
    def columns(self) -> tuple[str, ...]:
        """The column of the fact."""
        return (self.asked.column,)

    @property
    def subject(self) -> tuple[str | None, str | None]:
        """The fact and its argument."""
        return (self.asked.fact, self.asked.argument)

    @abstractmethod
    def ask(self, block: Block, items: Index) -> Judged:
        """Ask some of the recorded values."""

    def quick(self, block: Block, selection: Selection) -> Planes:
        """The planes for the values that count; an atom with a quicker way has its own."""
        truths = selection.answers(lambda items: self.ask(block, items)).truths
        return Planes(pack(truths == T), pack(truths != F))

    def judged(self, block: Block) -> Judged:
        """Ask each patient's latest value in the window."""
        return self.asked.selection(block).answers(lambda items: self.ask(block, items))

    def planes(self, block: Block) -> Planes:
        """Ask the latest value of all, and take away those outside the window."""
        flat = block.flat(self.asked.column)
        if flat is None or not flat.size:
            return block.unknown
        window = self.asked.window(block)
        if window is None:
            return self.quick(block, self.asked.selection(block))
        true, possible = self.quick(block, window.whole)
        return Planes(true & window.inside, possible | window.outside)
