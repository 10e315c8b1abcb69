"""From the sets of the lines to those of the options: an *and* that stops where nobody is left.

An option excludes nearly everyone, and a few of its lines do most of it: the disease, the therapy
before. The lines that leave the fewest are joined first; what remains is asked only of the words
that still hold a patient.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from cartway.engines.columnar.bits import everyone
from cartway.engines.columnar.evaluate import Slots
from cartway.engines.columnar.plan import Plan

# Results of so many options are given at one go: small enough to stay in the cache.
TOGETHER = 32
# So many lines are joined over all words before a look at what is left,
_FIRST = 2
# and fewer than one word in so many must be left for picking them to pay.
_SPARSE = 4
Counts = NDArray[np.int64]


def narrowest_first(plan: Plan, possible: Counts) -> list[list[int]]:
    """The deciding steps of each option, those first for which the fewest are possible.

    Any order gives the same answer; a good one of an earlier block is good for the next.

    Args:
        possible: for how many patients each step is possible.
    """
    count = possible.tolist()
    return [sorted(steps, key=count.__getitem__) for steps in plan.deciding]


def option_planes(orders: list[list[int]], slots: Slots, rows: int) -> Iterator[tuple[int, Slots]]:
    """The true and possible sets of some options at a time; the array is used again.

    An option is the *and* of the lines that decide; one without any is possible for everyone.
    """
    views = list(slots)
    possible = list(slots[:, 1])
    flat = slots.reshape(-1, slots.shape[-1])
    results = np.empty((TOGETHER, *slots.shape[1:]), np.uint64)
    outs = list(results)
    and_ = np.bitwise_and
    for start in range(0, len(orders), TOGETHER):
        together = orders[start : start + TOGETHER]
        for out, steps in zip(outs, together, strict=False):
            if len(steps) < 2:
                out[:] = views[steps[0]] if steps else _nothing_decides(rows)
                continue
            if len(steps) > _FIRST + 1:
                left = out[1]
                and_(possible[steps[0]], possible[steps[1]], left)
                for step in steps[2:_FIRST]:
                    and_(left, possible[step], left)
                words = left.nonzero()[0]
                if len(words) * _SPARSE <= len(left):
                    out[0] = 0
                    if len(words):
                        _pick(flat, np.array(steps), words, out)
                    continue
            and_(views[steps[0]], views[steps[1]], out)
            for step in steps[2:]:
                and_(out, views[step], out)
        yield start, results[: len(together)]


def _pick(flat: Slots, steps: NDArray[np.int64], words: NDArray[np.int64], out: Slots) -> None:
    """Join the lines over the words that still hold someone; the others are empty already."""
    joined = np.bitwise_and.reduce(flat[(2 * steps + 1)[:, None], words])
    out[1, words] = joined
    words = words[joined.nonzero()[0]]
    if len(words):
        out[0, words] = np.bitwise_and.reduce(flat[(2 * steps)[:, None], words])


def _nothing_decides(rows: int) -> Slots:
    possible = everyone(rows)
    return np.stack([np.zeros_like(possible), possible])
