"""What follows from what is recorded, by medicine alone: denied infections, lists that are complete.

Each rule holds for every patient. Where a rule has an exception, it is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from cartway.facts.record import Absence, Certainty, Fact, Origin, Record
from cartway.facts.vocabulary import Vocabulary

# An infection that these tests, all negative, rule out. A hidden hepatitis B shows its core
# antibody (EASL 2025, hepatitis B guideline, occult infection), so both are asked.
_RULED_OUT_BY = {
    "hepatitis_b_infection_active": ("hepatitis_b_surface_antigen", "hepatitis_b_core_antibody"),
    "hepatitis_c_infection_active": ("hepatitis_c_antibody",),
}

# What is given for the disease itself. It may be written among the drugs or among the treatments,
# so that a list of treatments said to be complete holds all of it.
_TREATS_THE_DISEASE = (
    "b_cell_depleting_therapy", "plasma_exchange", "complement_inhibitor", "fcrn_antagonist",
)  # fmt: skip
_TREATS_AUTOIMMUNITY = (
    "immunosuppressive_agent", "antimalarial_immunomodulator", "ms_disease_modifying_therapy",
    "antifibrotic", "photopheresis", "cholinesterase_inhibitor",
)  # fmt: skip


def implied_facts(record: Record, vocabulary: Vocabulary) -> Iterator[Fact]:
    """Infections that negative tests rule out, unless the record itself speaks of them."""
    for name, tests in _RULED_OUT_BY.items():
        if name not in vocabulary.facts or record.facts_of(name):
            continue
        results = [record.facts_of(test) for test in tests]
        if all(held and all(one.value == "negative" for one in held) for held in results):
            last = results[0][-1]
            yield Fact(name, False, last.on, None, last.origin, Certainty.DERIVED)


def implied_absences(record: Record, vocabulary: Vocabulary) -> Iterator[Absence]:
    """What a complete list of treatments says of the list of drugs."""
    if "prior_therapy" not in record.complete or "medication" in record.complete:
        return
    diagnoses = [str(one.value) for one in record.facts_of("diagnosis")]
    autoimmune = any(
        "autoimmune_disease" in vocabulary.hierarchy.ancestors(one) for one in diagnoses
    )
    told = {one.concept for one in record.absences_of("medication") if one.since is None}
    for concept in (*_TREATS_THE_DISEASE, *(_TREATS_AUTOIMMUNITY if autoimmune else ())):
        if concept in vocabulary.concepts and concept not in told:
            yield Absence(
                "medication", concept, None, Origin("cartway", "the list of treatments is complete")
            )
