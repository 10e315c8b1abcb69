"""Build the shipped trial snapshot from a folder of registry downloads.

Run by hand, never at run time:

    .venv/bin/python tools/build_trials.py FOLDER

FOLDER holds `ctgov_cart_snapshot_<date>.jsonl.gz` (registry fields) and, if there, `trials_dev.jsonl`
(the same trials with their criteria). Only criteria that may ship are merged in: complete ones, read
from public copies of the registry. The same input gives the same bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import sys
from pathlib import Path
from typing import Any

import orjson

TARGET = Path(__file__).parents[1] / "src" / "cartway_knowledge" / "trials"


def main(folder: Path) -> None:
    """Write the snapshot and its checksum."""
    source = sorted(folder.glob("ctgov_cart_snapshot_*.jsonl.gz"))[-1]
    taken_on = source.name.removesuffix(".jsonl.gz").rsplit("_", 1)[1]
    studies = {_id_of(one): one for one in _lines(gzip.decompress(source.read_bytes()))}
    with_text = folder / "trials_dev.jsonl"
    merged = added = 0
    for one in _lines(with_text.read_bytes()) if with_text.exists() else ():
        if not _may_ship(one):
            continue
        if _id_of(one) in studies:
            merged += 1
        else:
            added += 1
            studies[_id_of(one)] = one
        _merge(studies[_id_of(one)], one)
    content = b"".join(orjson.dumps(_plain(studies[name])) + b"\n" for name in sorted(studies))
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9, mtime=0, filename="") as out:
        out.write(content)
    path = TARGET / f"ctgov-{taken_on}.jsonl.gz"
    TARGET.mkdir(parents=True, exist_ok=True)
    path.write_bytes(packed.getvalue())
    digest = hashlib.sha256(packed.getvalue()).hexdigest()
    (TARGET / "SHA256SUMS").write_text(f"{digest}  {path.name}\n", encoding="utf-8")
    print(
        f"{path.name}: {len(studies)} trials, {merged + added} with criteria, {len(content)} bytes"
    )


def _lines(content: bytes) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in content.splitlines() if line.strip()]


def _id_of(study: dict[str, Any]) -> str:
    return str(study["protocolSection"]["identificationModule"]["nctId"])


def _may_ship(study: dict[str, Any]) -> bool:
    source = study["x_source"]
    return not source["truncated"] and str(source["source"]).startswith("github:")


def _merge(study: dict[str, Any], texts: dict[str, Any]) -> None:
    """Take the criteria and what stands with them; the snapshot's own fields stay."""
    eligibility = study["protocolSection"].setdefault("eligibilityModule", {})
    for key, value in texts["protocolSection"]["eligibilityModule"].items():
        eligibility.setdefault(key, value)
    study["x_criteria"] = {"from": texts["x_source"]["source"], "truncated": False}


def _plain(study: dict[str, Any]) -> dict[str, Any]:
    """What cartway uses, so that the file stays small: no outcomes."""
    kept = {key: value for key, value in study.items() if key != "x_source"}
    kept["protocolSection"] = {
        key: value for key, value in study["protocolSection"].items() if key != "outcomesModule"
    }
    return kept


if __name__ == "__main__":
    main(Path(sys.argv[1]))
