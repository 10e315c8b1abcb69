"""What may be known of a patient (the vocabulary), and what is known of one (the record)."""

from cartway.facts.hierarchy import Hierarchy
from cartway.facts.record import (
    Absence,
    Certainty,
    Event,
    Fact,
    Finding,
    Origin,
    Record,
    Value,
)
from cartway.facts.vocabulary import (
    AttributeDefinition,
    Concept,
    EventsDefinition,
    FactDefinition,
    Vocabulary,
)

__all__ = [
    "Absence",
    "AttributeDefinition",
    "Certainty",
    "Concept",
    "Event",
    "EventsDefinition",
    "Fact",
    "FactDefinition",
    "Finding",
    "Hierarchy",
    "Origin",
    "Record",
    "Value",
    "Vocabulary",
]
