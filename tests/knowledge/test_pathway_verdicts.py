"""What the pathways give for what is known of a person, an option and a hospital."""

from datetime import date
from typing import Any

import pytest

from cartway.knowledge.pathways import pathway_options, pathways
from tests.knowledge.verdict_cases import TODAY, expected, read_cases, verdicts

CASES = read_cases("pathway_cases.yaml")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_the_verdicts_of(case: dict[str, Any]) -> None:
    assert verdicts(case, pathway_options(TODAY)) == expected(case)


def test_every_pathway_is_asked() -> None:
    assert {name for case in CASES for name in case["of"]} == set(pathways())


def test_a_pathway_does_not_exist_before_its_rule() -> None:
    before = {option.id for option in pathway_options(date(2026, 4, 30))}
    assert "nbt_clinical_translation" not in before
    assert "commercial_approved_product" in before
