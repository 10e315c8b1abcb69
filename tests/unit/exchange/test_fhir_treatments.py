"""Medications, procedures, vaccines and allergies: given, planned, not given."""

import pytest

from cartway.facts import Certainty
from tests.unit.exchange.fhir_builders import RXNORM, coded, kinds, record_of, statement

SUBJECT = {"reference": "Patient/p1"}


def agents(record, events="prior_therapy"):
    return [one.attributes["agent"] for one in record.events_of(events)]


def request(**more):
    return {
        "resourceType": "MedicationRequest",
        "id": "r1",
        "status": "active",
        "intent": "order",
        "subject": SUBJECT,
        "authoredOn": "2026-09-01",
        "medicationCodeableConcept": {"text": "gemcitabine"},
    } | more


def procedure(text="Autologous stem cell transplantation", **more):
    return {
        "resourceType": "Procedure",
        "id": "x1",
        "status": "completed",
        "subject": SUBJECT,
        "code": {"text": text},
        "performedDateTime": "2025-07-22",
    } | more


def test_a_course_has_first_and_last_day():
    (event,) = record_of(statement("gemcitabine")).events_of("prior_therapy")
    assert (str(event.start), str(event.end), event.ongoing) == ("2025-01-10", "2025-05-20", False)


def test_a_moment_in_a_course_does_not_end_it():
    given = statement("gemcitabine", effectiveDateTime="2025-01-10")
    del given["effectivePeriod"]
    (event,) = record_of(given).events_of("prior_therapy")
    assert (str(event.start), event.end) == ("2025-01-10", None)


def test_an_active_drug_goes_on():
    given = statement("amlodipine", status="active", effectivePeriod={"start": "2020"})
    (event,) = record_of(given).events_of("medication")
    assert event.ongoing


def test_a_drug_that_is_not_taken_is_absent_from_its_date():
    record = record_of(statement(status="not-taken", effectivePeriod={"start": "2026-09-13"}))
    assert not record.events
    assert {(one.concept, str(one.since)) for one in record.absences} == {
        ("rituximab", "2026-09-13")
    }


def test_an_undated_absence_proves_nothing():
    given = statement(status="not-taken")
    del given["effectivePeriod"]
    record = record_of(given)
    assert not record.absences
    assert "undated_absence" in kinds(record)


@pytest.mark.parametrize(
    "more",
    [{"intent": "plan"}, {"intent": "proposal"}, {"status": "draft"}, {"status": "cancelled"},
     {"doNotPerform": True}],
)  # fmt: skip
def test_what_is_planned_was_not_given(more):
    assert not record_of(request(**more)).events


def test_an_order_that_runs_is_taken():
    (event,) = record_of(request()).events_of("prior_therapy")
    assert event.ongoing


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("cisplatin 1 MG/ML Injectable Solution", ("cisplatin",)),
        ("24 HR doxorubicin hydrochloride 2 MG/ML Injection", ("doxorubicin",)),
        ("Product containing methotrexate (medicinal product)", ("methotrexate",)),
        ("cyclophosphamide 50 MG Oral Capsule", ("cyclophosphamide",)),
    ],
)
def test_ingredients_of_product_names(name, expected):
    assert agents(record_of(statement(name))) == [expected]


def test_a_name_that_only_resembles_a_drug_is_not_taken():
    record = record_of(statement("cisplatin-like investigational compound"))
    assert not record.events
    assert "unmapped_medication" in kinds(record)


def test_a_medication_elsewhere_in_the_bundle_is_found():
    given = statement(medicationReference={"reference": "Medication/d1"})
    del given["medicationCodeableConcept"]
    drug = {"resourceType": "Medication", "id": "d1", "code": coded(RXNORM, "121191")}
    assert agents(record_of(given, drug)) == [("rituximab",)]


def test_a_contained_medication_is_found():
    given = statement(
        medicationReference={"reference": "#d1"},
        contained=[{"resourceType": "Medication", "id": "d1", "code": coded(RXNORM, "121191")}],
    )
    del given["medicationCodeableConcept"]
    assert agents(record_of(given)) == [("rituximab",)]


def test_a_steroid_stands_where_the_criteria_look_for_it():
    record = record_of(statement("dexamethasone"))
    assert agents(record, "medication") == agents(record) == [("dexamethasone",)]


def test_a_transplant_is_prior_therapy():
    assert agents(record_of(procedure())) == [("autologous_stem_cell_transplantation",)]


@pytest.mark.parametrize("status", ["not-done", "preparation", "entered-in-error"])
def test_a_procedure_that_was_not_done_neither_is_nor_is_absent(status):
    record = record_of(procedure(status=status))
    assert (record.events, record.absences) == ((), ())


def test_a_procedure_of_unknown_status_is_uncertain():
    (event,) = record_of(procedure(status="unknown")).events
    assert event.certainty is Certainty.UNCERTAIN


def allergy(text="penicillin", **more):
    return {
        "resourceType": "AllergyIntolerance",
        "id": "a1",
        "patient": SUBJECT,
        "code": {"text": text},
    } | more


def test_no_known_allergy_completes_the_list():
    given = allergy(code=coded("http://snomed.info/sct", "716186003"))
    assert record_of(given).complete == {"allergy"}


def test_an_allergy_is_an_event():
    assert agents(record_of(allergy()), "allergy") == [("penicillin",)]


def test_a_drug_on_hold_is_not_being_taken():
    given = statement("amlodipine", status="on-hold", effectivePeriod={"start": "2020"})
    (event,) = record_of(given).events_of("medication")
    assert not event.ongoing
