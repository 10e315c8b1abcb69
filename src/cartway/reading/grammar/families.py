"""Which tests belong together: they may be asked of one another's results."""

from __future__ import annotations

_FAMILIES = (
    "hepatitis_b", "hepatitis_c", "hiv", "syphilis", "tuberculosis", "cytomegalovirus",
    "epstein_barr", "human_t_lymphotropic", "minimal_residual",
)  # fmt: skip

_OF_MYELOMA = ("m_protein_", "free_light_chain_")

INFECTIONS = frozenset(_FAMILIES) - {"minimal_residual"}


def family_of(fact: str) -> str:
    """The subject that several tests share."""
    if fact.startswith(_OF_MYELOMA):
        return "paraprotein"  # each of them alone makes a myeloma measurable
    for family in _FAMILIES:
        if fact.startswith(family):
            return family
    return fact
