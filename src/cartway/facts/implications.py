"""What follows from what is recorded, by medicine alone: denied infections, lists that are complete.

Each rule holds for every patient. Where a rule has an exception, it is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from cartway.facts.record import Absence, Certainty, Fact, Origin, Record
from cartway.facts.vocabulary import Vocabulary

# Each of these tests, negative, shows that the infection is not active ...
_RULED_OUT_BY = {
    "hepatitis_b_infection_active": ("hepatitis_b_surface_antigen",),
    "hepatitis_c_infection_active": ("hepatitis_c_virus_rna", "hepatitis_c_antibody"),
}
# ... unless this one is positive and the virus itself was not looked for, or was found. (A core
# antibody may hide a hepatitis B: EASL 2025, hepatitis B guideline, occult infection.)
_HIDDEN_BY = {
    "hepatitis_b_infection_active": ("hepatitis_b_core_antibody", "hepatitis_b_virus_dna"),
    "hepatitis_c_infection_active": ("hepatitis_c_virus_rna", "hepatitis_c_virus_rna"),
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


# Infections that last for years, of which "active" means something else than an infection now.
_LASTING_INFECTIONS = ("viral_hepatitis", "hiv_disease", "tuberculosis", "syphilis_disease")


def implied_facts(record: Record, vocabulary: Vocabulary) -> Iterator[Fact]:
    """What tests and the list of illnesses say of infections, unless the record speaks of them."""
    if "active_infection" in vocabulary.facts and not record.facts_of("active_infection"):
        yield from _infection_now(record, vocabulary)
    for name, tests in _RULED_OUT_BY.items():
        if name not in vocabulary.facts or record.facts_of(name):
            continue
        marker, virus = _HIDDEN_BY[name]
        if _ever_positive(record, marker) and not _all_negative(record, virus):
            continue
        shown = next((one for one in tests if _all_negative(record, one)), None)
        if shown is not None:
            last = record.facts_of(shown)[-1]
            yield Fact(name, False, last.on, None, last.origin, Certainty.DERIVED)


def _infection_now(record: Record, vocabulary: Vocabulary) -> Iterator[Fact]:
    """An infection that is active now, or none that is."""
    for one in record.events_of("condition"):
        active = "condition_active" in one.attributes.get("status", ())
        if not (active and one.ongoing) or one.certainty is not Certainty.STATED:
            continue
        for code in one.attributes.get("code", ()):
            kinds = vocabulary.hierarchy.ancestors(str(code))
            if "infection" in kinds and not kinds & set(_LASTING_INFECTIONS):
                yield Fact("active_infection", True, None, None, one.origin, Certainty.DERIVED)
                return
    for told in record.absences_of("condition"):
        if told.concept == "infection" and told.since is None:
            yield Fact("active_infection", False, None, None, told.origin, Certainty.DERIVED)
            return


def _all_negative(record: Record, test: str) -> bool:
    held = record.facts_of(test)
    return bool(held) and all(one.value == "negative" for one in held)


def _ever_positive(record: Record, test: str) -> bool:
    return any(one.value == "positive" for one in record.facts_of(test))


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
