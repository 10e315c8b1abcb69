"""What the pathways give for what is known of a person, an option and a hospital."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cartway.engines.reference import Evaluator, judge_line, judge_option
from cartway.exchange.facts_file import read_facts_text
from cartway.knowledge.load import load_vocabulary, parse_marked
from cartway.knowledge.pathways import pathway_options, pathways

TODAY = date(2026, 11, 22)
PLACE = Path(__file__).with_name("pathway_cases.yaml")
CASES = parse_marked(PLACE.read_text(encoding="utf-8"), PLACE.name).values["cases"]


def verdicts(case: dict[str, Any]) -> dict[str, str]:
    record = read_facts_text(json.dumps({"facts": case["facts"] or []}), "case.json")
    evaluator = Evaluator(record, TODAY, load_vocabulary())
    return {
        option.id: judge_option(
            option, [judge_line(line, evaluator) for line in option.lines]
        ).verdict
        for option in pathway_options(TODAY)
        if option.id in case["of"]
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_the_verdicts_of(case: dict[str, Any]) -> None:
    expected = dict.fromkeys(case["of"], "possible")
    expected |= dict.fromkeys(case.get("eligible", ()), "eligible")
    expected |= dict.fromkeys(case.get("excluded", ()), "excluded")
    assert verdicts(case) == expected


def test_every_pathway_is_asked() -> None:
    assert {name for case in CASES for name in case["of"]} == set(pathways())


def test_a_pathway_does_not_exist_before_its_rule() -> None:
    before = {option.id for option in pathway_options(date(2026, 4, 30))}
    assert "nbt_clinical_translation" not in before
    assert "commercial_approved_product" in before
