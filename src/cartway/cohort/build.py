"""Build a cohort: read a source, sort it by patient, turn each into columns, join the parts.

Each step is kept until the whole is done, so that a build that was stopped goes on where it was.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import orjson
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from cartway import __version__
from cartway.cohort.files import written_whole
from cartway.cohort.staging import Buckets, Reject, Row
from cartway.cohort.tables import check_name
from cartway.engines.columnar import column_types, records_to_table
from cartway.errors import InputError
from cartway.facts import Record, Vocabulary
from cartway.facts.normalise import normalise

_BUCKET_BYTES = 24_000_000
_GROUP = 102_400
Progress = Callable[[int, int], None]


class Source(Protocol):
    """Where patients come from."""

    @property
    def files(self) -> list[Path]:
        """The files that it reads."""

    def rows(self) -> Iterator[Row | Reject]:
        """Everything, in any order."""

    def record(self, patient: str, rows: list[Any]) -> tuple[Record, list[Reject]]:
        """One patient's record from all rows; an `InputError` rejects the patient."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build gave.

    Attributes:
        rejects: file of what could not be used, with reasons; None if all could.
    """

    patients: int
    rejected: int
    rejects: Path | None


def build_cohort(
    source: Source, output: Path, vocabulary: Vocabulary, progress: Progress | None = None
) -> Built:
    """Build a cohort file.

    Raises:
        InputError: the source holds no patient, or the output cannot be written or is no Parquet.
    """
    check_name(output, (".parquet",))
    work = _work_folder(source, output)
    size = sum(path.stat().st_size for path in source.files)
    buckets = Buckets(work, size // _BUCKET_BYTES + 1)
    try:
        _stage(source, buckets, work)
        for number in range(buckets.count):
            if not (work / f"part-{number:05d}.json").exists():
                _convert(source, buckets, number, work, vocabulary)
            if progress is not None:
                progress(number + 1, buckets.count)
        built = _join(work, output, buckets.count, vocabulary)
    except InputError:
        # The source must change first, and then nothing of this is of use.
        shutil.rmtree(work)
        raise
    shutil.rmtree(work)
    return built


def _work_folder(source: Source, output: Path) -> Path:
    """A folder beside the output, named after what is read and what reads it.

    Changed files start afresh, and so does a build that another release began.
    """
    seen = hashlib.sha256(__version__.encode())
    for path in sorted(source.files):
        state = path.stat()
        seen.update(f"{path.resolve()}|{state.st_size}|{state.st_mtime_ns}\n".encode())
    work = output.parent / f".{output.name}.{seen.hexdigest()[:16]}.parts"
    for old in output.parent.glob(f".{output.name}.*.parts"):
        if old != work:
            shutil.rmtree(old)
    work.mkdir(exist_ok=True)
    return work


def _stage(source: Source, buckets: Buckets, work: Path) -> None:
    marker = work / "staged.json"
    if not marker.exists():
        _write(marker, [list(one) for one in buckets.fill(source.rows())])


def _write(path: Path, content: Any) -> None:
    draft = path.with_suffix(".draft")
    draft.write_bytes(orjson.dumps(content))
    draft.replace(path)


def _convert(
    source: Source, buckets: Buckets, number: int, work: Path, vocabulary: Vocabulary
) -> None:
    ids: list[str] = []
    records: list[Record] = []
    rejects: list[Reject] = []
    for patient, rows in buckets.patients(number).items():
        try:
            record, unused = source.record(patient, rows)
        except InputError as error:
            rejects.append(Reject(f"patient {patient}", error.paragraph()))
            continue
        ids.append(patient)
        records.append(normalise(record, vocabulary))
        rejects += unused
    part = work / f"part-{number:05d}.parquet"
    table = records_to_table(records, vocabulary, ids)
    pq.write_table(table, part, row_group_size=_GROUP, compression="zstd")
    _write(
        part.with_suffix(".json"), {"patients": len(ids), "rejects": [list(one) for one in rejects]}
    )


def _join(work: Path, output: Path, count: int, vocabulary: Vocabulary) -> Built:
    parts = [work / f"part-{number:05d}.parquet" for number in range(count)]
    told = [orjson.loads(part.with_suffix(".json").read_bytes()) for part in parts]
    patients = sum(one["patients"] for one in told)
    if not patients:
        raise InputError(
            "no patient could be read", where=str(output), expected="at least one", code="I025"
        )
    staged = orjson.loads((work / "staged.json").read_bytes())
    rejects = [*staged, *(reject for one in told for reject in one["rejects"])]
    columns = {name for part in parts for name in pq.read_schema(part).names}
    types = column_types(vocabulary)
    schema = pa.schema([(name, kind) for name, kind in types.items() if name in columns])
    with written_whole(output) as draft, pq.ParquetWriter(draft, schema, compression="zstd") as out:
        for table in _gathered(parts, schema):
            out.write_table(table, row_group_size=_GROUP)
    return Built(patients, len(rejects), _write_rejects(rejects, output))


def _gathered(parts: Iterable[Path], schema: pa.Schema) -> Iterator[pa.Table]:
    """The parts with the columns of all, joined to row groups of a good size."""
    waiting: list[pa.Table] = []
    for part in parts:
        table = pq.read_table(part)
        arrays = [
            table.column(one.name)
            if one.name in table.column_names
            else pa.nulls(len(table), one.type)
            for one in schema
        ]
        waiting.append(pa.Table.from_arrays(arrays, schema=schema))
        if sum(map(len, waiting)) >= _GROUP:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)


def _write_rejects(rejects: list[Any], output: Path) -> Path | None:
    path = output.with_name(f"{output.stem}.rejects.csv")
    path.unlink(missing_ok=True)
    if not rejects:
        return None
    where, reason = zip(*rejects, strict=True)
    with written_whole(path) as draft:
        pa_csv.write_csv(pa.table({"where": where, "reason": reason}), draft)
    return path
