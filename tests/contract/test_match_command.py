"""`cartway match` as a user meets it: the shape of its answer, its exit codes, its refusals."""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from cartway.cli.main import run

EXAMPLES = Path(__file__).parents[2] / "examples"
AS_OF = "2026-11-22"


def cartway(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["cartway", *map(str, arguments)])
    try:
        run()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *arguments: object) -> dict[str, Any]:
    place = tmp_path / "answer.json"
    assert cartway(monkeypatch, "match", *arguments, "--format", "json", "-o", place) == 0
    found: dict[str, Any] = json.loads(place.read_bytes())
    return found


@pytest.fixture(scope="module")
def lymphoma(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("answer")
        return answer(patch, folder, EXAMPLES / "lymphoma.json", "--as-of", AS_OF)


def test_the_answer_has_the_shape_outsiders_rely_on(lymphoma: dict[str, Any]) -> None:
    assert {"as_of", "knowledge_release", "trial_snapshot", "patient", "options"} <= set(lymphoma)
    assert {"questions", "later"} <= set(lymphoma)
    assert lymphoma["as_of"] == AS_OF
    assert lymphoma["trial_snapshot"] == "ctgov-2026-08-22"
    assert all(
        {"fact", "value", "on", "origin"} <= set(one) for one in lymphoma["patient"]["facts"]
    )
    for option in lymphoma["options"]:
        assert option["kind"] in {"product", "trial", "pathway"}
        assert option["verdict"] in {"eligible", "possible", "excluded"}
        assert option["title"]["en"]
        assert option["title"]["zh"]
        for line in option["lines"]:
            assert {"text", "kind", "read", "notation", "verdict", "why", "facts", "source"} <= set(
                line
            )
            assert line["verdict"] in {"met", "not_met", "unknown"}
            assert line["kind"] in {"inclusion", "exclusion"}
    assert all({"fact", "text", "settles"} <= set(one) for one in lymphoma["questions"])
    assert all({"option", "on", "because"} <= set(one) for one in lymphoma["later"])


def test_every_option_ends_in_one_verdict_that_its_lines_bear_out(lymphoma: dict[str, Any]) -> None:
    ids = [one["id"] for one in lymphoma["options"]]
    assert len(ids) == len(set(ids))
    counts = Counter(one["verdict"] for one in lymphoma["options"])
    assert {verdict: counts[verdict] for verdict in lymphoma["counts"]} == lymphoma["counts"]
    for option in lymphoma["options"]:
        states = {line["verdict"] for line in option["lines"] if line["decides"]}
        if option["verdict"] == "excluded":
            assert "not_met" in states
        elif option["verdict"] == "eligible":
            assert states == {"met"}
        else:
            assert "not_met" not in states


def test_verdicts_are_mixed_and_no_trial_without_text_is_open(lymphoma: dict[str, Any]) -> None:
    products = {
        one["id"]: one["verdict"] for one in lymphoma["options"] if one["kind"] == "product"
    }
    assert len(products) == 13
    assert products["axi-cel/lbcl-3l"] == "eligible"
    assert products["eque-cel/rrmm-4l"] == "excluded"
    for option in lymphoma["options"]:
        if any(not line["read"] for line in option["lines"]):
            assert option["verdict"] != "eligible"


def test_closing_needs_a_line_and_what_is_recorded(lymphoma: dict[str, Any]) -> None:
    for option in lymphoma["options"]:
        for line in option["lines"]:
            if line["verdict"] == "not_met" and line["group"] not in ("registry", "approval"):
                assert line["facts"], f"{option['id']}: closed without a recorded value"


def test_before_2021_no_product_was_approved(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = answer(monkeypatch, tmp_path, EXAMPLES / "lymphoma.json", "--as-of", "2020-12-31")
    assert not [one for one in found["options"] if one["kind"] == "product"]


def test_in_2023_only_what_was_approved_then(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = answer(monkeypatch, tmp_path, EXAMPLES / "lymphoma.json", "--as-of", "2023-01-01")
    assert {one["id"] for one in found["options"] if one["kind"] == "product"} == {
        "axi-cel/lbcl-3l",
        "relma-cel/lbcl-3l",
        "relma-cel/fl",
    }


def test_the_same_input_gives_the_same_bytes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    places = [tmp_path / "a.json", tmp_path / "b.json"]
    for place in places:
        arguments = ["match", EXAMPLES / "myeloma.json", "--as-of", AS_OF, "--format", "json"]
        assert cartway(monkeypatch, *arguments, "-o", place) == 0
    assert places[0].read_bytes() == places[1].read_bytes()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_report_is_one_file_that_needs_nothing_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, language: str
) -> None:
    place = tmp_path / "report.html"
    arguments = ["match", EXAMPLES / "lymphoma.json", "--as-of", AS_OF, "--language", language]
    assert cartway(monkeypatch, *arguments, "--format", "html", "-o", place) == 0
    page = place.read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    for foreign in ("<script", "src=", "@import", "url(", "<link"):
        assert foreign not in page
    assert ("不构成医疗建议" if language == "zh" else "does not advise") in page


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_text_fits_eighty_columns(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, language: str
) -> None:
    from rich.cells import cell_len

    place = tmp_path / "answer.txt"
    arguments = ["match", EXAMPLES / "myeloma.json", "--as-of", AS_OF, "--language", language]
    assert cartway(monkeypatch, *arguments, "-o", place) == 0
    lines = place.read_text(encoding="utf-8").splitlines()
    assert max(cell_len(line) for line in lines) <= 80


BAD = {
    "empty.json": (b"", "empty"),
    "truncated.json": (b'{"resourceType": "Bundle", "entry": [{', "JSON"),
    "no_patient.json": (b'{"resourceType": "Bundle", "type": "collection", "entry": []}', "atient"),
    "binary.json": (bytes(range(256)) * 40, ""),
    "list.json": (b"[1, 2, 3]", ""),
    "greeting.txt": (b"Dear colleague, thank you for your kind letter.", "nothing"),
    "born_later.json": (
        b'{"resourceType": "Bundle", "type": "collection", "entry": [{"resource": '
        b'{"resourceType": "Patient", "id": "a", "birthDate": "2031-01-01"}}]}',
        "date",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_told_in_one_paragraph_and_nothing_is_written(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:
    content, says = BAD[name]
    given, place = tmp_path / name, tmp_path / "answer.json"
    given.write_bytes(content)
    assert cartway(monkeypatch, "match", given, "--format", "json", "-o", place) == 2
    said = capsys.readouterr().err.strip()
    assert "\n\n" not in said
    assert "Traceback" not in said
    assert says in said
    assert "Expected" in said
    assert not place.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["match", "no-such-file.json"],
        ["match", str(EXAMPLES)],
        ["match", str(EXAMPLES / "lymphoma.json"), "--as-of", "yesterday"],
        ["match", str(EXAMPLES / "lymphoma.json"), "--format", "pdf"],
        ["match", str(EXAMPLES / "lymphoma.json"), "--language", "fr"],
        ["match", str(EXAMPLES / "lymphoma.json"), "-o", "/no/such/folder/answer.json"],
        ["match"],
        ["mach"],
    ],
)
def test_a_wrong_call_ends_with_two(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert cartway(monkeypatch, *arguments) == 2
    assert capsys.readouterr().err.strip()
