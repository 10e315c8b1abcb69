"""Pages that programs write are fresh, decisions are numbered once, and paths that are named exist."""

import re
from pathlib import Path

import pytest

from tools import draw_layers, write_cli_page, write_decisions_index

ROOT = Path(__file__).parents[2]
_PATH = re.compile(r"`((?:src|tests|tools|docs|benchmarks|examples)/[\w./*-]*)`")
# Made by whoever writes the first record of the kind.
_NOT_THERE_YET = ("src/cartway_knowledge/readings/", "my-cel", "my-rule", "NCT01234567")


def test_the_reference_of_the_command_line_is_fresh() -> None:
    written = write_cli_page.PAGE.read_text(encoding="utf-8")
    assert written == write_cli_page.page(), "run: python tools/write_cli_page.py"


def test_the_picture_of_the_layers_is_fresh() -> None:
    written = draw_layers.PICTURE.read_text(encoding="utf-8")
    assert written == draw_layers.picture(), "run: python tools/draw_layers.py"


def test_the_index_of_decisions_is_fresh() -> None:
    written = write_decisions_index.PAGE.read_text(encoding="utf-8")
    assert written == write_decisions_index.page(), "run: python tools/write_decisions_index.py"


def test_each_decision_has_a_number_of_its_own() -> None:
    pages = write_decisions_index.pages()
    numbers = [one.name[:4] for one in pages]
    assert len(numbers) == len(set(numbers))
    for one in pages:
        number, title = write_decisions_index.title_of(one)
        assert title, one.name
        assert number == str(int(one.name[:4])), one.name


@pytest.mark.parametrize(
    "page",
    [ROOT / "DEVELOPERS.md", *sorted((ROOT / "docs").glob("[eh]*/*.md"))],
    ids=lambda page: page.name,
)
def test_paths_that_are_named_exist(page: Path) -> None:
    missing = [
        named
        for named in _PATH.findall(page.read_text(encoding="utf-8"))
        if not any(one in named for one in _NOT_THERE_YET)
        and not list(ROOT.glob(named.rstrip("/")))
    ]
    assert missing == []
