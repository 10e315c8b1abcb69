"""What the approved indications give for plain cases, through the reference engine."""

from typing import Any

import pytest

from cartway.knowledge.products import product_options
from tests.knowledge.verdict_cases import TODAY, expected, read_cases, verdicts

CASES = read_cases("product_cases.yaml")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_the_verdicts_of(case: dict[str, Any]) -> None:
    assert verdicts(case, product_options(TODAY)) == expected(case)


def test_every_indication_has_a_case_for_and_against() -> None:
    options = {option.id for option in product_options(TODAY)}
    asked = {name for case in CASES for name in case["of"]}
    assert asked == options
