"""Plain cases in YAML: facts of a person, and the verdict each option must give."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from cartway.criteria import Option
from cartway.engines.reference import Evaluator, judge_line, judge_option
from cartway.exchange.facts_file import read_facts_text
from cartway.knowledge.load import load_vocabulary, parse_marked

TODAY = date(2026, 11, 22)


def read_cases(name: str) -> list[dict[str, Any]]:
    """The cases of a file beside this one."""
    place = Path(__file__).with_name(name)
    cases: list[dict[str, Any]] = parse_marked(place.read_text("utf-8"), name).values["cases"]
    return cases


def verdicts(case: dict[str, Any], options: Sequence[Option]) -> dict[str, str]:
    """What the options that a case names give for its facts."""
    told = {key: case[key] for key in ("facts", "events", "complete") if case.get(key)}
    record = read_facts_text(json.dumps(told or {"facts": []}), "case.json")
    evaluator = Evaluator(record, TODAY, load_vocabulary())
    return {
        one.id: judge_option(one, [judge_line(line, evaluator) for line in one.lines]).verdict
        for one in options
        if one.id in case["of"]
    }


def expected(case: dict[str, Any]) -> dict[str, str]:
    """What a case says they must give: possible, unless named."""
    wanted = dict.fromkeys(case["of"], "possible")
    wanted |= dict.fromkeys(case.get("eligible", ()), "eligible")
    return wanted | dict.fromkeys(case.get("excluded", ()), "excluded")
