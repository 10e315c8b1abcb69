"""What the approved indications give for plain cases, through the reference engine."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cartway.engines.reference import Evaluator, judge_line, judge_option
from cartway.exchange.facts_file import read_facts_text
from cartway.knowledge.load import load_vocabulary, parse_marked
from cartway.knowledge.products import product_options

TODAY = date(2026, 11, 22)
PLACE = Path(__file__).with_name("product_cases.yaml")
CASES = parse_marked(PLACE.read_text(encoding="utf-8"), PLACE.name).values["cases"]


def verdicts(case: dict[str, Any]) -> dict[str, str]:
    told = {key: case[key] for key in ("facts", "events", "complete") if case.get(key)}
    record = read_facts_text(json.dumps(told or {"facts": []}), "case.json")
    evaluator = Evaluator(record, TODAY, load_vocabulary())
    return {
        option.id: judge_option(
            option, [judge_line(line, evaluator) for line in option.lines]
        ).verdict
        for option in product_options(TODAY)
        if option.id in case["of"]
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_the_verdicts_of(case: dict[str, Any]) -> None:
    expected = dict.fromkeys(case["of"], "possible")
    expected |= dict.fromkeys(case.get("eligible", ()), "eligible")
    expected |= dict.fromkeys(case.get("excluded", ()), "excluded")
    assert verdicts(case) == expected


def test_every_indication_has_a_case_for_and_against() -> None:
    options = {option.id for option in product_options(TODAY)}
    asked = {name for case in CASES for name in case["of"]}
    assert asked == options
