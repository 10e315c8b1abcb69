"""Fetching a registry: whole, patient, resumable, and never half-written."""

from __future__ import annotations

import gzip
import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cartway.access.load_trials import read_snapshot, snapshot_file
from cartway.access.sync_trials import sync_trials
from cartway.errors import InputError
from cartway.exchange.registries import CtgovApi, PoliteClient, SnapshotStore, download_ctgov

DAY = date(2026, 11, 23)


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def api(address: str, waits: list[float]) -> CtgovApi:
    client = PoliteClient(timeout=5, tries=3, distance=0, sleep=waits.append)
    return CtgovApi(base=address, page_size=3, client=client)


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    return SnapshotStore(tmp_path / "trials")


def _left(store: SnapshotStore) -> list[str]:
    return sorted(one.name for one in store.folder.iterdir()) if store.folder.exists() else []


def test_every_page_becomes_one_checked_snapshot(
    api: CtgovApi, store: SnapshotStore, registry: Any
) -> None:
    done = download_ctgov(api, store, DAY)
    assert (done.studies, done.pages, done.resumed) == (7, 3, 0)
    assert _left(store) == ["SHA256SUMS", "ctgov-2026-11-23.jsonl.gz"]
    content = done.place.read_bytes()
    sums = (store.folder / "SHA256SUMS").read_text(encoding="utf-8")
    assert sums == f"{hashlib.sha256(content).hexdigest()}  {done.place.name}\n"
    studies = [json.loads(line) for line in gzip.decompress(content).splitlines()]
    assert all(set(one) == {"protocolSection"} for one in studies)
    assert [one.nct_id for one in read_snapshot(done.place)] == [
        f"NCT{number:08}" for number in range(1, 8)
    ]
    assert registry.asked[0]["query.term"] == api.query
    assert "pageToken" not in registry.asked[0]


@pytest.mark.parametrize("fault", ["429", "500", "503", "broken", "cut"])
def test_what_passes_is_asked_again(
    fault: str, api: CtgovApi, store: SnapshotStore, registry: Any, waits: list[float]
) -> None:
    registry.faults = ["", fault]
    assert download_ctgov(api, store, DAY).studies == 7
    assert len(registry.asked) == 4
    assert waits == [7.0 if fault == "429" else 1.0]


def test_pauses_double_and_end(
    api: CtgovApi, store: SnapshotStore, registry: Any, waits: list[float]
) -> None:
    registry.always = "500"
    with pytest.raises(InputError, match="HTTP 500, 3 times") as caught:
        download_ctgov(api, store, DAY)
    assert caught.value.code == "F050"
    assert waits == [1.0, 2.0]
    assert store.newest() is None


def test_a_refusal_is_said_at_once(api: CtgovApi, store: SnapshotStore, registry: Any) -> None:
    registry.always = "404"
    with pytest.raises(InputError, match="HTTP 404"):
        download_ctgov(api, store, DAY)
    assert len(registry.asked) == 1


def test_a_broken_download_goes_on_where_it_stopped(
    api: CtgovApi, store: SnapshotStore, registry: Any
) -> None:
    registry.faults = ["", "", "500", "500", "500"]
    with pytest.raises(InputError):
        download_ctgov(api, store, DAY)
    assert store.newest() is None
    registry.asked.clear()
    done = download_ctgov(api, store, DAY)
    assert (done.studies, done.resumed) == (7, 2)
    assert [one["pageToken"] for one in registry.asked] == ["6"]
    assert _left(store) == ["SHA256SUMS", "ctgov-2026-11-23.jsonl.gz"]


def test_another_question_or_day_starts_anew(
    api: CtgovApi, store: SnapshotStore, registry: Any
) -> None:
    registry.faults = ["", "404"]
    with pytest.raises(InputError):
        download_ctgov(api, store, DAY)
    assert download_ctgov(api, store, date(2026, 11, 24)).resumed == 0


@pytest.mark.parametrize(
    ("fault", "code"), [("repeat", "F052"), ("unread", "F051")], ids=["repeats", "unreadable"]
)
def test_an_unsound_answer_leaves_nothing(
    fault: str, code: str, api: CtgovApi, store: SnapshotStore, registry: Any
) -> None:
    registry.faults = ["", fault]
    with pytest.raises(InputError) as caught:
        download_ctgov(api, store, DAY)
    assert caught.value.code == code
    assert store.newest() is None


def test_counts_must_add_up(api: CtgovApi, store: SnapshotStore, registry: Any) -> None:
    registry.total = 8
    with pytest.raises(InputError, match="says 8 studies and gave 7"):
        download_ctgov(api, store, DAY)
    assert _left(store) == []


def test_an_empty_answer_replaces_nothing(
    api: CtgovApi, store: SnapshotStore, registry: Any
) -> None:
    download_ctgov(api, store, date(2026, 11, 22))
    registry.studies = []
    with pytest.raises(InputError, match="no study"):
        download_ctgov(api, store, DAY)
    newest = store.newest()
    assert newest is not None
    assert newest.name == "ctgov-2026-11-22.jsonl.gz"


def test_equal_studies_give_equal_bytes(api: CtgovApi, store: SnapshotStore) -> None:
    first = download_ctgov(api, store, DAY).place.read_bytes()
    assert download_ctgov(api, store, DAY).place.read_bytes() == first


def test_a_synced_snapshot_is_used_and_a_damaged_one_refused(
    api: CtgovApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARTWAY_DATA_DIR", str(tmp_path))
    shipped = snapshot_file()
    done = sync_trials("ctgov", DAY, base=api.base, client=api.client)
    assert snapshot_file() == done.place != shipped
    assert len(done.added) == done.trials == 7
    assert len(done.gone) > 2000
    done.place.write_bytes(done.place.read_bytes() + b" ")
    with pytest.raises(InputError, match="damaged"):
        read_snapshot(snapshot_file())


def test_an_older_snapshot_of_the_user_is_not_used(
    api: CtgovApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARTWAY_DATA_DIR", str(tmp_path))
    shipped = snapshot_file()
    sync_trials("ctgov", date(2020, 1, 1), base=api.base, client=api.client)
    assert snapshot_file() == shipped


@pytest.mark.parametrize("name", ["chictr", "ictrp", "chinadrugtrials"])
def test_registries_without_a_reader_say_so(name: str) -> None:
    with pytest.raises(InputError) as caught:
        sync_trials(name, DAY)
    assert caught.value.code == "F053"
    assert "ctgov" in str(caught.value)
