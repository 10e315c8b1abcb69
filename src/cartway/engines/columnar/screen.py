"""Screen one block of patients against all options of a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from cartway.engines.columnar.bits import Words, everyone, size, unpack
from cartway.engines.columnar.block import Block
from cartway.engines.columnar.combine import TOGETHER, option_planes
from cartway.engines.columnar.evaluate import Slots, evaluate, explain
from cartway.engines.columnar.memory import Memory
from cartway.engines.columnar.plan import Plan, PlannedOption
from cartway.engines.columnar.questions import count_questions, count_whys
from cartway.engines.columnar.tally import Counts, Tally, empty_tally

Groups = Mapping[str, Sequence[int]]


def screen(
    plan: Plan,
    block: Block,
    *,
    detail: bool = False,
    groups: Groups | None = None,
    memory: Memory | None = None,
) -> Tally:
    """Count the verdicts of a block.

    Args:
        detail: also count who is excluded by one line alone, why lines are unknown, and which
            question would settle most.
        groups: places of options by group; counts patients with some option of the group.
        memory: of earlier blocks with the same plan.
    """
    memory = memory or Memory(plan)
    slots = evaluate(plan, block, memory.slots(block.rows))
    tally = empty_tally(len(plan.options), len(plan.line_steps))
    tally.patients = block.rows
    orders = memory.orders(_count_lines(plan, slots, tally))
    keep = detail or bool(groups)
    kept = []
    for start, verdicts in option_planes(orders, slots, block.rows):
        counts = _sizes(verdicts)
        at = slice(start, start + len(verdicts))
        tally.eligible[at] = counts[:, 0]
        tally.possible[at] = counts[:, 1] - counts[:, 0]
        tally.excluded[at] = block.rows - counts[:, 1]
        if keep:
            kept.append(verdicts.copy())
    if keep and kept:
        verdicts = np.concatenate(kept)
        for group, places in (groups or {}).items():
            chosen = verdicts[list(places)]
            joined = np.bitwise_or.reduce(chosen, axis=0)
            tally.open_groups[group] = size(joined[0])
            tally.possible_groups[group] = size(joined[1])
        if detail:
            _count_alone(plan, slots, block.rows, tally)
            whys = explain(plan, block, slots)
            count_whys(plan, whys, tally)
            count_questions(plan, whys, slots, verdicts, tally)
    return tally


def verdict_matrix(plan: Plan, block: Block) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """Every verdict of a block: 0 excluded, 1 possible, 2 eligible.

    **Shape**: (options, patients).
    """
    matrix = np.empty((len(plan.options), block.rows), np.uint8)
    orders = [list(steps) for steps in plan.deciding]
    for start, planes in option_planes(orders, evaluate(plan, block), block.rows):
        for at, (true, possible) in enumerate(planes, start):
            certain = unpack(true, block.rows).view(np.uint8)
            np.add(certain, unpack(possible, block.rows).view(np.uint8), out=matrix[at])
    return matrix


def _sizes(planes: Slots) -> Counts:
    counts: Counts = np.bitwise_count(planes).sum(axis=-1, dtype=np.int64)
    return counts


def _count_lines(plan: Plan, slots: Slots, tally: Tally) -> Counts:
    """Count how the lines stand, and give for how many patients each step is possible."""
    steps = np.array(plan.line_steps, np.int64)
    possible = np.zeros(len(plan.steps), np.int64)
    for start in range(0, len(steps), TOGETHER):
        at = slice(start, start + TOGETHER)
        counts = _sizes(slots[steps[at]])
        possible[steps[at]] = counts[:, 1]
        tally.met[at] = counts[:, 0]
        tally.unknown[at] = counts[:, 1] - counts[:, 0]
        tally.not_met[at] = tally.patients - counts[:, 1]
    return possible


def _count_alone(plan: Plan, slots: Slots, rows: int, tally: Tally) -> None:
    """Whom one line alone excludes: those excluded at all, less those excluded twice."""
    all_rows = everyone(rows)
    for place, option in enumerate(plan.options):
        once, twice = np.zeros_like(all_rows), np.zeros_like(all_rows)
        for step in option.deciding:
            closed = ~slots[step, 1] & all_rows
            twice |= once & closed
            once |= closed
        for number, line in _first_places(option):
            alone: Words = ~slots[line, 1] & all_rows & ~twice
            tally.alone[place, number] = size(alone)


def _first_places(option: PlannedOption) -> list[tuple[int, int]]:
    """Where each deciding step first stands among the option's lines."""
    first: dict[int, int] = {}
    for number, line in enumerate(option.lines):
        if line.decides:
            first.setdefault(line.step, number)
    return [(number, step) for step, number in first.items()]
