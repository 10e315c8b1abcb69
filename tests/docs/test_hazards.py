"""The hazard log names tests that exist, and every hazard says how it is prevented."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_TEXT = (ROOT / "docs/safety/hazards.md").read_text(encoding="utf-8")
_NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", _TEXT)))


@pytest.mark.parametrize(("path", "name"), _NAMED, ids=lambda one: str(one).rsplit("/", 1)[-1])
def test_the_named_test_exists(path: str, name: str) -> None:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    defined = {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}
    assert name in defined


def test_every_hazard_is_whole_and_numbered_in_order() -> None:
    entries = re.split(r"^### ", _TEXT, flags=re.MULTILINE)[1:]
    assert [one[:3] for one in entries] == [f"H{at:02d}" for at in range(1, len(entries) + 1)]
    for entry in entries:
        for part in ("* cause:", "* effect:", "* prevented:", "* guarded:"):
            assert part in entry, entry[:40]
        assert _guards(entry), entry[:40]


def _guards(entry: str) -> list[str]:
    return re.findall(r"`tests/[\w/]+\.py::\w+`", entry.partition("* guarded:")[2])
