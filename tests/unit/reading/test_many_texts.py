"""Many texts over several processes: the same lines, in the same order, as one by one."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from cartway.access.judge_pairs import judge
from cartway.errors import InputError
from cartway.knowledge.load import load_vocabulary
from cartway.reading.criteria import read_criteria
from cartway.reading.many import read_many
from cartway.reading.processes import can_fork, spread

DATA = Path(__file__).parents[2] / "corpus" / "data"


@pytest.mark.parametrize("workers", [1, 3])
def test_many_texts_are_read_as_each_alone(workers: int) -> None:
    vocabulary = load_vocabulary()
    rows = (DATA / "criteria_texts.jsonl").read_text(encoding="utf-8").splitlines()[:12]
    texts = [json.loads(row)["text"] for row in rows] + ["", "Age >= 18 years"]
    alone = [read_criteria(text, vocabulary=vocabulary) for text in texts]
    assert list(read_many(texts, vocabulary=vocabulary, workers=workers)) == alone


def test_results_come_in_order_and_from_other_processes_where_they_can() -> None:
    def work(part: int) -> tuple[int, int]:
        return part * part, os.getpid()

    found = list(spread(work, range(20), workers=2))
    assert [square for square, _ in found] == [part * part for part in range(20)]
    assert (os.getpid() in {process for _, process in found}) == (not can_fork())


def test_what_goes_wrong_in_a_process_is_done_again_here() -> None:
    here = os.getpid()

    def work(part: int) -> int:
        if part == 5 and os.getpid() != here:
            os._exit(1)
        return part

    assert list(spread(work, range(9), workers=2)) == list(range(9))


def test_pairs_judged_by_several_processes_stop_at_the_same_mistake() -> None:
    pair = {
        "patient": {"note": "58-year-old man, ECOG 1."},
        "as_of": "2026-11-22",
        "criterion": "Age >= 18 years",
        "kind": "inclusion",
    }
    pairs = [
        pair | {"id": number, "patient": {"note": f"A man of {number}."}} for number in range(40)
    ]
    pairs[33] = pair | {"id": 33, "kind": "neither"}
    held = []
    with pytest.raises(InputError, match="no such kind of line"):
        held.extend(one["id"] for one in judge(pairs, workers=2))
    assert held == list(range(33))
