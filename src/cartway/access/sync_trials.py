"""Fetch the registries anew: a dated snapshot beside the user's data, and what it changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cartway.access.load_trials import read_snapshot, snapshot_file
from cartway.errors import InputError
from cartway.exchange.ctgov import Trial
from cartway.exchange.registries import (
    CTGOV_API,
    CTGOV_QUERY,
    CtgovApi,
    PoliteClient,
    SnapshotStore,
    data_folder,
    download_ctgov,
)

REGISTRIES = ("ctgov", "chictr", "ictrp", "chinadrugtrials")
_NOT_READ = {
    "chictr": (
        "no documented interface of ChiCTR for programs is known here, so it is not fetched",
        "ctgov, which holds many of the same trials; for one trial, save its criteria as text and"
        " use `cartway read`",
    ),
    "ictrp": (
        "WHO ICTRP gives its whole data as a file on request, and no reader of it is here yet",
        "ctgov; for one trial, save its criteria as text and use `cartway read`",
    ),
    "chinadrugtrials": (
        "no documented interface of the drug-trial platform for programs is known here, so it is"
        " not fetched",
        "ctgov; for one trial, save its criteria as text and use `cartway read`",
    ),
}
__all__ = ["CTGOV_API", "CTGOV_QUERY", "REGISTRIES", "Synced", "sync_trials"]


@dataclass(frozen=True, slots=True)
class Synced:
    """What fetching a registry changed.

    Attributes:
        added, gone: numbers of trials new in, or no longer in, the snapshot.
        status_changed: number to the status before and after.
    """

    place: Path
    trials: int
    resumed_pages: int
    added: tuple[str, ...]
    gone: tuple[str, ...]
    status_changed: dict[str, tuple[str, str]]

    def to_json(self) -> dict[str, Any]:
        """The change as plain values."""
        return {
            "snapshot": self.place.name.removesuffix(".jsonl.gz"),
            "file": str(self.place),
            "trials": self.trials,
            "resumed_pages": self.resumed_pages,
            "added": list(self.added),
            "gone": list(self.gone),
            "status_changed": {
                one: {"from": before, "to": after}
                for one, (before, after) in self.status_changed.items()
            },
        }


def sync_trials(
    registry: str,
    taken_on: date,
    *,
    base: str = CTGOV_API,
    query: str = CTGOV_QUERY,
    folder: Path | None = None,
    client: PoliteClient | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Synced:
    """Fetch a registry into a new snapshot, which every later command then uses.

    Args:
        registry: one of `REGISTRIES`.
        taken_on: the day of fetching.
        folder: where snapshots live; the user's data folder if none is named.

    Raises:
        InputError: the registry cannot be read by program, or did not answer soundly; nothing is
            changed then.
    """
    if registry in _NOT_READ:
        what, instead = _NOT_READ[registry]
        raise InputError(what, where=f"sync {registry}", expected=instead, code="F053")
    before = {one.nct_id: one for one in read_snapshot(snapshot_file())}
    store = SnapshotStore(folder or data_folder())
    api = CtgovApi(base=base, query=query, client=client or PoliteClient())
    done = download_ctgov(api, store, taken_on, progress)
    after = {one.nct_id: one for one in read_snapshot(done.place)}
    return Synced(
        done.place,
        done.studies,
        done.resumed,
        tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(before.keys() - after.keys())),
        _status_changes(before, after),
    )


def _status_changes(
    before: dict[str, Trial], after: dict[str, Trial]
) -> dict[str, tuple[str, str]]:
    return {
        number: (before[number].status, after[number].status)
        for number in sorted(before.keys() & after.keys())
        if before[number].status != after[number].status
    }
