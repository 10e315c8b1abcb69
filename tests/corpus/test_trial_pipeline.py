"""What trials give and for whom, against labels by reading: the score may not fall.

The labels are this project's own, by one reader, of trials drawn at random (see the file). They
hold what was reached; they are no independent measure.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from cartway.access.count_trials import count_trials
from cartway.access.find_trials import find_trials
from cartway.access.trial_rows import GROUPS, PRODUCT_TYPES, TrialRow, trial_rows
from cartway.errors import InputError

LABELS = Path(__file__).parent / "data" / "trial_pipeline.yaml"
FLOORS = {"targets": 0.97, "product_type": 0.97, "disease_groups": 0.98}
# Least share of all trials that must be known: a rule that finds nothing agrees with nobody.
KNOWN = {"targets": 0.87, "disease_groups": 0.99}


@pytest.fixture(scope="module")
def rows() -> dict[str, TrialRow]:
    return {one.id: one for one in trial_rows()}


@pytest.fixture(scope="module")
def labels() -> dict[str, dict[str, Any]]:
    held: dict[str, dict[str, Any]] = yaml.safe_load(LABELS.read_text(encoding="utf-8"))["trials"]
    return held


def _agreements(
    key: str, rows: dict[str, TrialRow], labels: dict[str, dict[str, Any]]
) -> Iterator[tuple[str, bool]]:
    for name, label in labels.items():
        if name not in rows or label[key] is None:
            continue
        said, read = getattr(rows[name], key), label[key]
        yield name, said == read if isinstance(read, str) else set(said) == set(read)


@pytest.mark.parametrize("key", FLOORS)
def test_agreement_with_the_labels(
    key: str, rows: dict[str, TrialRow], labels: dict[str, dict[str, Any]]
) -> None:
    judged = list(_agreements(key, rows, labels))
    assert len(judged) >= 150
    wrong = [name for name, right in judged if not right]
    assert 1 - len(wrong) / len(judged) >= FLOORS[key], wrong


@pytest.mark.parametrize("key", KNOWN)
def test_most_trials_say_it(key: str, rows: dict[str, TrialRow]) -> None:
    assert sum(bool(getattr(one, key)) for one in rows.values()) / len(rows) >= KNOWN[key]


def test_rows_keep_to_their_words(rows: dict[str, TrialRow]) -> None:
    for one in rows.values():
        assert one.product_type in PRODUCT_TYPES
        assert set(one.disease_groups) <= set(GROUPS)
        assert bool(one.targets) == (one.targets_how != "not_found")
        assert (one.product_type == "other") == (one.product_type_how == "not_found")


def test_filters_narrow_and_names_are_forgiving() -> None:
    bcma = find_trials(target="B-cell maturation antigen")
    assert {one.id for one in bcma} == {one.id for one in find_trials(target="BCMA")}
    here = find_trials(target="bcma", city="上海", status="recruiting")
    assert here
    assert {one.id for one in here} < {one.id for one in bcma}
    assert {one.id for one in find_trials(city="Shanghai")} == {
        one.id for one in find_trials(city="shanghai city")
    }
    lymphoma = {one.id for one in find_trials(disease="lymphoma")}
    assert {one.id for one in find_trials(disease="DLBCL")} < lymphoma


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        ({"target": "bcmaa"}, "bcma"),
        ({"status": "recruting"}, "recruiting"),
        ({"product_type": "allogenic"}, "allogeneic"),
        ({"city": "Shangai"}, "Shanghai"),
    ],
)
def test_unknown_values_name_the_nearest(asked: dict[str, str], nearest: str) -> None:
    with pytest.raises(InputError) as caught:
        find_trials(**asked)
    assert caught.value.nearest == nearest


def test_counts_add_up() -> None:
    rows = find_trials(in_china=True)
    by_type = count_trials("product_type", rows=rows)
    assert sum(by_type.counts.values()) == by_type.trials == len(rows)
    by_two = count_trials("target", "disease_group", rows=rows)
    cd19 = sum("cd19" in one.targets and "solid" in one.disease_groups for one in rows)
    assert by_two.counts[("cd19", "solid")] == cd19
