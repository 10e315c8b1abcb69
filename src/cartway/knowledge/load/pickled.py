"""What is kept, as bytes and back: pickles whose frozen dataclasses come back quickly.

A frozen dataclass with slots restores itself field by field through `dataclasses.fields`, which
for some thirty thousand lines and nodes costs more than reading the file. Here each class's slots
are looked up once. The collector of cycles is held still meanwhile, and what was made is set aside from
its later rounds: knowledge stays for the life of the process.
"""

import dataclasses
import gc
import io
import pickle
from collections.abc import Callable
from typing import Any


class _Slots(dict[type, tuple[Callable[[object, object], None], ...]]):
    """The setters of a class's fields, in order, looked up at the first use."""

    def __missing__(self, kind: Any) -> tuple[Callable[[object, object], None], ...]:
        found = tuple(getattr(kind, one.name).__set__ for one in dataclasses.fields(kind))
        self[kind] = found
        return found


_SLOTS = _Slots()


def rebuilt(kind: type, *values: object) -> object:
    """An object of a frozen dataclass with slots from the values of its fields, in order."""
    made: object = object.__new__(kind)
    for put, value in zip(_SLOTS[kind], values, strict=True):
        put(made, value)
    return made


class _Writer(pickle.Pickler):
    def reducer_override(self, given: Any) -> Any:
        kind = type(given)
        plain = getattr(kind.__getstate__, "__name__", "") == "_dataclass_getstate"
        if not plain:
            return NotImplemented
        return rebuilt, (kind, *(getattr(given, one.name) for one in dataclasses.fields(kind)))


def to_bytes(value: object) -> bytes:
    """A value as bytes for `from_bytes`."""
    out = io.BytesIO()
    _Writer(out, protocol=pickle.HIGHEST_PROTOCOL).dump(value)
    return out.getvalue()


def from_bytes(content: bytes) -> object:
    """The value that `to_bytes` wrote; only for bytes of our own making."""
    held = gc.isenabled()
    gc.disable()
    try:
        value: object = pickle.loads(content)
        gc.freeze()
    finally:
        if held:
            gc.enable()
    return value
