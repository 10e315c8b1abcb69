"""Imports go one way, and every folder of the library has its place."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_import_layers_hold() -> None:
    checked = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_only_the_loader_reads_yaml() -> None:
    readers = {
        path.relative_to(ROOT / "src/cartway").as_posix()
        for path in (ROOT / "src/cartway").rglob("*.py")
        if "import yaml" in path.read_text(encoding="utf-8")
    }
    assert {one for one in readers if not one.startswith("knowledge/load/")} == set()


def test_the_library_has_no_clock_and_no_global_random() -> None:
    forbidden = ("date.today(", "datetime.now(", "time.time(", "import random", "np.random.seed")
    found = {
        f"{path.relative_to(ROOT).as_posix()}: {word}"
        for path in (ROOT / "src/cartway").rglob("*.py")
        if "cli" not in path.parts
        for word in forbidden
        if word in path.read_text(encoding="utf-8")
    }
    assert found == set()
