"""The two commands write what they are asked for, and refuse what cannot be."""

import json

import pytest
import typer
from typer.testing import CliRunner

from cartway.cli import cost, course
from cartway.errors import InputError

APP = typer.Typer()
APP.command("course")(course.course)
APP.command("cost")(cost.cost)
RUN = CliRunner()
FEW = ["--samples", "500"]


def ran(*words):
    found = RUN.invoke(APP, [*words, *FEW])
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("text", "What lies ahead"),
        ("html", "<!doctype html>"),
        ("ics", "BEGIN:VCALENDAR"),
        ("svg", "<svg"),
    ],
)
def test_the_course_in_its_shapes(tmp_path, form, begins):
    place = tmp_path / f"course.{form}"
    ran("course", "cilta-cel", "--start", "2026-12-01", "--format", form, "-o", str(place))
    assert place.read_text(encoding="utf-8").startswith(begins)


def test_course_and_cost_as_json(tmp_path):
    place = tmp_path / "answer.json"
    ran("course", "阿基仑赛", "--format", "json", "-o", str(place))
    assert json.loads(place.read_text())["product"] == "axi-cel"
    ran("cost", "阿基仑赛", "--as-of", "2026-11-22", "--format", "json", "-o", str(place))
    found = json.loads(place.read_text())
    assert found["total"]["p10"] < found["total"]["p50"] < found["total"]["p90"]
    assert sum(one["variance_share"] for one in found["components"]) == pytest.approx(1, abs=1e-4)


def test_the_validation_table(tmp_path):
    place = tmp_path / "table.json"
    ran("cost", "--validate", "--format", "json", "-o", str(place))
    rows = json.loads(place.read_text())
    assert {"published", "predicted", "ratio", "kind", "source"} <= set(rows[0])


@pytest.mark.parametrize(
    "words",
    [
        ["course", "nothing-cel"],
        ["course", "axi-cel", "--start", "someday"],
        ["course", "axi-cel", "--age", "-4"],
        ["course", "axi-cel", "--format", "pdf"],
        ["course", "axi-cel", "--language", "fr"],
        ["course", "axi-cel", "--random-effects", "none"],
        ["course", "pcar-19b", "--format", "png"],
        ["cost", ""],
        ["cost", "axi-cel", "--from", "Narnia"],
        ["cost", "axi-cel", "--city", "Gotham"],
        ["cost", "axi-cel", "--currency", "doubloon"],
        ["cost", "axi-cel", "--as-of", "yesterday"],
    ],
)
def test_bad_input_is_the_inputs_fault(words):
    with pytest.raises(InputError) as caught:
        ran(*words)
    assert caught.value.exit_code == 2
    assert caught.value.expected


def test_both_readings_of_the_random_effects_are_offered():
    wide = ran("course", "tisa-cel", "--format", "json", "--random-effects", "variance").stdout
    narrow = ran("course", "tisa-cel", "--format", "json", "--random-effects", "sd").stdout

    def width(text):
        row = next(one for one in json.loads(text)["phases"] if one["id"] == "expansion")
        days = row["days_from_infusion"]["end"]
        return days["p90"] - days["p10"]

    assert width(wide) > 1.3 * width(narrow)
