"""The examples that come with cartway are read whole."""

from datetime import date
from pathlib import Path

import pytest

from cartway.access.read_patient import read_patient
from cartway.knowledge.load import load_vocabulary

EXAMPLES = Path(__file__).parents[3] / "examples"
FILES = sorted(path for path in EXAMPLES.iterdir() if path.name != "README.md")
DIAGNOSES = {
    "child-leukaemia.json": "b_cell_acute_lymphoblastic_leukaemia",
    "facts.yaml": "mantle_cell_lymphoma",
    "gastric-cancer.json": "gastric_adenocarcinoma",
    "lupus.json": "lupus_nephritis",
    "lymphoma.json": "diffuse_large_b_cell_lymphoma",
    "myeloma.json": "multiple_myeloma",
}
# Lymphoma has a test nobody maps, on purpose; the others are mapped to the last line.
UNMAPPED = {"lymphoma.json": 5}


def read(path):
    return read_patient(path, load_vocabulary(), as_of=date(2026, 11, 23), today=date(2026, 11, 23))


@pytest.mark.parametrize("path", FILES, ids=lambda one: one.name)
def test_an_example_is_read(path):
    record = read(path)
    assert len(record.facts) >= 15
    assert record.events
    if path.suffix == ".json":
        assert len(record.findings) <= UNMAPPED.get(path.name, 0)
        assert all(one.readable for one in record.facts)


@pytest.mark.parametrize("name", DIAGNOSES)
def test_the_diagnosis(name):
    assert DIAGNOSES[name] in {one.value for one in read(EXAMPLES / name).facts_of("diagnosis")}


def test_every_example_is_described():
    words = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert all(f"`{path.name}`" in words for path in FILES)
