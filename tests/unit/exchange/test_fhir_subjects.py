"""Whose a resource is: nothing of another subject is ever taken."""

import pytest

from cartway.errors import InputError
from cartway.exchange.fhir import patients_in, read_bundle
from tests.unit.exchange.fhir_builders import (
    bundle,
    condition,
    kinds,
    observation,
    patient,
    quantity,
    record_of,
)


def test_two_patients_need_one_to_be_named():
    both = bundle(patient(), patient(id="p2"))
    assert patients_in(both) == ("Patient/p1", "Patient/p2")
    with pytest.raises(InputError, match="2 patients and none is named"):
        read_bundle(both, document="two.json")


def test_of_two_patients_only_the_named_ones_resources_are_taken():
    both = bundle(
        patient(),
        patient(id="p2", gender="male"),
        condition(),
        condition(id="c2", subject={"reference": "Patient/p2"}, code={"text": "multiple myeloma"}),
        observation(id="free", subject=None, **quantity(5, "10*9/L")),
    )
    record = read_bundle(both, patient="Patient/p2")
    assert [one.value for one in record.facts_of("diagnosis")] == ["multiple_myeloma"]
    assert [one.value for one in record.facts_of("sex")] == ["male"]
    assert not record.facts_of("platelet_count")
    assert "another_subject" in kinds(record)


def test_naming_someone_who_is_not_there_is_an_error():
    with pytest.raises(InputError, match="not in it"):
        read_bundle(bundle(patient()), patient="Patient/zhao")


def test_a_reference_to_a_patient_outside_the_bundle_is_another_person():
    record = record_of(condition(subject={"reference": "Patient/other"}))
    assert not record.facts_of("diagnosis")


@pytest.mark.parametrize(
    "reference", ["Patient/p1", "Patient/p1/_history/2", "urn:uuid:one", "http://a.b/Patient/p1"]
)
def test_every_form_of_reference_finds_the_patient(reference):
    given = bundle(patient(), condition(subject={"reference": reference}))
    given["entry"][0]["fullUrl"] = (
        reference if reference.startswith(("urn", "http")) else "urn:uuid:other"
    )
    assert read_bundle(given).facts_of("diagnosis")


def test_the_same_id_on_another_server_is_another_person():
    given = bundle(patient(), condition(subject={"reference": "http://other/Patient/p1"}))
    given["entry"][0]["fullUrl"] = "http://here/Patient/p1"
    assert not read_bundle(given).facts_of("diagnosis")


def test_no_patient_is_an_error():
    with pytest.raises(InputError, match="no Patient"):
        read_bundle(bundle(condition()))


def test_two_different_resources_of_one_identity_are_an_error():
    with pytest.raises(InputError, match="one identity"):
        record_of(observation(**quantity(5, "10*9/L")), observation(**quantity(9, "10*9/L")))


def test_the_later_version_counts():
    old = observation(**quantity(5, "10*9/L"), meta={"lastUpdated": "2026-01-01T00:00:00Z"})
    new = observation(**quantity(9, "10*9/L"), meta={"lastUpdated": "2026-02-01T00:00:00Z"})
    record = record_of(new, old)
    assert [one.value.value for one in record.facts_of("platelet_count")] == [9.0]


def test_the_same_resource_twice_counts_once():
    record = record_of(condition(), condition())
    assert len(record.facts_of("diagnosis")) == 1
    assert "doubled" in kinds(record)


def test_bundles_in_bundles_are_opened():
    outer = {"resourceType": "Bundle", "entry": [{"resource": bundle(patient(), condition())}]}
    assert read_bundle(outer).facts_of("diagnosis")


def test_a_misshapen_resource_is_passed_over_whole():
    record = record_of(observation(component=["no object"], **quantity(5, "10*9/L")), condition())
    assert not record.facts_of("platelet_count")
    assert record.facts_of("diagnosis")
    assert "misshapen" in kinds(record)


def test_a_death_is_told():
    record = read_bundle(bundle(patient(deceasedDateTime="2026-01-01")))
    assert "deceased" in kinds(record)
