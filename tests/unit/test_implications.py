"""What negative tests and complete lists rule out, and what they leave open."""

from __future__ import annotations

import pytest

from cartway.facts import Absence, Event, Fact, Record
from cartway.facts.normalise import normalise
from cartway.knowledge.load import load_vocabulary

SURFACE = Fact("hepatitis_b_surface_antigen", "negative")
CORE = Fact("hepatitis_b_core_antibody", "negative")


CORE_POSITIVE = Fact("hepatitis_b_core_antibody", "positive")
DNA = Fact("hepatitis_b_virus_dna", "negative")
ANTIBODY = Fact("hepatitis_c_antibody", "positive")


@pytest.mark.parametrize(
    ("facts", "infection", "ruled_out"),
    [
        ((SURFACE, CORE), "hepatitis_b_infection_active", True),
        ((SURFACE,), "hepatitis_b_infection_active", True),
        ((CORE,), "hepatitis_b_infection_active", False),
        ((SURFACE, CORE_POSITIVE), "hepatitis_b_infection_active", False),
        ((SURFACE, CORE_POSITIVE, DNA), "hepatitis_b_infection_active", True),
        (
            (SURFACE, Fact("hepatitis_b_surface_antigen", "positive")),
            "hepatitis_b_infection_active",
            False,
        ),
        ((ANTIBODY,), "hepatitis_c_infection_active", False),
        (
            (ANTIBODY, Fact("hepatitis_c_virus_rna", "negative")),
            "hepatitis_c_infection_active",
            True,
        ),
        (
            (
                Fact("hepatitis_c_antibody", "negative"),
                Fact("hepatitis_c_virus_rna", "positive"),
            ),
            "hepatitis_c_infection_active",
            False,
        ),
    ],
)
def test_negative_tests_rule_an_active_hepatitis_out(
    facts: tuple[Fact, ...], infection: str, ruled_out: bool
) -> None:
    held = normalise(Record(facts), load_vocabulary()).facts_of(infection)
    assert [one.value for one in held] == ([False] if ruled_out else [])


def test_what_the_record_says_itself_stays() -> None:
    told = Fact("hepatitis_b_infection_active", True)
    normal = normalise(Record((SURFACE, CORE, told)), load_vocabulary())
    assert normal.facts_of("hepatitis_b_infection_active") == (told,)


@pytest.mark.parametrize(
    ("diagnosis", "complete", "plasma_exchange", "immunosuppressive_agent"),
    [
        ("diffuse_large_b_cell_lymphoma", True, True, False),
        ("systemic_lupus_erythematosus", True, True, True),
        ("systemic_lupus_erythematosus", False, False, False),
    ],
)
def test_a_complete_list_of_treatments_rules_out_drugs_for_the_disease(
    diagnosis: str, complete: bool, plasma_exchange: bool, immunosuppressive_agent: bool
) -> None:
    lists = frozenset({"prior_therapy"}) if complete else frozenset()
    record = Record((Fact("diagnosis", diagnosis),), complete=lists)
    normal = normalise(record, load_vocabulary())
    denied = {one.concept for one in normal.absences_of("medication")}
    assert ("plasma_exchange" in denied) is plasma_exchange
    assert ("immunosuppressive_agent" in denied) is immunosuppressive_agent
    assert normalise(normal, load_vocabulary()) == normal


def illness(code: str, status: str, *, ongoing: bool = True) -> Event:
    """One illness of the list."""
    return Event("condition", {"code": (code,), "status": (status,)}, ongoing=ongoing)


@pytest.mark.parametrize(
    ("held", "infection_now"),
    [
        (illness("fungal_pneumonia", "condition_active"), [True]),
        (illness("fungal_pneumonia", "condition_resolved", ongoing=False), []),
        (illness("fungal_pneumonia", "condition_active", ongoing=False), []),
        (illness("hepatitis_b", "condition_active"), []),
        (illness("latent_tuberculosis", "condition_active"), []),
        (illness("hypertension", "condition_active"), []),
    ],
)
def test_an_infection_in_the_list_that_is_active_is_an_infection_now(
    held: Event, infection_now: list[bool]
) -> None:
    normal = normalise(Record(events=(held,)), load_vocabulary())
    assert [one.value for one in normal.facts_of("active_infection")] == infection_now


def test_no_infection_in_the_list_is_none_now() -> None:
    denied = Absence("condition", "infection", status="condition_active")
    normal = normalise(Record(absences=(denied,)), load_vocabulary())
    assert [one.value for one in normal.facts_of("active_infection")] == [False]
    told = Fact("active_infection", True)
    normal = normalise(Record((told,), absences=(denied,)), load_vocabulary())
    assert normal.facts_of("active_infection") == (told,)
