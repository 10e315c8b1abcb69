"""Conditions: what counts as a diagnosis, and what doubt and refutation mean."""

import pytest

from cartway.facts import Certainty
from tests.unit.exchange.fhir_builders import (
    ICD10,
    LOINC,
    SNOMED,
    clinical,
    coded,
    condition,
    kinds,
    observation,
    only_fact,
    record_of,
    verification,
)


def test_a_cancer_is_a_diagnosis_and_a_condition():
    record = record_of(condition(clinicalStatus=clinical("active"), onsetDateTime="2025-03"))
    assert only_fact(record, "diagnosis").value == "diffuse_large_b_cell_lymphoma"
    (event,) = record.events_of("condition")
    assert event.attributes["code"] == ("diffuse_large_b_cell_lymphoma",)
    assert event.ongoing


def test_another_illness_is_a_condition_only():
    record = record_of(condition(coded(ICD10, "I10")))
    assert not record.facts_of("diagnosis")
    assert record.events_of("condition")[0].attributes["code"] == ("hypertension",)


def test_a_refuted_condition_is_an_absence():
    record = record_of(condition(verificationStatus=verification("refuted")))
    assert not record.facts_of("diagnosis")
    assert not record.events_of("condition")
    assert [one.concept for one in record.absences] == ["diffuse_large_b_cell_lymphoma"]


def test_what_was_entered_in_error_says_nothing():
    record = record_of(condition(verificationStatus=verification("entered-in-error")))
    assert (record.facts_of("diagnosis"), record.events, record.absences) == ((), (), ())


@pytest.mark.parametrize("status", ["provisional", "differential", "unconfirmed"])
def test_a_doubted_diagnosis_is_uncertain(status):
    record = record_of(condition(verificationStatus=verification(status)))
    assert only_fact(record, "diagnosis").certainty is Certainty.UNCERTAIN


def test_a_resolved_cancer_is_not_the_diagnosis():
    record = record_of(condition(clinicalStatus=clinical("resolved")))
    assert not record.facts_of("diagnosis")
    assert record.events_of("condition")


def test_relapse_is_a_state_of_the_disease():
    record = record_of(condition(clinicalStatus=clinical("relapse"), recordedDate="2026-10-01"))
    assert only_fact(record, "disease_status").value == "relapsed"


def test_a_broader_code_and_a_narrower_name_give_the_narrower():
    code = {"coding": [{"system": ICD10, "code": "C91.02"}], "text": "B-cell ALL"}
    record = record_of(condition(code))
    assert only_fact(record, "diagnosis").value == "b_cell_acute_lymphoblastic_leukaemia"


def test_a_name_that_contradicts_the_code_adds_nothing():
    code = {"coding": [{"system": ICD10, "code": "C90.0"}], "text": "Mantle cell lymphoma"}
    assert only_fact(record_of(condition(code)), "diagnosis").value == "multiple_myeloma"


def test_a_longer_icd_code_falls_back_on_its_beginning():
    assert only_fact(record_of(condition(coded(ICD10, "C83.398X"))), "diagnosis").value == (
        "diffuse_large_b_cell_lymphoma"
    )


def test_organ_involvement_in_lupus_is_not_taken_for_nephritis():
    record = record_of(condition(coded(ICD10, "M32.12")))
    assert only_fact(record, "diagnosis").value == "systemic_lupus_erythematosus"


def test_metastases_are_facts_and_no_second_primary():
    record = record_of(condition(coded(ICD10, "C78.7")), condition(coded(ICD10, "C18.9"), id="c2"))
    assert only_fact(record, "liver_involvement").value is True
    assert only_fact(record, "metastatic_disease").value is True
    assert "malignant_neoplasm" not in {one.value for one in record.facts_of("diagnosis")}


def test_family_history_is_not_the_patients():
    family = {
        "resourceType": "FamilyMemberHistory",
        "id": "f1",
        "status": "completed",
        "patient": {"reference": "Patient/p1"},
        "condition": [{"code": coded(ICD10, "C83.3")}],
    }
    record = record_of(family, condition(coded(ICD10, "Z80.7"), id="c2"))
    assert not record.facts_of("diagnosis")
    assert not record.events_of("condition")
    assert {"resource_not_read", "unmapped_code"} <= kinds(record)


def test_comorbidities_looked_for_and_not_there():
    url = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-related-condition-absent"
    record = record_of(
        observation(
            coded(SNOMED, "398192003"),
            extension=[{"url": url, "valueCodeableConcept": coded(SNOMED, "19829001")}],
        )
    )
    assert [one.concept for one in record.absences] == ["lung_disease"]


@pytest.mark.parametrize(
    ("code", "value", "fact", "stage"),
    [
        ((SNOMED, "385388004"), "Lymphoma stage IIIe (finding)", "stage_ann_arbor", "iii"),
        ((LOINC, "21908-9"), "American Joint Committee on Cancer stage IVB", "stage_tnm", "iv"),
    ],
)
def test_a_stage_by_its_printed_form(code, value, fact, stage):
    record = record_of(observation(coded(*code), valueCodeableConcept={"text": value}))
    assert str(only_fact(record, fact).value).endswith(f"stage_{stage}")
