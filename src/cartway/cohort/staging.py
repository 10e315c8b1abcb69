"""Sort what belongs to a patient together without holding it all: rows go to files by patient."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import orjson

_OPEN_AT_ONCE = 256


class Row(NamedTuple):
    """Something of one patient, as its source gives it."""

    patient: str
    content: Any


class Reject(NamedTuple):
    """What could not be used, and why; holds places and reasons, never values."""

    where: str
    reason: str


class Buckets:
    """Files of rows: all rows of a patient are in one file.

    Args:
        count: how many files; a build holds one of them in memory at a time.
    """

    def __init__(self, folder: Path, count: int) -> None:
        self.folder = folder
        self.count = max(1, min(count, _OPEN_AT_ONCE))

    def path(self, number: int) -> Path:
        """The file of a bucket."""
        return self.folder / f"bucket-{number:05d}.ndjson"

    def fill(self, rows: Iterator[Row | Reject]) -> list[Reject]:
        """Sort rows into the files; what was rejected comes back."""
        rejects: list[Reject] = []
        files = [self.path(number).open("wb") for number in range(self.count)]
        try:
            for row in rows:
                if isinstance(row, Reject):
                    rejects.append(row)
                else:
                    number = crc32(row.patient.encode()) % self.count
                    files[number].write(orjson.dumps([row.patient, row.content]) + b"\n")
        finally:
            for file in files:
                file.close()
        return rejects

    def patients(self, number: int) -> dict[str, list[Any]]:
        """The rows of a bucket by patient, in order of the ids."""
        held: dict[str, list[Any]] = {}
        with self.path(number).open("rb") as file:
            for line in file:
                patient, content = orjson.loads(line)
                held.setdefault(patient, []).append(content)
        return dict(sorted(held.items()))
