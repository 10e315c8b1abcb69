"""The tutorial on screening runs as it is written, block after block, and draws its pictures."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs" / "tutorials" / "screen_a_cohort.md"
_BLOCK = re.compile(r"^```(\w+)( no-run)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_tutorial_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = TUTORIAL.read_text(encoding="utf-8")
    blocks = [code for kind, skip, code in _BLOCK.findall(text) if kind == "python" and not skip]
    assert len(blocks) >= 7
    names: dict[str, object] = {}
    for at, block in enumerate(blocks):
        exec(compile(block, f"{TUTORIAL.name} block {at + 1}", "exec"), names)
    for picture in ("funnel.svg", "missing.svg"):
        assert "<svg" in (tmp_path / picture).read_text(encoding="utf-8")
    assert (tmp_path / "options.csv").read_text(encoding="utf-8").count("\n") > 10


def test_the_commands_it_shows_exist() -> None:
    from typer.main import get_command

    from cartway.cli.cohort import app

    commands = get_command(app).commands  # type: ignore[attr-defined]  # a group has commands
    shown = re.findall(r"cartway cohort (\w+)", TUTORIAL.read_text(encoding="utf-8"))
    assert shown
    assert set(shown) <= set(commands)


def test_the_mapping_file_it_shows_is_one(tmp_path: Path) -> None:
    from cartway.cohort.mapping import read_mapping
    from cartway.knowledge.load import load_vocabulary

    page = ROOT / "docs" / "explanation" / "screening.md"
    (shown,) = (code for kind, _, code in _BLOCK.findall(page.read_text("utf-8")) if kind == "yaml")
    path = tmp_path / "mapping.yaml"
    path.write_text(shown, encoding="utf-8")
    assert len(read_mapping(path, load_vocabulary()).tables) == 2
