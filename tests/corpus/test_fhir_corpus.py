"""Real bundles that nobody wrote for cartway: what is taken of each may not shrink."""

from pathlib import Path

import orjson
import pytest

from cartway.errors import InputError
from cartway.exchange.fhir import patients_in, read_bundle

FILES = Path(__file__).parent / "data" / "fhir"

# Facts, events and absences taken of each; a lower number is a step back.
LEAST = {
    "mcode-adam-everyman.json": (5, 1),
    "mcode-john-anyperson.json": (20, 6),
    "mcode-lucy-child.json": (4, 0),
    "mcode-trial-matching-patient.json": (12, 6),
    "extraction-extended-patient.json": (3, 0),
    "ips-immunization.json": (6, 3),
    "ips-no-information.json": (3, 2),
    "genomics-oncology-report.json": (1, 0),
    "synthea-willy-koepp.json": (25, 10),
}


def read(name):
    return read_bundle(orjson.loads((FILES / name).read_bytes()), document=name)


def test_every_file_is_listed():
    held = {path.name for path in FILES.glob("*.json")}
    assert held == {*LEAST, "extraction-empty-bundle.json"}


@pytest.mark.parametrize("name", LEAST)
def test_as_much_is_taken_as_before(name):
    record = read(name)
    facts, events = LEAST[name]
    assert len(record.facts) >= facts
    assert len(record.events) + len(record.absences) >= events


@pytest.mark.parametrize("name", LEAST)
def test_no_resource_is_taken_for_misshapen(name):
    """A finding of ours in an official record would be a fault of the reader."""
    assert "misshapen" not in {one.kind for one in read(name).findings}


@pytest.mark.parametrize("name", LEAST)
def test_every_fact_says_where_it_was_found(name):
    record = read(name)
    assert all(one.origin.document == name and one.origin.place for one in record.facts)
    assert all(one.origin.document == name and one.origin.place for one in record.events)


def test_a_bundle_of_nobody():
    with pytest.raises(InputError, match="no Patient"):
        read("extraction-empty-bundle.json")


def test_the_leukaemia_patient():
    record = read("mcode-adam-everyman.json")
    assert [one.value for one in record.facts_of("diagnosis")] == ["chronic_lymphocytic_leukaemia"]
    assert record.facts_of("haemoglobin")[0].value.value == 13.5


def test_scores_and_stages_of_the_examples():
    record = read("mcode-john-anyperson.json")
    held = {one.fact: str(one.value) for one in record.facts}
    assert held["ecog_performance_status"] == "0"
    assert held["karnofsky_performance_status"] == "90"
    assert held["stage_binet"] == "binet_stage_b"
    assert held["stage_rai"] == "rai_stage_ii"
    assert held["stage_iss"] == "iss_stage_ii"
    assert held["stage_r_iss"] == "r_iss_stage_ii"
    assert held["stage_ann_arbor"] == "ann_arbor_stage_iii"
    assert held["deauville_score"] == "5"
    assert "obesity" in {one.concept for one in record.absences}


def test_a_stopped_treatment_was_given():
    record = read("mcode-john-anyperson.json")
    agents = {one.attributes["agent"] for one in record.events_of("prior_therapy")}
    assert ("cisplatin",) in agents


def test_two_patients_of_one_bundle_are_kept_apart():
    first = orjson.loads((FILES / "mcode-adam-everyman.json").read_bytes())
    second = orjson.loads((FILES / "mcode-lucy-child.json").read_bytes())
    names = {e["resource"]["id"] for e in first["entry"]}
    both = first | {
        "entry": first["entry"] + [e for e in second["entry"] if e["resource"]["id"] not in names]
    }
    adam, lucy = patients_in(both)
    record = read_bundle(both, patient=lucy)
    assert record.facts == read_bundle(second).facts
    assert read_bundle(both, patient=adam).facts == read_bundle(first).facts
