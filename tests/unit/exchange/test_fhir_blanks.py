"""What is made slot by slot is what the constructors make: equal, frozen, of the same class."""

from dataclasses import FrozenInstanceError

import pytest

from cartway.exchange.fhir.blanks import measured_fact, treatment_event
from cartway.facts import Certainty, Event, Fact, Origin
from cartway.values import PartialDate, Quantity

DAY = PartialDate(2026, 10, 2)
PLACE = Origin("a.json", "Observation/o1")


def test_a_measured_fact():
    made = measured_fact("haemoglobin", 94.0, "g/L", DAY, "a.json", "Observation/o1", 160.0, 120.0)
    built = Fact(
        "haemoglobin", Quantity(94.0, "g/L"), DAY, None, PLACE, Certainty.STATED, 160.0, 120.0
    )
    assert type(made) is Fact
    assert made == built
    assert hash(made) == hash(built)
    assert repr(made) == repr(built)
    with pytest.raises(FrozenInstanceError):
        made.fact = "platelet_count"


def test_a_treatment():
    held = ("prior_therapy", ("rituximab",), DAY, None, True, PLACE, Certainty.UNCERTAIN)
    made = treatment_event(*held)
    built = Event(held[0], {"agent": held[1]}, *held[2:])
    assert type(made) is Event
    assert made == built
    assert repr(made) == repr(built)
