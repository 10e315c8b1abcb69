"""Whether a drug treats, prevents or replaces: anticoagulants by their dose, hydrocortisone by its reason."""

from __future__ import annotations

import re

from cartway.reading.lexicon import Match
from cartway.reading.notes.note import Note
from cartway.reading.notes.therapy_denials import days_of_now
from cartway.values import Quantity

_REPLACES = re.compile(
    r"(?a)replac|adrenal insuffic|addison|hypopituit|hypoadrenal|hypophys|pituitar|adrenalectom|替代|肾上腺皮质功能(?:减退|不全)|垂体|肾上腺切除"
)
# No more than this a day replaces what the body would make.
_MOST = {"hydrocortisone": 35.0, "prednisone": 7.5, "prednisolone": 7.5}
_PREVENTS = re.compile(r"(?a)prophyla|prevent|预防")
_TREATS = re.compile(
    r"(?a)\btherapeutic|\btreatment dose|\bfull dose|\b1(?:\.5)? ?mg/kg|\bq12h|\btwice (?:a day|daily)|\bb\.?i?\.?d\b|治疗(?:剂)?量|每12小时|q12h"
)
_LOW, _HIGH = 50.0, 80.0
# A day's dose from which on a direct anticoagulant treats.
_TREATING = (
    (re.compile(r"(?a)apixaban|eliquis|阿哌沙班"), 10.0),
    (re.compile(r"(?a)rivaroxaban|xarelto|利伐沙班"), 15.0),
    (re.compile(r"(?a)edoxaban|lixiana|艾多沙班"), 30.0),
    (re.compile(r"(?a)dabigatran|pradaxa|达比加群"), 220.0),
)
_ENOXAPARIN = re.compile(r"(?a)enoxaparin|clexane|lovenox|依诺肝素|克赛")


def kind_given(
    note: Note, match: Match, agents: tuple[str, ...], dose: Quantity | None
) -> tuple[str, ...]:
    """The drug in the kind that its dose or its reason tells."""
    if len(agents) != 1:
        return agents
    (agent,) = agents
    if agent == "corticosteroid" and "systemic_corticosteroid" in note.vocabulary.concepts:
        return ("systemic_corticosteroid",)  # steroids on the skin or into the lungs are called so
    known = note.vocabulary.concepts
    clause = note.document.clause_at(match.start)
    near = note.lower[max(clause[0], match.start - 24) : min(clause[1], match.end + 44)]
    if agent in _MOST and "physiological_corticosteroid_replacement" in known:
        sentence = note.sentence(match.start)
        said = near if agent != "hydrocortisone" else note.lower[sentence.start : sentence.end]
        small = dose is None or dose.value <= _MOST[agent]
        if small and _REPLACES.search(said):
            return (agent, "physiological_corticosteroid_replacement")
        return agents
    if agent not in ("heparin", "direct_oral_anticoagulant"):
        return agents
    treats = _treats(note.lower[match.start : match.end], near, dose, heparin=agent == "heparin")
    if treats is None:
        return agents
    name = f"{'therapeutic' if treats else 'prophylactic'}_{agent}"
    return (name,) if name in known else agents


def close_intensity(note: Note) -> None:
    """Whoever takes an anticoagulant to prevent clots takes none in a dose that treats them."""
    for event in note.gathered.events:
        agents = [one for one in event.attributes.get("agent", ()) if isinstance(one, str)]
        if (
            event.ongoing
            and note.letter is not None
            and agents
            and agents[0].startswith(_PREVENTING)
        ):
            start, end = event.origin.start or 0, event.origin.end or 0
            note.add_absence(
                "medication",
                "therapeutic_anticoagulation",
                start,
                end,
                since=days_of_now(note.letter),
            )


_PREVENTING = "prophylactic_"


def _treats(name: str, near: str, dose: Quantity | None, *, heparin: bool) -> bool | None:
    """Whether an anticoagulant is given in a dose that treats; None where nothing tells."""
    if _PREVENTS.search(near):
        return False
    if not heparin:
        least = next((amount for pattern, amount in _TREATING if pattern.search(name)), None)
        return True if least is not None and dose is not None and dose.value >= least else None
    if _ENOXAPARIN.search(name) and dose is not None:
        return False if dose.value <= _LOW else True if dose.value >= _HIGH else None
    return True if _TREATS.search(near) else None
