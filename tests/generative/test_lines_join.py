"""Joining the lines of an option: early stops and picked words change no verdict."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cartway.engines.columnar.bits import everyone, word_count
from cartway.engines.columnar.combine import option_planes


@settings(deadline=None, max_examples=60)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 1000),
    st.lists(st.lists(st.integers(0, 19), max_size=9, unique=True), min_size=1, max_size=70),
    st.sampled_from([0.0, 0.001, 0.02, 0.5, 0.98]),
)
def test_an_option_is_the_and_of_its_lines(
    seed: int, rows: int, orders: list[list[int]], share: float
) -> None:
    """Of lines that leave nobody, few or nearly everyone; the longest options stop early."""
    generator = np.random.default_rng(seed)
    flags = generator.random((20, word_count(rows) * 64)) < share ** generator.random((20, 1))
    sure = flags & (generator.random(flags.shape) < 0.9)
    packed = [np.packbits(one, axis=-1, bitorder="little").view(np.uint64) for one in (sure, flags)]
    slots = np.stack(packed, axis=1) & everyone(rows)
    found = [planes.copy() for _, planes in option_planes(orders, slots, rows)]
    for steps, planes in zip(orders, np.concatenate(found), strict=True):
        if steps:
            expected = np.bitwise_and.reduce(slots[steps], axis=0)
        else:
            expected = np.stack([np.zeros_like(everyone(rows)), everyone(rows)])
        assert np.array_equal(planes, expected)
