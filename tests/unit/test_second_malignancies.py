"""A cancer beside the one treated is a second one; kin and spread are not."""

import pytest

from cartway.facts import Certainty, Event, Fact, Record
from cartway.facts.normalise import normalise
from cartway.knowledge.load import load_vocabulary


@pytest.mark.parametrize(
    ("treated", "other", "second"),
    [
        ("diffuse_large_b_cell_lymphoma", "breast_cancer", True),
        ("gastric_cancer", "prostate_cancer", True),
        ("multiple_myeloma", "basal_cell_carcinoma", True),
        ("diffuse_large_b_cell_lymphoma", "follicular_lymphoma", False),
        ("diffuse_large_b_cell_lymphoma", "lymphoma", False),
        ("gastric_cancer", "gastric_cancer", False),
        ("diffuse_large_b_cell_lymphoma", "hypertension", False),
        ("systemic_lupus_erythematosus", "breast_cancer", True),
    ],
)
def test_second_malignancies(treated: str, other: str, second: bool) -> None:
    record = Record((Fact("diagnosis", treated),), (Event("condition", {"code": (other,)}),))
    (event,) = normalise(record, load_vocabulary()).events
    assert ("second_primary_malignancy" in event.attributes["code"]) is second
    assert normalise(record, load_vocabulary()).events == (event,)


@pytest.mark.parametrize(
    ("treated", "called_second", "second"),
    [
        ("gastric_adenocarcinoma", "gastric_cancer", False),
        ("diffuse_large_b_cell_lymphoma", "b_cell_non_hodgkin_lymphoma", False),
        ("gastric_adenocarcinoma", "papillary_thyroid_cancer", True),
        ("diffuse_large_b_cell_lymphoma", "hodgkin_lymphoma", True),
    ],
)
def test_the_cancer_treated_is_no_second_one_whatever_it_is_called(
    treated: str, called_second: str, second: bool
) -> None:
    codes = (called_second, "second_primary_malignancy")
    record = Record((Fact("diagnosis", treated),), (Event("condition", {"code": codes}),))
    (event,) = normalise(record, load_vocabulary()).events
    assert ("second_primary_malignancy" in event.attributes["code"]) is second


def test_a_second_cancer_that_the_diagnosis_may_include_is_in_doubt() -> None:
    codes = ("breast_cancer", "second_primary_malignancy")
    record = Record((Fact("diagnosis", "carcinoma"),), (Event("condition", {"code": codes}),))
    (event,) = normalise(record, load_vocabulary()).events
    assert event.attributes["code"] == codes
    assert event.certainty is Certainty.UNCERTAIN
    assert normalise(record, load_vocabulary()).events == (event,)
