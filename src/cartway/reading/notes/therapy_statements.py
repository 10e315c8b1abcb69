"""Which treatments a note only plans, names or blames, and so were not given as treatments."""

from __future__ import annotations

import re

from cartway.reading.lexicon import Match
from cartway.reading.notes.note import Note
from cartway.reading.notes.therapy_groups import treatment_of


def is_planned(note: Note, match: Match, section: str) -> bool:
    """Whether a treatment is only planned or offered."""
    if section == "plan" or _STUDY_BEHIND.match(note.lower, match.end):
        return True
    if _PLANNED_BEHIND.match(note.lower, match.end):
        return True
    stretch = note.scopes.covering("planned", match.start, match.end)
    if stretch is None:
        return False
    # A plan holds for its own part of the sentence, unless a date shows that it happened.
    between = note.lower[stretch.cue_end : match.start]
    return len(between) < 80 and not re.search(r"(?a)[,;]\s*(?:received|given|after)", between)


_NAMED_BEFORE = re.compile(
    r"(?a)\b(?:since|after|before|post|following|during|on day \d+ of|day \d+ of|days? after|tolerated|good|no response to)\s(?:the |an? |her |his |first )?$"
)


# "DVT 2022 on lenalidomide" among past illnesses: the drug under which it came.
_BLAMED_BEFORE = re.compile(r"(?a)\b(?:on|under|from|due to|caused by|with)\s$")


_NAMED_BEHIND = re.compile(
    r"(?a)\s?(?:response|level|-?induced|-?containing graft|skin test|-dependent|依赖)"
)


def is_only_named(note: Note, match: Match) -> bool:
    """A treatment that only dates or explains something else: *since the DLI*, *prednisone response*."""
    before = note.lower[max(0, match.start - 26) : match.start]
    text = note.lower[match.start : match.end]
    return (
        _NAMED_BEHIND.match(note.lower, match.end) is not None
        or text in ("vaccinated", "immunised", "immunized")
        or (_NAMED_BEFORE.search(before) is not None and _named_elsewhere(note, match))
        or (
            note.sentence(match.start).section == "past"
            and _BLAMED_BEFORE.search(before) is not None
            and _named_elsewhere(note, match)
        )
    )


def _named_elsewhere(note: Note, match: Match) -> bool:
    concept = treatment_of(match)
    above = note.vocabulary.hierarchy.ancestors
    return any(
        other.start < match.start
        and not note.scopes.covering("planned", other.start, other.end)
        and (named := treatment_of(other)) is not None
        and (concept in above(named) or named in above(str(concept)))
        for other in note.matches
    )


_PLANNED_BEHIND = re.compile(
    r"(?a)[^.;。,]{0,24}?(?:\b(?:is|was|are|were|being|been)\s(?:now |currently )?(?:being )?(?:planned|considered|scheduled|intended|proposed|deferred|declined|refused|offered|discussed|not feasible)"
    r"|\b(?:planned|considered|deferred|declined|refused)\b|not feasible|拟行|待评估)"
)


_STUDY_BEHIND = re.compile(
    r"(?a)\s?(?:cells?\s)?(?:\([^()]{0,30}\)\s?)?(?:study|trial|assessment|candidate|programme|program|eligib|evaluation|评估|研究|试验|临床试验|入组)"
)


def is_reaction(note: Note, match: Match) -> bool:
    """Whether a drug stands as what caused a reaction."""
    behind = note.lower[match.end : match.end + 18]
    before = note.lower[max(0, match.start - 24) : match.start]
    return bool(
        re.match(r"(?a)\s?(?:\(|:)?\s?(?:allerg|rash|过敏|皮疹|皮试阳性|gave urticaria)", behind)
        or re.search(
            r"(?a)(?:allergic to|allergy to|anaphylaxis to|rash (?:on|with|from)|hypersensitivity to|reaction to (?:her |his )?(?:very )?(?:first )?)\s?$",
            before,
        )
    )


# An infusion reaction to one dose is no allergy, and the drug is named for it alone.
TOLERATED = re.compile(r"(?a)reaction to (?:her |his |the )?(?:very )?(?:first |second )?$")


def add_allergy(note: Note, match: Match, concept: str) -> None:
    """Note an allergy that goes on."""
    note.add_event("allergy", {"agent": (concept,)}, match.start, match.end, ongoing=True)
