"""The same thing under the codes of other systems; a neighbouring code gives nothing."""

import pytest

from tests.unit.exchange.fhir_builders import (
    ICD10,
    LOINC,
    SNOMED,
    coded,
    condition,
    observation,
    only_fact,
    record_of,
    statement,
)

ATC = "http://www.whocc.no/atc"
PCS = "http://www.cms.gov/Medicare/Coding/ICD10"


def procedure(system, code):
    return {
        "resourceType": "Procedure",
        "id": "x1",
        "status": "completed",
        "subject": {"reference": "Patient/p1"},
        "code": coded(system, code),
        "performedDateTime": "2025-07-22",
    }


def agents(record):
    return {agent for one in record.events for agent in one.attributes.get("agent", ())}


@pytest.mark.parametrize(
    ("code", "drug"),
    [
        ("L01FA01", "rituximab"),
        ("L01XL03", "axicabtagene_ciloleucel"),
        ("L01BC05", "gemcitabine"),
        ("L04AX04", "lenalidomide"),
    ],
)
def test_drugs_by_atc(code, drug):
    given = statement() | {"medicationCodeableConcept": coded(ATC, code)}
    assert agents(record_of(given)) == {drug}


@pytest.mark.parametrize("code", ["L01FA99", "L01", "B01AA03X"])
def test_other_atc_codes_give_nothing(code):
    given = statement() | {"medicationCodeableConcept": coded(ATC, code)}
    record = record_of(given)
    assert not record.events
    assert [one.kind for one in record.findings] == ["unmapped_medication"]


@pytest.mark.parametrize(
    ("code", "treatment"),
    [
        ("30233Y0", "autologous_stem_cell_transplantation"),
        ("30243G3", "allogeneic_stem_cell_transplantation"),
        ("XW033C3", "autologous_car_t"),
        ("D7031ZZ", "radiotherapy"),
    ],
)
def test_procedures_by_icd_10_pcs(code, treatment):
    assert agents(record_of(procedure(PCS, code))) == {treatment}


def test_another_pcs_code_gives_nothing():
    assert not record_of(procedure(PCS, "HZ30ZZZ")).events


@pytest.mark.parametrize(("code", "score"), [("425389002", 0), ("423237006", 4)])
def test_the_answers_of_the_ecog_scale(code, score):
    given = observation(coded(LOINC, "89247-1"), valueCodeableConcept=coded(SNOMED, code))
    assert only_fact(record_of(given), "ecog_performance_status").value.value == score


@pytest.mark.parametrize(("code", "smokes"), [("LA18976-3", True), ("LA15920-4", False)])
def test_the_answers_on_smoking(code, smokes):
    given = observation(coded(LOINC, "72166-2"), valueCodeableConcept=coded(LOINC, code))
    assert only_fact(record_of(given), "current_smoker").value is smokes


@pytest.mark.parametrize(
    ("code", "disease"),
    [
        ("M32.1", "systemic_lupus_erythematosus"),
        ("M32.12", "systemic_lupus_erythematosus"),
        ("M32.14", "lupus_nephritis"),
    ],
)
def test_lupus_is_not_nephritis_for_want_of_a_digit(code, disease):
    assert only_fact(record_of(condition(coded(ICD10, code))), "diagnosis").value == disease
