"""Cohorts from CSV, FHIR bulk files and OMOP tables: nothing lost, nothing guessed."""

import json
from datetime import date
from pathlib import Path

import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from cartway.access import build_cohort as wiring
from cartway.cohort import build as building
from cartway.cohort.build import build_cohort
from cartway.cohort.screening import open_cohort
from cartway.cohort.table_source import TableSource
from cartway.errors import InputError
from cartway.knowledge.load import load_vocabulary

MAPPING = """
tables:
  - file: patients.csv
    patient: id
    columns:
      born: {fact: birth_date}
      sex: {fact: sex, values: {M: male, F: female}}
      disease: {fact: diagnosis, values: {DLBCL: diffuse_large_b_cell_lymphoma}}
      platelets: {fact: platelet_count, unit: "10*9/L", on: platelets_on}
      hbsag: {fact: hepatitis_b_surface_antigen, values: {"+": positive, "-": negative}}
  - file: therapies.csv
    patient: id
    events: prior_therapy
    attributes:
      agent: {column: drug, values: {RTX: rituximab, ADM: doxorubicin}}
      line: {column: line}
    start: start
    end: end
    complete: true
"""
PATIENTS = """id,born,sex,disease,platelets,platelets_on,hbsag
a,1960-02-29,M,DLBCL,88,2026-11-01,-
b,1971,F,DLBCL,<20,2026-11-02,+
c,1980-05,F,not in the mapping,many,2026-11-03,
,1990-01-01,F,DLBCL,70,2026-11-03,
d,1990-01-01,F,DLBCL,70
"""
THERAPIES = """id,drug,line,start,end
a,RTX,1,2024-01-10,2024-06-01
b,XYZ,1,2024-02-10,2024-06-01
"""


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    (tmp_path / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "patients.csv").write_text(PATIENTS, encoding="utf-8")
    (tmp_path / "therapies.csv").write_text(THERAPIES, encoding="utf-8")
    return tmp_path


def rows_of(path: Path) -> dict[str, dict[str, object]]:
    return {row["patient"]: row for row in pq.read_table(path).to_pylist()}


def rejects_of(path: Path) -> list[str]:
    return [f"{row['where']}: {row['reason']}" for row in pa_csv.read_csv(path).to_pylist()]


def test_tables_become_columns_and_rejects(tables: Path) -> None:
    output = tables / "cohort.parquet"
    built = wiring.build_cohort(tables / "mapping.yaml", output)
    held = rows_of(output)
    assert built.patients == len(held) == 4
    assert held["a"]["fact__platelet_count"][0]["number"] == 88
    assert held["b"]["fact__platelet_count"][0]["comparator"] == "<"
    assert held["b"]["fact__birth_date"][0]["day_latest"] == date(1971, 12, 31)
    assert held["a"]["events__prior_therapy"][0]["agent"] == ["rituximab"]
    assert held["a"]["complete"] == ["prior_therapy"]
    # The event that could not be read takes its list's completeness with it.
    assert not held["b"]["complete"]
    assert held["c"]["fact__diagnosis"] is None
    assert built.rejects is not None
    rejects = rejects_of(built.rejects)
    assert len(rejects) == built.rejected == 5
    assert any("no patient" in one for one in rejects)
    assert any("cells" in one for one in rejects)
    assert any("not a number" in one for one in rejects)
    # Places and reasons only: no value of a patient stands in the rejects file.
    assert not any(word in one for one in rejects for word in ("many", "XYZ", "1990"))
    assert not list(tables.glob(".*parts"))


def test_a_stopped_build_goes_on_where_it_was(
    tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_BUCKET_BYTES", 80)
    source = TableSource(tables / "mapping.yaml", load_vocabulary())
    output = tables / "cohort.parquet"
    convert, done = building._convert, []

    def stops_midway(*given: object) -> None:
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(given[2])
        convert(*given)

    monkeypatch.setattr(building, "_convert", stops_midway)
    with pytest.raises(KeyboardInterrupt):
        build_cohort(source, output, load_vocabulary())
    assert not output.exists()
    again: list[object] = []

    def counted(*given: object) -> None:
        again.append(given[2])
        convert(*given)

    monkeypatch.setattr(building, "_convert", counted)
    build_cohort(source, output, load_vocabulary())
    assert not set(again) & set(done)
    assert len(rows_of(output)) == 4


def test_a_mapping_that_names_nothing_known_is_refused(tables: Path) -> None:
    text = MAPPING.replace("platelet_count", "platelet_counts")
    (tables / "mapping.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="platelet_count"):
        wiring.build_cohort(tables / "mapping.yaml", tables / "cohort.parquet")


def test_bulk_files_are_gathered_by_patient(tmp_path: Path) -> None:
    def patient(name: str) -> dict[str, object]:
        return {"resourceType": "Patient", "id": name, "gender": "female", "birthDate": "1961-04"}

    def platelets(name: str, value: float) -> dict[str, object]:
        return {
            "resourceType": "Observation",
            "id": f"o-{value}",
            "status": "final",
            "subject": {"reference": f"Patient/{name}"},
            "code": {"coding": [{"system": "http://loinc.org", "code": "777-3"}]},
            "valueQuantity": {"value": value, "unit": "10*9/L", "code": "10*9/L"},
            "effectiveDateTime": "2026-11-01",
        }

    (tmp_path / "Patient.ndjson").write_text(
        "\n".join(json.dumps(patient(name)) for name in "ab"), encoding="utf-8"
    )
    lines = [json.dumps(platelets(name, at)) for at, name in enumerate("aabx", 50)]
    (tmp_path / "Observation.ndjson").write_text("\n".join([*lines, "{broken"]), encoding="utf-8")
    output = tmp_path / "cohort.parquet"
    built = wiring.build_cohort(tmp_path, output)
    held = rows_of(output)
    assert set(held) == {"a", "b"}
    assert held["b"]["fact__platelet_count"][0]["number"] == 52
    assert held["a"]["fact__sex"][0]["code"] == "female"
    rejects = rejects_of(built.rejects)
    assert any("not JSON" in one for one in rejects)
    assert any("patient x" in one for one in rejects)


def test_omop_tables_are_joined_to_their_codes(tmp_path: Path) -> None:
    files = {
        "person.csv": "person_id,gender_concept_id,year_of_birth,month_of_birth,day_of_birth\n"
        "1,8532,1955,3,\n2,8507,1970,,\n3,8507,195O,,\n",
        "concept.csv": "concept_id,concept_name,vocabulary_id,concept_code\n"
        "8532,FEMALE,Gender,F\n8507,MALE,Gender,M\n3024929,Platelets,LOINC,777-3\n"
        "9444,billion per liter,UCUM,10*9/L\n4172977,=,SNOMED,276136004\n",
        "measurement.csv": "measurement_id,person_id,measurement_concept_id,measurement_date,"
        "value_as_number,unit_concept_id,range_high\n"
        "10,1,3024929,2026-11-01,61,9444,350\n11,2,999,2026-11-01,5,9444,\n"
        "12,1,3024929,01/11/2026,5,9444,\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    built = wiring.build_cohort(tmp_path, tmp_path / "cohort.parquet")
    held = rows_of(tmp_path / "cohort.parquet")
    platelets = held["1"]["fact__platelet_count"][0]
    assert (platelets["number"], platelets["unit"]) == (61, "10*9/L")
    assert platelets["upper_limit"] == 350
    assert held["1"]["fact__sex"][0]["code"] == "female"
    assert held["2"]["fact__birth_date"][0]["day_latest"] == date(1970, 12, 31)
    rejects = rejects_of(built.rejects)
    assert any("measurement 11" in one for one in rejects)
    assert "measurement 12: its day is no date" in rejects
    assert "person 3: the birth is no date" in rejects
    assert len(held["1"]["fact__platelet_count"]) == 1
    (tmp_path / "person.csv").write_text("id\n1\n", encoding="utf-8")
    with pytest.raises(InputError, match="lacks person_id"):
        wiring.build_cohort(tmp_path, tmp_path / "again.parquet")


@pytest.mark.parametrize("content", [None, b"not parquet"])
def test_what_is_not_a_cohort_is_refused_with_the_way_to_make_one(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "cohort.parquet"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match="cohort build"):
        open_cohort(path)


@pytest.mark.parametrize(
    ("change", "code", "says"),
    [
        (('unit: "10*9/L"', 'unit: "mg"'), "C013", "does not measure"),
        (("fact: sex,", "fact: antigen_expression,"), "C009", "needs an argument"),
        (("fact: sex,", "fact: sex, argument: cd19,"), "C009", "takes no argument"),
        (("    patient: id\n    columns", "    patient: id\n    encoding: gb1803\n    columns"),
         "F016", "no encoding"),
    ],
)  # fmt: skip
def test_a_mapping_that_would_make_a_column_useless_is_refused(
    tables: Path, change: tuple[str, str], code: str, says: str
) -> None:
    assert change[0] in MAPPING
    (tables / "mapping.yaml").write_text(MAPPING.replace(*change, 1), encoding="utf-8")
    with pytest.raises(InputError, match=says) as refused:
        wiring.build_cohort(tables / "mapping.yaml", tables / "cohort.parquet")
    assert refused.value.code == code


def test_tables_of_chinese_systems_name_their_encoding(tables: Path) -> None:
    (tables / "patients.csv").write_bytes("id,disease\n甲,弥漫大B\n".encode("gb18030"))
    mapping = (
        "tables:\n  - {file: patients.csv, patient: id, columns: {disease: "
        "{fact: diagnosis, values: {弥漫大B: diffuse_large_b_cell_lymphoma}}}}\n"
    )
    (tables / "mapping.yaml").write_text(mapping, encoding="utf-8")
    with pytest.raises(InputError, match="gb18030"):
        wiring.build_cohort(tables / "mapping.yaml", tables / "cohort.parquet")
    # Nothing is left of a build whose source must change first.
    assert not list(tables.glob(".*parts"))
    told = mapping.replace("patient: id", "patient: id, encoding: gb18030")
    (tables / "mapping.yaml").write_text(told, encoding="utf-8")
    wiring.build_cohort(tables / "mapping.yaml", tables / "cohort.parquet")
    (cell,) = rows_of(tables / "cohort.parquet")["甲"]["fact__diagnosis"]  # type: ignore[misc]  # one value
    assert cell["code"] == "diffuse_large_b_cell_lymphoma"


def test_an_open_quote_tells_all_lines_that_it_took(tables: Path) -> None:
    lines = PATIENTS.splitlines()[:3]
    lines[1] = lines[1].replace("DLBCL", '"DLBCL')
    lines.append('c,1980,F,"DLBCL",70,2026-11-03,-')
    (tables / "patients.csv").write_text("\n".join(lines), encoding="utf-8")
    built = wiring.build_cohort(tables / "mapping.yaml", tables / "cohort.parquet")
    assert "patients.csv lines 2 to 4: the line is not CSV" in rejects_of(built.rejects)


def test_an_event_that_ends_before_it_begins_is_lost_and_told(tables: Path) -> None:
    text = "id,drug,line,start,end\na,RTX,1,2024-06-01,2024-01-10\n"
    (tables / "therapies.csv").write_text(text, encoding="utf-8")
    built = wiring.build_cohort(tables / "mapping.yaml", tables / "cohort.parquet")
    assert "therapies.csv line 2: it ends before it begins" in rejects_of(built.rejects)
    held = rows_of(tables / "cohort.parquet")
    assert not held["a"]["complete"]
    assert held["b"]["complete"] == ["prior_therapy"]
