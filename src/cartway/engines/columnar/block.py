"""A block of patients as flat NumPy arrays, taken from Arrow column by column when first asked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cartway.engines.columnar import layout
from cartway.engines.columnar.bits import Planes, everyone, no_one, pack

NO_DAY = np.iinfo(np.int32).min
Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Codes(NamedTuple):
    """Words by number: `at` points into `words`, -1 where there is none."""

    at: Ints
    words: tuple[str, ...]


class Flat:
    """The items of a list column, end to end, with the row each belongs to.

    Fields that the column leaves out come as their defaults.
    """

    def __init__(self, array: pa.Array, concepts: frozenset[str] | None = None) -> None:
        self._concepts = concepts
        self.rows = len(array)
        self.counts = _counts(array)
        self.items = array.flatten()
        self.size = len(self.items)
        self.kept: dict[Any, Any] = {}

    @cached_property
    def row(self) -> NDArray[np.int64]:
        """The row of each item."""
        return np.repeat(np.arange(self.rows), self.counts)

    def has(self, name: str) -> bool:
        """Whether the items have such a field."""
        kind = self.items.type
        return bool(pa.types.is_struct(kind) and kind.get_field_index(name) >= 0)

    def _child(self, name: str) -> pa.Array | None:
        return pc.struct_field(self.items, name) if self.has(name) else None

    def floats(self, name: str) -> Floats:
        """Numbers, NaN where there is none."""
        child = self._child(name)
        if child is None:
            return np.full(self.size, np.nan)
        return _floats(child)

    def days(self, name: str, default: str | None = None) -> Ints:
        """Days since 1970, `NO_DAY` where there is none."""
        if ("days", name) not in self.kept:
            self.kept["days", name] = self._days(name, default)
        held: Ints = self.kept["days", name]
        return held

    def _days(self, name: str, default: str | None) -> Ints:
        child = self._child(name)
        if child is None:
            return np.full(self.size, NO_DAY, np.int32) if default is None else self.days(default)
        days: Ints = _filled(child.cast(pa.date32()).cast(pa.int32()), NO_DAY)
        if default is not None and child.null_count:
            days = np.where(days == NO_DAY, self.days(default), days)
        return days

    def flags(self, name: str, default: bool) -> Bools:
        """Yes or no."""
        child = self._child(name)
        if child is None:
            return np.full(self.size, default)
        return _flags(child, default)

    def codes(self, name: str | None) -> Codes:
        """Words by number; `name` is None where the items are words themselves."""
        if ("codes", name) not in self.kept:
            child = self.items if name is None else self._child(name)
            missing = Codes(np.full(self.size, -1, np.int32), ())
            self.kept["codes", name] = missing if child is None else _codes(child)
        held: Codes = self.kept["codes", name]
        return held

    def named(self, name: str | None) -> Codes:
        """The same of a code: a word that is no concept names nothing, and so proves nothing."""
        if ("named", name) not in self.kept:
            codes = self.codes(name)
            known = np.array(
                [self._concepts is None or word in self._concepts for word in codes.words], np.bool_
            )
            if not np.all(known):
                codes = Codes(
                    np.where(np.append(known, False)[codes.at], codes.at, -1), codes.words
                )
            self.kept["named", name] = codes
        held: Codes = self.kept["named", name]
        return held

    def lists(self, name: str) -> Flat | None:
        """A list within each item."""
        if ("lists", name) not in self.kept:
            child = self._child(name)
            self.kept["lists", name] = None if child is None else Flat(child, self._concepts)
        held: Flat | None = self.kept["lists", name]
        return held


def _counts(array: pa.Array) -> NDArray[np.int64]:
    """How many items each row has."""
    if not array.null_count and (
        pa.types.is_list(array.type) or pa.types.is_large_list(array.type)
    ):
        offsets: NDArray[np.int64] = array.offsets.to_numpy().astype(np.int64)
        return np.diff(offsets)
    lengths = pc.fill_null(pc.list_value_length(array), 0)
    counts: NDArray[np.int64] = lengths.to_numpy(zero_copy_only=False).astype(np.int64)
    return counts


def _floats(array: pa.Array) -> Floats:
    numbers: Floats = _filled(array.cast(pa.float64()), np.nan)
    return numbers


def _flags(array: pa.Array, default: bool) -> Bools:
    flags: Bools = _filled(array, default)
    return flags


def _filled(array: pa.Array, missing: object) -> Any:
    """As NumPy sees it, without a copy where nothing is missing."""
    held = pc.fill_null(array, missing) if array.null_count else array
    return held.to_numpy(zero_copy_only=False)


def _codes(array: pa.Array) -> Codes:
    encoded: Any = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    at = _filled(encoded.indices.cast(pa.int32()), -1)
    return Codes(at, tuple(str(word) for word in encoded.dictionary.to_pylist()))


class Block:
    """Some patients of a cohort; what is computed of a column is kept until the block is dropped.

    Args:
        batch: columns as `layout` describes them; those that are missing hold nothing.

    Attributes:
        cutoffs: the first days of all windows that will be asked, by list of events.
        concepts: the words that mean something, if that is known.
    """

    def __init__(self, batch: pa.RecordBatch) -> None:
        self.batch = batch
        self.rows = batch.num_rows
        self.cutoffs: Mapping[str, tuple[int, ...]] = {}
        self.concepts: frozenset[str] | None = None
        self._flat: dict[str, Flat | None] = {}
        self.kept: dict[Any, Any] = {}

    @cached_property
    def everyone(self) -> NDArray[np.uint64]:
        """The set of all patients of the block."""
        return everyone(self.rows)

    @cached_property
    def unknown(self) -> Planes:
        """What is unknown for everyone."""
        return Planes(no_one(self.rows), self.everyone)

    def flat(self, column: str) -> Flat | None:
        """The items of a list column, or None if nobody has any."""
        if column not in self._flat:
            index = self.batch.schema.get_field_index(column)
            held = None if index < 0 else self.batch.column(index)
            if held is None or pa.types.is_null(held.type) or held.null_count == len(held):
                self._flat[column] = None
            else:
                self._flat[column] = Flat(held, self.concepts)
        return self._flat[column]

    def complete(self, events: str) -> Bools:
        """For whom a list of events holds everything there was."""
        key = ("complete", events)
        if key not in self.kept:
            declared = np.zeros(self.rows, np.bool_)
            flat = self.flat(layout.COMPLETE)
            if flat is not None:
                at, words = flat.codes(None)
                if events in words:
                    wanted = [index for index, word in enumerate(words) if word == events]
                    declared[flat.row[np.isin(at, wanted)]] = True
            self.kept[key] = declared
        held: Bools = self.kept[key]
        return held

    def complete_set(self, events: str) -> NDArray[np.uint64]:
        """The same as a set."""
        key = ("complete set", events)
        if key not in self.kept:
            self.kept[key] = pack(self.complete(events))
        held: NDArray[np.uint64] = self.kept[key]
        return held
