"""The same criterion in the words of many sponsors: each wording must ask the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from cartway.criteria.nodes import All, AnyOf, Node
from cartway.criteria.notation import parse, show
from cartway.knowledge.load import load_vocabulary
from cartway.reading.criteria import read_line

ROWS: list[Any] = [
    pytest.param(line, row.get("kind", "inclusion"), row["says"], id=line[:70])
    for path in sorted((Path(__file__).parent / "wordings").glob("*.yaml"))
    for row in yaml.safe_load(path.read_text(encoding="utf-8"))
    for line in row["lines"]
]


def meaning(node: Node) -> Any:
    """A node in which the order of alternatives, and of parts, does not count."""
    if isinstance(node, (All, AnyOf)):
        parts = [
            part
            for child in node.children
            for part in (child.children if type(child) is type(node) else (child,))
        ]
        return type(node).__name__, sorted(map(repr, map(meaning, parts)))
    return show(node)


@pytest.mark.parametrize(("line", "kind", "says"), ROWS)
def test_every_wording_asks_the_same(line: str, kind: Any, says: str) -> None:
    vocabulary = load_vocabulary()
    read = read_line(line, kind, vocabulary=vocabulary)
    assert meaning(read.node) == meaning(parse(says, vocabulary)), show(read.node)
