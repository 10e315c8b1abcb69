"""Packed sets of patients: one bit each, 64 to a word, combined without unpacking.

A criterion is two sets: the patients for whom it is *true* and those for whom it is *possible*
(true or unknown). Strong Kleene logic is then plain set algebra on the two.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
Bools = NDArray[np.bool_]
Bytes = NDArray[np.uint8]


class Planes(NamedTuple):
    """The two sets of a criterion; `true` is always within `possible`.

    **Shape**: each one word per 64 patients, the bits past the last patient zero.
    """

    true: Words
    possible: Words


def word_count(rows: int) -> int:
    """How many words hold so many bits."""
    return (rows + 63) // 64


def pack(flags: Bools | Bytes) -> Words:
    """Pack one flag a patient into words; anything but zero is a one."""
    packed = np.packbits(flags, bitorder="little")
    if len(packed) % 8 == 0:
        return packed.view(np.uint64)
    words = np.zeros(word_count(len(flags)), np.uint64)
    words.view(np.uint8)[: len(packed)] = packed
    return words


def unpack(words: Words, rows: int) -> Bools:
    """Unpack words into one flag a patient."""
    return np.unpackbits(words.view(np.uint8), count=rows, bitorder="little").view(np.bool_)


def everyone(rows: int) -> Words:
    """The set of all patients of a block."""
    words = np.full(word_count(rows), ~np.uint64(0))
    if rows % 64:
        words[-1] = (np.uint64(1) << np.uint64(rows % 64)) - np.uint64(1)
    return words


def no_one(rows: int) -> Words:
    """The empty set."""
    return np.zeros(word_count(rows), np.uint64)


def size(words: Words) -> int:
    """How many patients a set holds."""
    return int(np.bitwise_count(words).sum(dtype=np.int64))
