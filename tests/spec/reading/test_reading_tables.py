"""Every row of the reading tables: how text is split, what numbers are, what a line says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from cartway.criteria.notation import parse, show
from cartway.knowledge.load import load_vocabulary
from cartway.reading.criteria import read_line
from cartway.reading.item import Item
from cartway.reading.numbers import find_measures
from cartway.reading.split import split_criteria
from cartway.reading.text import plain_text

HERE = Path(__file__).parent


def _table(name: str) -> dict[str, Any]:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


def _lines() -> list[Any]:
    return [
        pytest.param(kind, row[kind], row["says"], id=row[kind][:60])
        for path in sorted(HERE.glob("[0-9]*.yaml"))
        for row in _table(path.name).get("lines", [])
        for kind in ("inclusion", "exclusion")
        if kind in row
    ]


@pytest.mark.parametrize(("kind", "text", "says"), _lines())
def test_a_line_says_what_the_table_says(kind: Any, text: str, says: str) -> None:
    read = read_line(text, kind, vocabulary=load_vocabulary())
    assert show(read.node) == show(parse(says, load_vocabulary()))
    assert read.read is ("unread" not in says)


@pytest.mark.parametrize("case", _table("01_split.yaml")["cases"], ids=lambda c: c["name"])
def test_a_text_is_split_as_the_table_says(case: dict[str, Any]) -> None:
    plain = plain_text(case["text"]).plain

    def shown(item: Item) -> list[Any]:
        row: list[Any] = [item.kind, plain[item.start : item.end]]
        return [*row, [plain[c.start : c.end] for c in item.children]] if item.children else row

    assert [shown(item) for item in split_criteria(plain)] == case["items"]


@pytest.mark.parametrize("case", _table("02_numbers.yaml")["cases"], ids=lambda c: c["text"][:40])
def test_a_number_is_read_as_the_table_says(case: dict[str, Any]) -> None:
    found = [
        [m.op, m.value, m.unit, m.high] if m.high is not None else [m.op, m.value, m.unit]
        for m in find_measures(plain_text(case["text"]).plain)
    ]
    assert found == case["read"]
