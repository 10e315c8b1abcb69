"""Every way a file can be wrong: one paragraph that says what, where and what was expected."""

import os
from datetime import date
from pathlib import Path

import orjson
import pytest

from cartway.access.read_patient import read_patient, read_patient_value
from cartway.errors import InputError
from cartway.exchange.files import LARGEST_BYTES
from cartway.knowledge.load import load_vocabulary
from tests.unit.exchange.fhir_builders import bundle, condition, observation, patient, quantity

TODAY = date(2026, 11, 23)


def read(path, **more):
    return read_patient(path, load_vocabulary(), today=TODAY, **more)


def written(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


GOOD = orjson.dumps(bundle(patient(), condition())).decode()

BAD = {
    "empty": ("a.json", b"", "is empty"),
    "blank": ("a.txt", b" \n\t\n", "is empty"),
    "truncated": ("a.json", GOOD[: len(GOOD) // 2], "ends before it is complete"),
    "no JSON": ("a.json", "the patient is well", "not JSON"),
    "junk after": ("a.json", GOOD + " and more", "not JSON"),
    "NaN": ("a.json", '{"resourceType": "Bundle", "x": NaN}', "not JSON"),
    "Infinity": ("a.json", '{"resourceType": "Bundle", "x": 1e999}', "not JSON"),
    "deep": ("a.json", "[" * 100_000, "not JSON"),
    "a number": ("a.json", "7", "not a patient's record"),
    "a list of numbers": ("a.json", "[1, 2]", "no Patient"),
    "another object": ("a.json", '{"hello": "world"}', "not a patient's record"),
    "no patient": ("a.json", orjson.dumps(bundle(condition())), "no Patient"),
    "empty bundle": ("a.json", '{"resourceType": "Bundle"}', "no Patient"),
    "binary": ("a.dat", bytes(range(256)) * 40, "binary"),
    "binary named JSON": ("a.json", b"\x7fELF\x00\x01\x02" * 99, "binary"),
    "JSON in Latin-1": ("a.json", '{"note": "Größe"}'.encode("latin-1"), "not in UTF-8"),
    "XML": ("a.xml", "<Bundle/>", "XML"),
    "broken PDF": ("a.pdf", b"%PDF-1.7 nothing", "PDF"),
    "born next week": (
        "a.json",
        orjson.dumps(bundle(patient(birthDate="2026-11-30"))),
        "not come yet",
    ),
    "test next year": (
        "a.json",
        orjson.dumps(
            bundle(patient(), observation(effectiveDateTime="2027-06-01", **quantity(88, "10*9/L")))
        ),
        "not come yet",
    ),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_files_are_told_in_one_paragraph(kind, tmp_path):
    name, content, words = BAD[kind]
    path = written(tmp_path, name, content)
    with pytest.raises(InputError, match=words) as raised:
        read(path)
    message = str(raised.value)
    assert "\n" not in message
    assert message.startswith(name)
    assert "Expected: " in message
    assert raised.value.exit_code == 2


def test_a_missing_file(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "nobody.json")


def test_a_folder(tmp_path):
    with pytest.raises(InputError, match="folder"):
        read(tmp_path)


def test_a_name_no_file_can_have():
    with pytest.raises(InputError, match="cannot be read"):
        read(Path("a\0b.json"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path):
    path = written(tmp_path, "a.json", GOOD)
    path.chmod(0)
    with pytest.raises(InputError, match="cannot be read"):
        read(path)


def test_fifty_megabytes_of_junk(tmp_path):
    path = tmp_path / "junk.json"
    with path.open("wb") as out:
        out.truncate(LARGEST_BYTES + 20_000_000)
    with pytest.raises(InputError, match="too large"):
        read(path)


def test_a_date_after_the_day_asked_about_is_no_error(tmp_path):
    """Asking about the past must not refuse what came since."""
    path = written(tmp_path, "a.json", GOOD)
    assert read_patient(path, load_vocabulary(), as_of=date(2019, 1, 1)).facts


def test_the_messages_hold_no_value(tmp_path):
    resource = observation(**quantity(7714, "10*9/L"), effectiveDateTime="2099-07-14")
    path = written(tmp_path, "a.json", orjson.dumps(bundle(patient(), resource)))
    with pytest.raises(InputError) as raised:
        read(path)
    assert "7714" not in str(raised.value)
    assert "2099" not in str(raised.value)


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16"])
def test_marks_of_encoding_are_understood(mark, tmp_path):
    assert read(written(tmp_path, "a.json", GOOD.encode(mark))).facts


def test_resources_a_line_are_one_record(tmp_path):
    lines = b"\n".join(map(orjson.dumps, (patient(), condition())))
    assert read(written(tmp_path, "a.ndjson", lines)).facts_of("diagnosis")


def test_the_content_decides_not_the_name(tmp_path):
    assert read(written(tmp_path, "record.txt", GOOD)).facts_of("diagnosis")


def test_a_letter_is_read(tmp_path):
    record = read(written(tmp_path, "letter.md", "Haemoglobin 9.8 g/dL on 12 November 2026."))
    assert record.facts_of("haemoglobin")


def test_records_given_as_values():
    vocabulary = load_vocabulary()
    fhir = read_patient_value({"fhir": bundle(patient(), condition())}, vocabulary)
    assert fhir.facts_of("diagnosis")
    facts = read_patient_value({"facts": {"age": "58 a", "sex": "female"}}, vocabulary)
    assert facts.facts_of("age")
    nested = {"facts": {"facts": [{"fact": "sex", "value": "male"}], "complete": ["allergy"]}}
    assert read_patient_value(nested, vocabulary).complete == {"allergy"}
    with pytest.raises(InputError, match="no form"):
        read_patient_value({"photo": "…"}, vocabulary)
