"""Judged pairs: the figures may rise and never fall below what was once reached."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.reading import Judged, judge_all, load, summary

DATA = Path(__file__).parent / "data"
# Raise these when reading gets better; never lower them.
FLOORS: dict[str, float] = json.loads((DATA / "floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def judged() -> list[Judged]:
    notes, pairs = load(None)
    return judge_all(notes, pairs)


def test_every_pair_gets_exactly_one_verdict(judged: list[Judged]) -> None:
    _, pairs = load(None)
    assert [one.pair["id"] for one in judged] == [pair["id"] for pair in pairs]
    assert {one.verdict for one in judged} <= {"met", "not_met", "unknown"}


def test_accuracy_does_not_fall(judged: list[Judged]) -> None:
    assert summary(judged)["accuracy"] >= FLOORS["accuracy"]


def test_confident_wrong_verdicts_do_not_rise(judged: list[Judged]) -> None:
    assert summary(judged)["confident_wrong"] <= FLOORS["confident_wrong"]


def test_coverage_does_not_fall(judged: list[Judged]) -> None:
    figures = summary(judged)
    assert figures["read_fully"] + figures["read_partly"] >= FLOORS["read_fully_or_partly"]


def test_a_line_that_was_not_wholly_read_is_never_met(judged: list[Judged]) -> None:
    wrong = [one.pair["id"] for one in judged if one.coverage != "fully" and one.verdict == "met"]
    assert wrong == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_language_holds_its_floor(judged: list[Judged], language: str) -> None:
    held = [one for one in judged if one.pair["language"] == language]
    assert summary(held)["accuracy"] >= FLOORS[f"accuracy_{language}"]


def test_only_pairs_that_may_ship_are_here() -> None:
    def rows(name: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]

    notes = {one["id"]: one for one in rows("notes.jsonl")}
    for pair in rows("pairs.jsonl"):
        assert pair["letter"] in notes
        assert pair["trial"].startswith("NCT") or pair["trial"] == "composed"
    for one in notes.values():
        assert one["id"].startswith(("L-", "N-")) or one["source_url"]
