"""Small numbers do not leave, and cannot be found by subtraction."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartway.cohort.disclosure import shown, shown_parts, shown_within


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((10, 20, 30), (10, 20, 30)),
        ((0, 0, 30), (0, 0, 30)),
        ((3, 20, 30), (None, None, 30)),
        ((2, 1, 30), (None, None, None)),
        ((3, 0, 30), (None, None, None)),
        ((4, 4, 30), (None, None, 30)),
    ],
)
def test_parts_of_a_known_total(parts: tuple[int, ...], expected: tuple[int | None, ...]) -> None:
    assert shown_parts(parts, 5) == expected


@given(st.lists(st.integers(0, 40), min_size=2, max_size=5), st.integers(1, 12))
def test_no_small_count_can_be_worked_out(parts: list[int], below: int) -> None:
    left = shown_parts(parts, below)
    assert all(one is None or one == part for one, part in zip(left, parts, strict=True))
    assert not any(one is not None and 0 < one < below for one in left)
    hidden = [part for one, part in zip(left, parts, strict=True) if one is None]
    if hidden and len(hidden) < len(parts):
        assert len(hidden) >= 2
        assert sum(hidden) >= below


def test_single_counts() -> None:
    assert [shown(count, 5) for count in (0, 1, 4, 5)] == [0, None, None, 5]
    assert [shown_within(count, 100, 5) for count in (0, 3, 50, 97, 100)] == [
        0,
        None,
        50,
        None,
        100,
    ]


def test_every_small_pair() -> None:
    for parts in product(range(8), repeat=2):
        left = shown_parts(parts, 5)
        assert left == parts or left == (None, None)
