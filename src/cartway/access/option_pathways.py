"""By which lawful ways an option is reached, who may charge, and which papers it takes."""

from __future__ import annotations

from datetime import date
from typing import Any

from cartway.access.plain_data import as_plain
from cartway.criteria import Option
from cartway.knowledge.pathways import Pathway, pathway, pathways_reaching

Row = dict[str, Any]
_MOST_DOCUMENTS = 20


def option_pathways(option: Option, as_of: date) -> list[Row]:
    """The pathways to an option, those with confirmed examples first; a pathway is its own.

    Each row has its name, who pays, whether the hospital may charge and on what ground, papers,
    weeks to treatment, what foreigners need, warning signs and sources, in both languages.
    """
    if option.kind == "pathway":
        held: tuple[Pathway, ...] = (pathway(option.id),)
    else:
        held = pathways_reaching("product" if option.kind == "product" else "trial", as_of)
    return [
        {
            "id": one.id,
            "name": as_plain(one.name),
            "one_line": as_plain(one.one_line),
            "availability": one.availability,
            "may_charge": one.payment.hospital_may_charge,
            "who_pays": as_plain(one.payment.who_pays),
            "charging_basis": as_plain(one.payment.charging_basis),
            "foreigners": as_plain(one.foreign_nationals.basis),
            "foreigners_allowed": one.foreign_nationals.allowed,
            "documents": [as_plain(text) for text in one.documents[:_MOST_DOCUMENTS]],
            "weeks": (one.time_to_treatment.weeks_min, one.time_to_treatment.weeks_max),
            "red_flags": [as_plain(text) for text in one.red_flags],
            "legal_basis": list(one.legal_basis),
            "checked": str(one.checked),
            "pending": one.how == "recall" or one.confidence == "low",
        }
        for one in held
    ]
