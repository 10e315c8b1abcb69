"""Newline-delimited JSON of many patients, as FHIR Bulk Data exports it.

What the resources say is read by a callable that is handed in; here are only files and lines.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from cartway.cohort.staging import Reject, Row
from cartway.errors import InputError
from cartway.facts import Record

SUFFIXES = (".ndjson", ".jsonl", ".ndjson.gz", ".jsonl.gz")


@dataclass(frozen=True)
class BulkSource:
    """A folder of NDJSON files.

    Attributes:
        patient_of: the patient a resource is about, or None if it is about none.
        read: one patient's record from all resources.
    """

    folder: Path
    patient_of: Callable[[dict[str, Any]], str | None]
    read: Callable[[str, list[Any]], Record]

    @property
    def files(self) -> list[Path]:
        """All NDJSON files, also in folders within."""
        found = sorted(one for one in self.folder.rglob("*") if one.name.endswith(SUFFIXES))
        if not found:
            raise InputError(
                "the folder holds no NDJSON", where=str(self.folder), expected=", ".join(SUFFIXES),
                code="I026",
            )  # fmt: skip
        return found

    def rows(self) -> Iterator[Row | Reject]:
        """Every resource with its patient."""
        for path in self.files:
            with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
                for number, line in enumerate(file, 1):
                    if line.strip():
                        yield self._row(line, f"{path.name} line {number}")

    def _row(self, line: bytes, where: str) -> Row | Reject:
        try:
            resource = orjson.loads(line)
        except orjson.JSONDecodeError:
            return Reject(where, "the line is not JSON")
        if not isinstance(resource, dict):
            return Reject(where, "the line is not a JSON object")
        patient = self.patient_of(resource)
        if patient is None:
            return Reject(where, "the resource does not say whose it is")
        return Row(patient, resource)

    def record(self, patient: str, rows: list[Any]) -> tuple[Record, list[Reject]]:
        """Read a patient; what the reader could not map is told with its place."""
        record = self.read(patient, rows)
        return record, [
            Reject(f"patient {patient} {one.where}".strip(), f"{one.kind}: {one.what}")
            for one in record.findings
        ]
