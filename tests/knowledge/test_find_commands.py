"""The commands that find and check: quote, hospitals, search, ask, changes."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from cartway.cli import find, quote

AS_OF = ["--as-of", "2026-11-22"]


@pytest.fixture(scope="module")
def app() -> typer.Typer:
    made = typer.Typer()
    made.command("quote")(quote.quote)
    for name in ("hospitals", "search", "ask", "changes"):
        made.command(name)(getattr(find, name))
    return made


def said(app: typer.Typer, *arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_quote_is_told_in_80_columns(app: typer.Typer, tmp_path: Path, language: str) -> None:
    file = tmp_path / "quote.txt"
    file.write_text("Carvykti from CARsgen for lung cancer: USD 60,000.", encoding="utf-8")
    text = said(app, "quote", str(file), *AS_OF, "--language", language)
    assert "Carvykti" in text
    assert "regulation" not in text
    widths = [sum(2 if sign > "\u2e80" else 1 for sign in line) for line in text.splitlines()]
    assert max(widths) <= 80


def test_a_quote_as_json_balances(app: typer.Typer, tmp_path: Path) -> None:
    file = tmp_path / "quote.txt"
    file.write_text("Carvykti from CARsgen for lung cancer: USD 60,000.", encoding="utf-8")
    told = json.loads(said(app, "quote", str(file), *AS_OF, "--format", "json"))
    assert {one["warning"] for one in told["flags"]} == {
        "below-list-price",
        "wrong-indication",
        "wrong-maker",
    }
    assert all(one["rules"] for one in told["flags"])
    assert told["as_of"] == "2026-11-22"


def test_an_answer_names_its_records(app: typer.Typer) -> None:
    text = said(app, "ask", "how", "much", "does", "it", "cost", *AS_OF)
    assert "[products/" in text
    told = json.loads(said(app, "ask", "副作用", *AS_OF, "--format", "json"))
    assert all(sentence["records"] for one in told for sentence in one["sentences"])


def test_what_has_no_answer_says_so(app: typer.Typer) -> None:
    assert "search" in said(app, "ask", "capital", "of", "France", *AS_OF)


def test_search_gives_records(app: typer.Typer) -> None:
    told = json.loads(said(app, "search", "福可苏", *AS_OF, "--format", "json"))
    assert told[0]["record"] == "products/eque-cel"


def test_hospitals_of_a_city_with_cautions(app: typer.Typer) -> None:
    text = said(app, "hospitals", "--city", "上海", "--product", "Fucaso")
    assert "ruijin" in text
    assert "Trial counts" in text
    told = json.loads(said(app, "hospitals", "--city", "Shanghai", "--format", "json"))
    assert all(one["city"]["zh"] == "上海" for one in told)
    assert all(
        one["registered_trials"]["total"] >= one["registered_trials"]["recruiting"] for one in told
    )


def test_changes_between_two_days(app: typer.Typer) -> None:
    told = json.loads(
        said(app, "changes", "--from", "2026-06-01", "--to", "2026-07-01", "--format", "json")
    )
    assert "products/satri-cel" in {one["record"] for one in told}
    patient = said(app, "changes", "--from", "2026-06-01", "--to", "2026-07-01", "--for", "patient")
    assert "satri-cel" in patient
