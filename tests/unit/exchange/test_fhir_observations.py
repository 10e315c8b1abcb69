"""Observations: values, units, limits, certainty, components."""

import pytest

from cartway.facts import Certainty
from cartway.values import Quantity
from tests.unit.exchange.fhir_builders import (
    LOINC,
    SNOMED,
    coded,
    kinds,
    observation,
    only_fact,
    quantity,
    record_of,
)

POSITIVE, NEGATIVE = coded(SNOMED, "10828004"), coded(SNOMED, "260385009")


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("10*9/L", "10*9/L"),
        ("10^9/L", "10*9/L"),
        ("x10E9/L", "10*9/L"),
        ("10⁹/L", "10*9/L"),
        ("K/uL", "10*3/uL"),
        ("10*3/µL", "10*3/uL"),
        ("/mm3", "/uL"),
    ],
)
def test_printed_units_become_ucum(printed, unit):
    fact = only_fact(record_of(observation(**quantity(88, printed))), "platelet_count")
    assert fact.value == Quantity(88.0, unit)
    assert fact.readable


def test_a_unit_that_does_not_fit_proves_nothing_and_is_told():
    record = record_of(observation(**quantity(88, "mm[Hg]")))
    assert not only_fact(record, "platelet_count").readable
    assert "unit_unlike" in kinds(record)


def test_a_number_without_its_unit_proves_nothing():
    record = record_of(observation(valueQuantity={"value": 88}))
    assert not only_fact(record, "platelet_count").readable


def test_an_implausible_number_is_taken_for_a_wrong_unit():
    record = record_of(observation(coded(LOINC, "718-7"), **quantity(9.4, "g/L")))
    assert not only_fact(record, "haemoglobin").readable
    assert "implausible" in kinds(record)


def test_findings_never_repeat_a_value():
    record = record_of(
        observation(
            valueQuantity={"value": 7714, "unit": "secret7714"}, code={"text": "secret7714"}
        ),
        observation(id="o2", valueQuantity={"value": 7714, "unit": "secret7714"}),
    )
    assert record.findings
    assert "7714" not in str(record.findings)


@pytest.mark.parametrize(("comparator", "kept"), [("<", "<"), (">=", ">=")])
def test_a_bound_stays_a_bound(comparator, kept):
    fact = only_fact(record_of(observation(**quantity(20, "10*9/L", comparator))), "platelet_count")
    assert fact.value == Quantity(20.0, "10*9/L", kept)


def test_an_unknown_comparator_is_not_read_as_none():
    record = record_of(observation(**quantity(20, "10*9/L", "ad")))
    assert not only_fact(record, "platelet_count").readable


def test_the_laboratorys_limits_are_kept_in_the_unit_of_the_value():
    limits = [{"low": {"value": 7, "unit": "U/L"}, "high": {"value": 40, "unit": "U/L"}}]
    record = record_of(
        observation(coded(LOINC, "1742-6"), **quantity(31, "U/L"), referenceRange=limits)
    )
    fact = only_fact(record, "alanine_aminotransferase")
    assert (fact.lower_limit, fact.upper_limit) == (7.0, 40.0)


def test_limits_in_another_unit_are_converted():
    limits = [{"high": {"value": 0.3, "unit": "10*12/L"}}]
    fact = only_fact(
        record_of(observation(**quantity(88, "10*9/L"), referenceRange=limits)), "platelet_count"
    )
    assert fact.upper_limit == 300.0


def test_of_two_ranges_for_different_people_none_is_guessed():
    limits = [
        {"high": {"value": 35, "unit": "U/L"}, "appliesTo": [{"text": "women"}]},
        {"high": {"value": 50, "unit": "U/L"}, "appliesTo": [{"text": "men"}]},
    ]
    record = record_of(
        observation(coded(LOINC, "1742-6"), **quantity(31, "U/L"), referenceRange=limits)
    )
    assert only_fact(record, "alanine_aminotransferase").upper_limit is None


@pytest.mark.parametrize(
    ("status", "certainty"),
    [
        ("final", Certainty.STATED),
        ("corrected", Certainty.STATED),
        ("preliminary", Certainty.PENDING),
        ("unknown", Certainty.UNCERTAIN),
    ],
)
def test_status_is_certainty(status, certainty):
    record = record_of(observation(**quantity(88, "10*9/L"), status=status))
    assert only_fact(record, "platelet_count").certainty is certainty


def test_a_test_that_was_asked_for_is_pending():
    fact = only_fact(record_of(observation(status="registered")), "platelet_count")
    assert fact.certainty is Certainty.PENDING


@pytest.mark.parametrize("status", ["entered-in-error", "cancelled"])
def test_what_was_withdrawn_is_not_taken(status):
    assert not record_of(observation(**quantity(88, "10*9/L"), status=status)).facts_of(
        "platelet_count"
    )


def test_a_value_given_as_absent_is_no_value():
    record = record_of(observation(dataAbsentReason={"text": "unknown"}))
    assert not record.facts_of("platelet_count")
    assert "no_value" in kinds(record)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"valueCodeableConcept": POSITIVE}, "positive"),
        ({"valueCodeableConcept": NEGATIVE}, "negative"),
        ({"valueString": "Negative"}, "negative"),
        ({"valueCodeableConcept": coded(LOINC, "LA6577-6")}, "negative"),
        (
            {
                **quantity(0.05, "{index}"),
                "interpretation": [
                    coded(
                        "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation", "NEG"
                    )
                ],
            },
            "negative",
        ),
    ],
)
def test_a_serology_result_in_every_form(value, expected):
    record = record_of(observation(coded(LOINC, "5196-1"), **value))
    assert only_fact(record, "hepatitis_b_surface_antigen").value == expected


def test_a_number_alone_is_not_a_result():
    record = record_of(observation(coded(LOINC, "5196-1"), **quantity(0.05, "{index}")))
    assert not record.facts_of("hepatitis_b_surface_antigen")
    assert "value_not_read" in kinds(record)


@pytest.mark.parametrize(
    "value",
    [
        {"valueInteger": 1},
        {"valueQuantity": {"value": 1, "unit": "{score}"}},
        {"valueCodeableConcept": coded(LOINC, "LA9623-5")},
        {"valueString": "1 - restricted in strenuous activity"},
        {"valueCodeableConcept": {"text": "ECOG 1"}},
    ],
)
def test_a_score_in_every_form(value):
    record = record_of(observation(coded(LOINC, "89247-1"), **value))
    assert only_fact(record, "ecog_performance_status").value == Quantity(1.0)


@pytest.mark.parametrize("text", ["0-1", "1.5", "good"])
def test_a_score_that_is_not_one_number_is_not_taken(text):
    record = record_of(observation(coded(LOINC, "89247-1"), valueString=text))
    assert not record.facts_of("ecog_performance_status")


def test_components_carry_the_date_of_the_whole():
    record = record_of(
        observation(
            coded(LOINC, "85354-9"),
            component=[{"code": coded(LOINC, "8480-6"), **quantity(131, "mm[Hg]")}],
        )
    )
    fact = only_fact(record, "systolic_blood_pressure")
    assert (str(fact.on), fact.value) == ("2026-11-01", Quantity(131.0, "mm[Hg]"))


def test_an_antigen_by_its_loinc_name():
    code = {"coding": [{"system": "urn:x", "code": "9", "display": "CD19 Ag [Presence] in Tissue"}]}
    record = record_of(observation(code, valueCodeableConcept=POSITIVE))
    assert only_fact(record, "antigen_expression", "cd19").value == "positive"


def test_an_antigen_in_blood_is_not_on_the_tumour():
    code = {"text": "CEA Ag [Presence] in Serum"}
    assert not record_of(observation(code, valueCodeableConcept=POSITIVE)).facts_of(
        "antigen_expression", "cea_antigen"
    )


def test_an_observation_about_a_relative_is_not_the_patients():
    record = record_of(
        observation(**quantity(88, "10*9/L"), focus=[{"reference": "RelatedPerson/mother"}])
    )
    assert not record.facts_of("platelet_count")


def test_the_same_unknown_code_is_told_once_with_its_places():
    code = coded(LOINC, "99999-9")
    record = record_of(*(observation(code, id=f"o{n}", **quantity(1, "%")) for n in range(3)))
    (finding,) = record.findings
    assert (finding.kind, finding.where) == ("unmapped_code", "Observation/o0 and 2 more")


@pytest.mark.parametrize(("flow", "taken"), [(0, True), (2, False)])
def test_a_saturation_with_oxygen_is_not_one_on_room_air(flow, taken):
    component = {"code": coded(LOINC, "3151-8"), **quantity(flow, "L/min")}
    record = record_of(
        observation(coded(LOINC, "59408-5"), component=[component], **quantity(97, "%"))
    )
    assert bool(record.facts_of("oxygen_saturation_room_air")) is taken
