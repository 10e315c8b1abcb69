"""`cartway grade` from the outside: what it prints and how it ends."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from cartway.cli.grade import grade
from cartway.errors import CartwayError

app = typer.Typer()
app.command()(grade)


def run(*arguments: str, given: object = None) -> str:
    text = given if isinstance(given, str) else json.dumps(given)
    result = CliRunner().invoke(app, list(arguments), input=text)
    if result.exception is not None:
        raise result.exception
    return result.stdout


def test_bounds_as_json() -> None:
    answer = json.loads(
        run("crs_astct_2019", "-", given={"temp_c": None, "hypotension": True, "pressors_n": 0})
    )
    assert (answer["lowest"], answer["highest"]) == (0, 4)
    assert answer["missing"] == ["temp_c", "o2"]
    assert answer["source"]


@pytest.mark.parametrize(
    ("arguments", "given"),
    [
        (["crs"], {}),
        (["crs_astct_2019"], '{"temp_c": NaN}'),
        (["crs_astct_2019"], {"temp_c": -1}),
        (["crs_astct_2019"], {"temp_c": 101.3}),
        (["crs_astct_2019"], {"temperature": 38}),
        (["crs_astct_2019"], "[]"),
        (["crs_astct_2019"], "{"),
        (["crs_astct_2019"], '{"temp_c": 38, "temp_c": 39}'),
    ],
)
def test_a_faulty_input_ends_with_two(arguments: list[str], given: object) -> None:
    with pytest.raises(CartwayError) as refusal:
        run(*arguments, "-", given=given)
    assert refusal.value.exit_code == 2
    assert refusal.value.expected


def test_a_missing_file_ends_with_two(tmp_path: Path) -> None:
    with pytest.raises(CartwayError) as refusal:
        run("crs_astct_2019", str(tmp_path / "none.json"))
    assert refusal.value.exit_code == 2


@pytest.mark.parametrize(("language", "word"), [("en", "Not recorded"), ("zh", "未记录")])
def test_text_in_both_languages(language: str, word: str) -> None:
    shown = run("hscore", "-", "--format", "text", "--language", language, given={"temp_c": 39})
    assert word in shown


def test_without_arguments_it_lists_the_scales() -> None:
    assert "icaht_early_2023" in run()


def test_without_inputs_it_says_what_a_scale_asks() -> None:
    form = json.loads(run("hscore"))
    assert form["inputs"][1]["also"] == [{"name": "temp_f", "unit": "[degF]"}]


@pytest.mark.parametrize("format_", ["json", "text", "html", "svg", "png"])
def test_a_flowsheet_in_every_format(format_: str, tmp_path: Path) -> None:
    table = tmp_path / "sheet.csv"
    table.write_text(
        "time,temp_c,hypotension,pressors_n,o2,ice,crp_mg_l\n"
        "2026-11-01T08:00,38.4,no,0,none,9,120\n"
        "2026-11-01T16:00,39.4,yes,1,none,,\n"
        "2026-11-05T16:00,39.4,yes,1,none,,\n",
        "utf-8",
    )
    out = tmp_path / "out"
    run("--flowsheet", str(table), "--as-of", "2026-11-02", "--format", format_, "-o", str(out))
    content = out.read_bytes()
    if format_ == "json":
        answer = json.loads(content)
        assert [row["used"] for row in answer["rows"]] == [True, True, False]
        assert answer["crs"]["peak_lowest"] == 3
    assert content.startswith(
        {"png": b"\x89PNG", "svg": b"<svg", "html": b"<!doctype"}.get(format_, b"")
    )
    assert len(content) > 300
