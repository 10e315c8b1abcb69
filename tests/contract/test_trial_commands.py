"""`cartway trials`, `evidence` and `sync` keep to their outward contracts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


def _run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "cartway.cli", *arguments], capture_output=True, check=False
    )


@pytest.fixture(scope="module")
def trials() -> list[dict[str, Any]]:
    done = _run("trials", "--format", "json")
    assert done.returncode == 0, done.stderr
    held: list[dict[str, Any]] = json.loads(done.stdout)
    return held


def test_every_trial_has_the_agreed_keys(trials: list[dict[str, Any]]) -> None:
    assert len(trials) > 2000
    for one in trials:
        assert isinstance(one["id"], str)
        assert isinstance(one["status"], str)
        assert isinstance(one["product_type"], str)
        for key in ("targets", "disease_groups", "cities"):
            assert isinstance(one[key], list)
            assert all(isinstance(value, str) for value in one[key])
    assert len({one["id"] for one in trials}) == len(trials)


def test_filters_give_a_part_of_the_whole(trials: list[dict[str, Any]]) -> None:
    arguments = ("--target", "claudin18.2", "--disease", "solid", "--new-since", "2024-01-01")
    part = json.loads(_run("trials", *arguments, "--format", "json").stdout)
    assert 0 < len(part) < 200
    assert all("claudin18_2" in one["targets"] for one in part)
    assert all(one["started_on"] >= "2024-01" for one in part)
    assert {one["id"] for one in part} <= {one["id"] for one in trials}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_table_fits_100_columns(language: str) -> None:
    done = _run("trials", "--city", "北京", "--language", language)
    text = done.stdout.decode()
    assert done.returncode == 0
    assert "NCT" in text
    wide = sum(2 if ord(sign) > 0x2E80 else 1 for sign in text.splitlines()[3])
    assert wide <= 100


@pytest.mark.parametrize(
    "arguments",
    [("trials", "--target", "nonsense99"), ("sync", "chictr"), ("evidence", "nothing-cel")],
)
def test_a_wrong_word_ends_in_2_and_one_paragraph(arguments: tuple[str, ...]) -> None:
    done = _run(*arguments)
    assert done.returncode == 2
    assert done.stdout == b""
    assert len(done.stderr.decode().strip().splitlines()) == 1


def test_evidence_carries_intervals_and_its_warning(tmp_path: Path) -> None:
    held = json.loads(_run("evidence", "axi-cel", "--format", "json").stdout)
    assert set(held["why_comparison_misleads"]) == {"en", "zh"}
    shares = [one for one in held["figures"] if one["low"] is not None]
    assert shares
    assert all(one["low"] <= one["value"] + 0.1 <= one["high"] + 0.2 for one in shares)
    plot = tmp_path / "plot.svg"
    assert _run("evidence", "axi-cel", "-o", str(plot)).returncode == 0
    assert plot.read_bytes().startswith(b"<svg")
