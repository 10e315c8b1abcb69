"""Where fetched snapshots live: whole files with checksums, and the pages of one under way.

A snapshot is written beside its place and moved there in one step, after its checksum; whoever
reads at any moment finds the old snapshots or the new one, never a part.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from cartway.errors import InputError

SUMS = "SHA256SUMS"


def data_folder() -> Path:
    """The user's folder of fetched trials; it need not exist.

    ``CARTWAY_DATA_DIR`` names it, else it is `cartway` under ``XDG_DATA_HOME``.
    """
    named = os.environ.get("CARTWAY_DATA_DIR")
    if named:
        return Path(named) / "trials"
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path("~/.local/share").expanduser()) / "cartway" / "trials"


@dataclass(frozen=True)
class SnapshotStore:
    """A folder of snapshots."""

    folder: Path

    def newest(self) -> Path | None:
        """The newest snapshot, by the day in its name."""
        found = sorted(self.folder.glob("ctgov-????-??-??.jsonl.gz"))
        return found[-1] if found else None

    def write(self, taken_on: date, studies: Iterable[dict[str, Any]]) -> Path:
        """Write a snapshot with its checksum, whole or not at all.

        The same studies give the same bytes.
        """
        lines = b"".join(orjson.dumps(one, option=orjson.OPT_SORT_KEYS) + b"\n" for one in studies)
        content = gzip.compress(lines, 9, mtime=0)
        place = self.folder / f"ctgov-{taken_on.isoformat()}.jsonl.gz"
        # The checksum first: a snapshot must never stand without the one that belongs to it. When
        # one of the same day is replaced, a reader in between is refused and reads again.
        sums = self._sums() | {place.name: hashlib.sha256(content).hexdigest()}
        text = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
        self._put(self.folder / SUMS, text.encode())
        self._put(place, content)
        return place

    def _sums(self) -> dict[str, str]:
        place = self.folder / SUMS
        if not place.exists():
            return {}
        rows = (line.split() for line in place.read_text(encoding="utf-8").splitlines() if line)
        return {name: digest for digest, name in rows if (self.folder / name).exists()}

    def _put(self, place: Path, content: bytes) -> None:
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
        except OSError:
            raise InputError(
                "nothing can be written there",
                where=str(place.parent),
                expected="a folder that you may write to; CARTWAY_DATA_DIR names another",
                code="I010",
            ) from None
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            Path(draft).chmod(0o644)
            Path(draft).replace(place)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise


@dataclass(frozen=True)
class PagesUnderWay:
    """The pages of a download that has not ended, kept so that it can go on.

    Attributes:
        folder: one for each day and question.
    """

    folder: Path

    @classmethod
    def of(cls, store: SnapshotStore, taken_on: date, asked: str) -> PagesUnderWay:
        """The pages of one day and one question; another question starts anew."""
        digest = hashlib.sha256(asked.encode()).hexdigest()[:12]
        return cls(store.folder / f".under-way-{taken_on.isoformat()}-{digest}")

    def pages(self) -> list[dict[str, Any]]:
        """The pages kept, in order, up to the first that is missing or damaged."""
        found = []
        for number in range(1, 100_000):
            place = self._place(number)
            try:
                found.append(orjson.loads(place.read_bytes()))
            except (OSError, orjson.JSONDecodeError):
                return found
        return found

    def keep(self, number: int, page: dict[str, Any]) -> None:
        """Keep one page."""
        SnapshotStore(self.folder)._put(self._place(number), orjson.dumps(page))

    def discard(self) -> None:
        """Forget the pages: the snapshot is written, or they no longer fit together."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _place(self, number: int) -> Path:
        return self.folder / f"page-{number:05}.json"
