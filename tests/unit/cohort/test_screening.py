"""A cohort file screened whole, in blocks, by processes: the same counts, balanced."""

import dataclasses
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import orjson
import pyarrow.parquet as pq
import pytest

from cartway.access.screen_cohort import list_matches, save_view, screen_cohort
from cartway.cohort import screening
from cartway.cohort.screening import blocks, screen_file
from cartway.cohort.simulate import chunks, simulate_file
from cartway.criteria import Line, Option, parse
from cartway.engines.columnar import Plan, compile_options
from cartway.engines.columnar.screen import verdict_matrix
from cartway.engines.columnar.tally import Tally
from cartway.knowledge.load import load_vocabulary

AS_OF = date(2026, 11, 22)
LINES = (
    "age >= 18 'a'",
    "diagnosis is large_b_cell_lymphoma",
    "platelet_count >= 50 '10*9/L' within 28 'd'",
    "alanine_aminotransferase <= 3 'ULN'",
    "not any(prior_therapy where agent is car_t_cell_therapy)",
    "count(prior_therapy where agent is anti_cd20_antibody) >= 1",
    "antigen_expression(cd19) is positive",
    'judgement "fit enough"',
)


def some_options() -> list[Option]:
    vocabulary = load_vocabulary()
    lines = [Line(text, "inclusion", parse(text, vocabulary), "test") for text in LINES]
    return [
        Option("trial", f"option-{count}", {"en": "", "zh": ""}, tuple(lines[:count]))
        for count in range(1, len(lines) + 1)
    ]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return compile_options(some_options(), load_vocabulary(), AS_OF)


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cohort") / "cohort.parquet"
    patch = pytest.MonkeyPatch()
    patch.setattr(chunks, "CHUNK", 1000)
    simulate_file(path, 2500, 7, load_vocabulary(), AS_OF)
    patch.undo()
    return path


def same(one: Tally, other: Tally) -> bool:
    for field in dataclasses.fields(one):
        a, b = getattr(one, field.name), getattr(other, field.name)
        if isinstance(a, np.ndarray):
            if not np.array_equal(a, b):
                return False
        elif isinstance(a, Counter):
            if +a != +b:  # a count of zero is no count
                return False
        elif a != b:
            return False
    return True


def test_blocks_and_processes_give_the_same(
    cohort: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups = {"somewhere": [0, 3], "elsewhere": [7]}
    whole = screen_file(cohort, plan, detail=True, groups=groups)
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(screening, "WORTH_A_PROCESS", 1000)
    spread = screen_file(
        cohort, plan, workers=2, detail=True, groups=groups,
        progress=lambda done, total: told.append((done, total)),
    )  # fmt: skip
    monkeypatch.setattr(screening, "DETAIL_BLOCK", 130)
    small = screen_file(cohort, plan, detail=True, groups=groups)
    assert same(whole, spread)
    assert same(whole, small)
    assert told[-1] == (2500, 2500)
    assert whole.eligible[0] > whole.eligible[6] > 0
    assert whole.eligible[7] == 0
    assert whole.open_groups["somewhere"] == whole.eligible[0]


def test_sole_causes_and_questions_are_what_the_verdicts_say(cohort: Path, plan: Plan) -> None:
    tally = screen_file(cohort, plan, detail=True)
    # The second option has the first's one line and another: what the new line excludes alone.
    assert tally.alone[1, 1] == tally.excluded[1] - tally.excluded[0]
    assert tally.alone[0, 0] == tally.excluded[0]
    age = tally.settles["age", None]
    assert age == sum(tally.possible[:1]) + sum(
        _possible_for_age(plan, cohort, place) for place in range(1, len(plan.options))
    )


def _possible_for_age(plan: Plan, cohort: Path, place: int) -> int:
    """Possible patients of an option whose age line is unknown, counted without the tally."""
    return sum(
        int(np.sum((matrix[place] == 1) & (matrix[0] == 1)))
        for matrix in (verdict_matrix(plan, block) for block in blocks(cohort, plan))
    )


def test_the_whole_answer_in_every_form(cohort: Path, tmp_path: Path) -> None:
    answer = screen_cohort(cohort, AS_OF, workers=1, below=5)
    content = orjson.loads(answer.json())
    assert content["patients"] == 2500
    for row in content["options"]:
        parts = [row[name] for name in ("eligible", "possible", "excluded")]
        assert not any(one is not None and 0 < one < 5 for one in parts)
        assert None in parts or sum(parts) == 2500
    assert any(row["eligible"] for row in content["options"] if row["kind"] == "product")
    assert content["questions"][0]["question_zh"]
    for view in ("option", "line", "reason", "hospital", "question"):
        save_view(answer, view, tmp_path / f"{view}.parquet")
        assert pq.read_table(tmp_path / f"{view}.parquet").num_rows == len(answer.views[view])
    pairs = list_matches(answer, cohort, tmp_path / "matches.parquet")
    verdicts = Counter(pq.read_table(tmp_path / "matches.parquet")["verdict"].to_pylist())
    assert pairs == sum(verdicts.values())
    assert verdicts["eligible"] == answer.report.tally.eligible.sum()
    assert verdicts["possible"] == answer.report.tally.possible.sum()


def test_a_cohort_too_small_to_leave_shows_no_count(tmp_path: Path) -> None:
    path = tmp_path / "four.parquet"
    simulate_file(path, 4, 1, load_vocabulary(), AS_OF)
    content = orjson.loads(screen_cohort(path, AS_OF, workers=1).json())
    assert content["patients"] is None
    counts = [
        row[name]
        for view in ("options", "lines", "reasons", "hospitals", "questions")
        for row in content[view]
        for name in row
        if name
        in ("eligible", "possible", "excluded", "met", "unknown", "not_met", "patients", "settles",
            "excluded_by_this_alone")
    ]  # fmt: skip
    assert counts
    assert set(counts) == {None}


def test_equal_seeds_give_equal_patients(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.parquet" for name in "abc"]
    for path, seed in zip(paths, (1, 1, 2), strict=True):
        simulate_file(path, 300, seed, load_vocabulary(), AS_OF)
    one, same_seed, other = (pq.read_table(path) for path in paths)
    assert one.equals(same_seed)
    assert not one.equals(other)
    assert {"fact__diagnosis", "events__prior_therapy", "absences", "complete"} <= set(
        one.column_names
    )
