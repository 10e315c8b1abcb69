"""Reports: conclusions with a code are taken, what is only words or elsewhere is told."""

from tests.unit.exchange.fhir_builders import (
    ICD10,
    LOINC,
    SNOMED,
    coded,
    kinds,
    observation,
    only_fact,
    quantity,
    record_of,
)


def report(**more):
    return {
        "resourceType": "DiagnosticReport",
        "id": "d1",
        "status": "final",
        "subject": {"reference": "Patient/p1"},
        "code": coded(LOINC, "5196-1"),
        "effectiveDateTime": "2026-10-01",
    } | more


def test_a_concluded_result_is_the_result_of_the_test():
    record = record_of(report(conclusionCode=[coded(SNOMED, "260373001")]))
    fact = only_fact(record, "hepatitis_b_surface_antigen")
    assert (fact.value, str(fact.on), fact.origin.place) == (
        "positive",
        "2026-10-01",
        "DiagnosticReport/d1",
    )


def test_a_concluded_result_of_no_known_test_is_told():
    record = record_of(
        report(code=coded(LOINC, "51969-4"), conclusionCode=[coded(SNOMED, "260373001")])
    )
    assert not [one for one in record.facts if one.origin.place.startswith("DiagnosticReport")]
    assert "unmapped_code" in kinds(record)


def test_a_concluded_disease_is_a_diagnosis():
    record = record_of(report(conclusionCode=[coded(ICD10, "C83.3")]))
    assert only_fact(record, "diagnosis").value == "diffuse_large_b_cell_lymphoma"


def test_words_and_attachments_are_told():
    record = record_of(
        report(conclusion="as before", presentedForm=[{"contentType": "application/pdf"}])
    )
    told = {one.what for one in record.findings if one.kind == "report_text_not_read"}
    assert told == {"DiagnosticReport.conclusion", "DiagnosticReport.presentedForm"}


def test_a_result_that_is_not_here_is_told():
    platelets = observation(**quantity(88, "10*9/L"))
    record = record_of(
        report(result=[{"reference": "Observation/o1"}, {"reference": "Observation/gone"}]),
        platelets,
    )
    assert [one.kind for one in record.findings].count("result_not_here") == 1
    assert only_fact(record, "platelet_count").value.value == 88
