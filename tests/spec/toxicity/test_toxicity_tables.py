"""Every row of every table: what the rules give for these inputs, and what is refused."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from cartway.toxicity import ALGORITHMS, GradingError, find_algorithm, grade_inputs

HERE = Path(__file__).parent
PUBLISHED_ROWS = 203


def tables() -> dict[str, dict[str, Any]]:
    return {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in HERE.glob("*.yaml")}


ROWS = [
    pytest.param(table["algorithm"], case, id=case["id"])
    for _, table in sorted(tables().items())
    for case in table["cases"]
]


@pytest.mark.parametrize(("algorithm", "case"), ROWS)
def test_row(algorithm: str, case: dict[str, Any]) -> None:
    expected = dict(case["expected"])
    if "refused" in expected:
        with pytest.raises(GradingError) as refusal:
            grade_inputs(find_algorithm(algorithm), case["given"])
        assert refusal.value.reason == expected["refused"]
        return
    graded = grade_inputs(find_algorithm(algorithm), case["given"])
    for name in ("lowest", "highest", "narrows"):
        if name in expected:
            assert getattr(graded, name) == expected.pop(name), name
    assert list(graded.missing) == expected.pop("missing")
    assert list(graded.flags) == expected.pop("flags", [])
    for name, value in expected.items():
        if isinstance(value, float):
            assert graded.findings[name] == pytest.approx(value, abs=5e-5), name
        else:
            assert graded.findings[name] == value, name


def test_each_algorithm_has_a_table() -> None:
    assert {table["algorithm"] for table in tables().values()} == set(ALGORITHMS)


def test_no_row_is_lost() -> None:
    named = [case["id"] for table in tables().values() for case in table["cases"]]
    assert len(named) == len(set(named))
    assert len(named) >= PUBLISHED_ROWS


@pytest.mark.parametrize("name", sorted(tables()))
def test_each_row_with_one_input_taken_away_keeps_its_answer_inside(name: str) -> None:
    table = tables()[name]
    scale = find_algorithm(table["algorithm"])
    modifiers = {one.name for one in scale.inputs if one.optional}
    for case in table["cases"]:
        given, expected = case["given"], case["expected"]
        for taken in set(given) - modifiers - {"q"}:
            if "refused" in expected or any(one in given for one in ("temp_f", "q")):
                continue
            fewer = grade_inputs(scale, {key: v for key, v in given.items() if key != taken})
            if fewer.lowest is not None and fewer.highest is not None:
                whole = grade_inputs(scale, given)
                assert whole.lowest is not None, case["id"]
                assert whole.highest is not None, case["id"]
                assert fewer.lowest <= whole.lowest, (case["id"], taken)
                assert whole.highest <= fewer.highest, (case["id"], taken)
