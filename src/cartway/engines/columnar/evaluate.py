"""Run a plan over one block: two packed sets for every step, reasons only when asked for."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cartway.engines.columnar.atoms.leaf import Leaf
from cartway.engines.columnar.bits import Words, pack, word_count
from cartway.engines.columnar.block import Block
from cartway.engines.columnar.plan import Join, Plan
from cartway.engines.columnar.reasons import BIT, REASONS


class Why(NamedTuple):
    """A reason and the fact or list it concerns."""

    reason: str
    fact: str | None = None
    argument: str | None = None


Slots = NDArray[np.uint64]
Whys = list[dict[Why, Words]]
LINE_NOT_READ = Why("line_not_read")


def slots_shape(plan: Plan, rows: int) -> tuple[int, int, int]:
    """The shape of the array that holds every step for so many patients."""
    return (len(plan.steps), 2, word_count(rows))


def evaluate(plan: Plan, block: Block, slots: Slots | None = None) -> Slots:
    """Give the true and the possible set of every step.

    Args:
        slots: an array of an earlier block to write into; fresh memory costs more than the work.

    **Shape**: (steps, 2, words); true first.
    """
    shape = slots_shape(plan, block.rows)
    if slots is None or slots.shape != shape:
        slots = np.empty(shape, np.uint64)
    block.cutoffs = plan.cutoffs
    block.concepts = plan.concepts
    for at in plan.leaves:
        leaf = plan.steps[at]
        assert isinstance(leaf, Leaf)
        slots[at, 0], slots[at, 1] = leaf.planes(block)
    views, swapped = list(slots), list(slots[:, ::-1])
    for at, step in plan.joins:
        if step.operator == "not":
            np.bitwise_xor(swapped[step.parts[0]], block.everyone, out=views[at])
        else:
            _join(step, views, at)
    return slots


def _join(step: Join, slots: list[Slots], at: int) -> None:
    out = slots[at]
    first = slots[step.parts[0]]
    if step.operator == "unread":
        out[0] = 0
        out[1] = first[1]
    elif step.operator == "at_least":
        out[:] = _at_least(step.count, [slots[part] for part in step.parts])
    else:
        join = np.bitwise_and if step.operator == "and" else np.bitwise_or
        join(first, slots[step.parts[1]], out=out)
        for part in step.parts[2:]:
            join(out, slots[part], out=out)


def _at_least(count: int, parts: list[Slots]) -> Slots:
    """Count in sets: after each part, the sets of those with at least 1, 2, … so far."""
    reached = [np.zeros_like(parts[0]) for _ in range(count)]
    for part in parts:
        for level in range(count - 1, 0, -1):
            reached[level] |= reached[level - 1] & part
        reached[0] |= part
    return reached[-1]


def explain(plan: Plan, block: Block, slots: Slots) -> Whys:
    """For every step, the set of patients for each reason why it is unknown."""
    whys: Whys = []
    for at, step in enumerate(plan.steps):
        unknown = slots[at, 1] & ~slots[at, 0]
        if isinstance(step, Leaf):
            whys.append(_leaf_whys(step, block))
            continue
        found: dict[Why, Words] = {}
        for part in step.parts:
            for why, who in whys[part].items():
                held = who & unknown
                found[why] = found[why] | held if why in found else held
        if step.operator == "unread":
            was_true = slots[step.parts[0], 0]
            # As the reference engine has it: a line that would be met gives this one reason.
            found = {why: who & ~was_true for why, who in found.items()}
            found[LINE_NOT_READ] = found.get(LINE_NOT_READ, 0) | was_true
        whys.append({why: who for why, who in found.items() if who.any()})
    return whys


def _leaf_whys(step: Leaf, block: Block) -> dict[Why, Words]:
    reasons = step.judged(block).reasons
    present = int(np.bitwise_or.reduce(reasons)) if len(reasons) else 0
    return {
        Why(name, *step.subject): pack((reasons & BIT[name]) != 0)
        for name in REASONS
        if present & int(BIT[name])
    }
