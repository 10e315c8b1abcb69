"""What rested on something that a person corrected or dropped, and therefore cannot stay."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cartway.facts import Absence, Certainty, Event, Fact

_PERSON = frozenset({"sex", "age", "birth_date"})
_THERAPY = frozenset({"prior_therapy"})
_CLEARANCE = _PERSON | {"body_weight", "serum_creatinine"}
_CHAINS = frozenset({"free_light_chain_kappa", "free_light_chain_lambda"})
# Derived facts that rest on more than the words at their own place.
_RESTS_ON: dict[str, frozenset[str]] = {
    "pregnant": _PERSON,
    "lactating": _PERSON,
    "childbearing_potential": _PERSON,
    "creatinine_clearance": _CLEARANCE,
    "creatinine_clearance_cockcroft_gault": _CLEARANCE,
    "free_light_chain_ratio": _CHAINS,
    "free_light_chain_ratio_abnormal": _CHAINS,
    "hepatitis_b_infection_active": frozenset(
        {"hepatitis_b_virus_dna", "hepatitis_b_virus_dna_level"}
    ),
    "disease_status": _THERAPY,
    "prior_lines_of_therapy": _THERAPY,
    "prior_relapses": _THERAPY,
    "time_to_relapse_after_first_line": _THERAPY,
    "time_to_relapse_after_transplantation": _THERAPY,
    "duration_of_last_response": _THERAPY,
    "duration_of_first_remission": _THERAPY,
    "inadequate_response_to_conventional_therapy": _THERAPY,
}


def what_followed(items: Sequence[Fact | Event | Absence], changed: Collection[int]) -> set[int]:
    """The places of untouched items that rested on the changed ones.

    Args:
        items: before the change.
        changed: places that a person corrected or dropped.
    """
    return {
        at
        for at, one in enumerate(items)
        if at not in changed and any(_rests(one, items[other]) for other in changed)
    }


def _rests(one: Fact | Event | Absence, basis: Fact | Event | Absence) -> bool:
    if not isinstance(basis, Absence) and basis.certainty is Certainty.DERIVED:
        return False
    there = _at_one_place(one, basis)
    if isinstance(one, Absence):
        # *None after March 2024* was concluded from the therapy that ended then.
        return there and one.since is not None and isinstance(basis, Event)
    if isinstance(one, Event):
        return (
            there
            and isinstance(basis, Event)
            and (one.events != basis.events or one.certainty is Certainty.DERIVED)
        )
    name = basis.fact if isinstance(basis, Fact) else basis.events
    if {one.fact, name} == {"age", "birth_date"}:
        # An age read from a birth date falls with it; a birth date cannot stand against an age.
        return there or one.fact == "birth_date"
    if one.certainty is not Certainty.DERIVED:
        return False
    return there or name in _RESTS_ON.get(one.fact, frozenset())


def _at_one_place(one: Fact | Event | Absence, other: Fact | Event | Absence) -> bool:
    a, b = one.origin, other.origin
    if a.start is None or b.start is None or a.end is None or b.end is None:
        return False
    return a.start < b.end and b.start < a.end
