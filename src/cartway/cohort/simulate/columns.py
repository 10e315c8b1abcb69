"""Arrow list columns from flat NumPy arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def words_column(at: Ints, words: Sequence[str]) -> pa.Array:
    """Words by number, as Arrow's dictionary; below zero there is none."""
    held = pa.array(at.astype(np.int32), pa.int32(), mask=at < 0)
    return pa.DictionaryArray.from_arrays(held, pa.array(list(words), pa.string()))


def days_column(days: Ints) -> pa.Array:
    """Days since 1970 as dates."""
    return pa.array(days.astype(np.int32), pa.int32()).cast(pa.date32())


def list_column(counts: Ints, fields: Mapping[str, pa.Array]) -> pa.Array:
    """A list of structs for each patient, the items given end to end."""
    offsets = np.zeros(len(counts) + 1, np.int32)
    np.cumsum(counts, out=offsets[1:])
    items = pa.StructArray.from_arrays(list(fields.values()), list(fields))
    return pa.ListArray.from_arrays(pa.array(offsets), items)


def lists_of(counts: Ints, items: pa.Array) -> pa.Array:
    """A list of plain items for each of something."""
    offsets = np.zeros(len(counts) + 1, np.int32)
    np.cumsum(counts, out=offsets[1:])
    return pa.ListArray.from_arrays(pa.array(offsets), items)


def pick(generator: np.random.Generator, shares: Sequence[tuple[object, float]], size: int) -> Ints:
    """Draw places in a table of shares; what the shares leave over gives -1."""
    ends = np.cumsum([share for _, share in shares])
    drawn = np.searchsorted(ends, generator.random(size) * max(1.0, ends[-1]), side="right")
    return np.where(drawn < len(shares), drawn, -1)
